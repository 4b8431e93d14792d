#pragma once

#include <chrono>
#include <cstdio>
#include <string>

#if __has_include(<unistd.h>)
#include <unistd.h>
#endif

namespace example {

/// A status line: redrawn in place on a terminal, elsewhere printed at iterations 1, 10, 100, … and at the end.
class Progress {
 public:
  void show(int iteration, const std::string& text) {
    if (on_terminal_) {
      if (Clock::now() - drawn_ > std::chrono::milliseconds(50)) redraw(text);
    } else if (iteration == next_line_) {
      std::printf("%s\n", text.c_str());
      next_line_ *= 10;
    }
  }

  void finish(const std::string& text) {
    if (on_terminal_) redraw(text);
    std::printf(on_terminal_ ? "\n" : "%s\n", text.c_str());
  }

 private:
  using Clock = std::chrono::steady_clock;

  static bool stdout_is_terminal() {
#if __has_include(<unistd.h>)
    return isatty(STDOUT_FILENO) != 0;
#else
    return false;
#endif
  }

  void redraw(const std::string& text) {
    std::printf("\r%s", text.c_str());
    std::fflush(stdout);
    drawn_ = Clock::now();
  }

  bool on_terminal_ = stdout_is_terminal();
  int next_line_ = 1;
  Clock::time_point drawn_;
};

}  // namespace example
