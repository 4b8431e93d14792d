#if !__has_include(<catch2/catch_all.hpp>)
#define CATCH_CONFIG_RUNNER
#endif
#include "catch.hpp"

/// Catch2's exit status is its number of failures, which could be the one that means "skipped".
int main(int argc, char** argv) {
  Catch::Session session;
  if (session.applyCommandLine(argc, argv) != 0) return 1;
#if CATCH_VERSION_MAJOR < 3  // Catch2 3 fails by itself when no test case matches.
  session.configData().warnings = Catch::WarnAbout::NoTests;
#endif
  return session.run() == 0 ? 0 : 1;
}
