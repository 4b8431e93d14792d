#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <mutex>
#include <string>
#include <unistd.h>

namespace accuracy {

/// A bar on the standard error, where that is a terminal.
class Progress {
 public:
  Progress(std::string title, std::uint64_t total) : title_(std::move(title)), total_(total) {}
  ~Progress() {
    if (on_terminal_) std::fputs("\r\033[K", stderr);
  }

  void add(std::uint64_t count) {
    const std::uint64_t done = done_ += count;
    if (!on_terminal_) return;
    const std::unique_lock<std::mutex> lock(mutex_, std::try_to_lock);
    const auto now = Clock::now();
    if (!lock || now - drawn_ < std::chrono::milliseconds(100)) return;
    drawn_ = now;
    draw(static_cast<double>(done), std::chrono::duration<double>(now - start_).count());
  }

 private:
  using Clock = std::chrono::steady_clock;

  void draw(double done, double seconds) const {
    constexpr std::size_t width = 40;
    const double share = done / static_cast<double>(total_);
    std::string bar(static_cast<std::size_t>(share * width), '#');
    bar.resize(width, '.');
    std::fprintf(stderr, "\r%s [%s] %3.0f %%, %.3g per second, %.0f s left\033[K", title_.c_str(), bar.c_str(),
                 100 * share, done / seconds, seconds / share - seconds);
  }

  std::string title_;
  std::uint64_t total_;
  bool on_terminal_ = isatty(STDERR_FILENO) != 0;
  std::atomic<std::uint64_t> done_{0};
  std::mutex mutex_;
  Clock::time_point start_ = Clock::now(), drawn_ = start_;
};

}  // namespace accuracy
