// Compiled without exceptions: an error prints its message and aborts.

#include <csignal>

#include <sigmajet/sigmajet.hpp>

int main() {
  std::signal(SIGABRT, [](int) {
    std::fputs("aborted\n", stderr);
    std::_Exit(1);
  });
  sigmajet::Softplus softplus(-1);
  return softplus(0.0) > 0;
}
