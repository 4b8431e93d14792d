// run_if_supported <instruction set> <program> [argument...]
//
// Becomes the program where this processor has the instruction set, otherwise says SKIPPED. A program of its own,
// because a test built for a larger set may fail in its static initialisation already.

#include <cstdio>
#include <string>
#include <unistd.h>

namespace {

bool processor_supports([[maybe_unused]] const std::string& instruction_set) {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_cpu_init();
  const bool haswell = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
                       __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2");
  if (instruction_set == "haswell") return haswell;
  if (instruction_set == "avx512") {
    return haswell && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512cd") &&
           __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512vl");
  }
#endif
  return instruction_set == "baseline";
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fprintf(stderr, "usage: run_if_supported <instruction set> <program> [argument...]\n");
    return 2;
  }
  if (!processor_supports(argv[1])) {
    std::printf("SKIPPED: this processor lacks the instruction set %s\n", argv[1]);
    return SIGMAJET_EXIT_SKIPPED;
  }
  execv(argv[2], argv + 2);
  std::perror(argv[2]);
  return 2;
}
