#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

#include <Eigen/Core>

#include "support/bit_patterns.hpp"
#include "support/orders.hpp"

/// @file
/// What a sweep finds out, thread by thread, and how the parts merge.

namespace accuracy {

using support::orders;

/// The largest error and where it is.
template <class Scalar>
struct Worst {
  double error = 0;
  Scalar x = 0;

  void add(double other_error, Scalar other_x) {
    if (other_error > error) *this = {other_error, other_x};
  }
};

/// How many errors fall into each half ulp; the last interval has no end.
class Histogram {
 public:
  static constexpr std::size_t intervals = 48;

  void add(float error, std::uint64_t count = 1) {
    counts_[static_cast<std::size_t>(std::min(2 * error, float(intervals - 1)))] += count;
  }
  void merge(const Histogram& other) {
    for (std::size_t i = 0; i < intervals; ++i) counts_[i] += other.counts_[i];
  }
  std::uint64_t count(std::size_t interval) const { return counts_[interval]; }

 private:
  std::array<std::uint64_t, intervals> counts_{};
};

/// By how much errors by the fast reference are below those by the exact formula. (Just above a power of two they are
/// above, since the ulp is taken from below it; such a number is decided by the exact formula before it counts.)
struct Verification {
  std::uint64_t results = 0;
  double largest_shortfall = 0;

  void add(double fast, double exact) {
    ++results;
    if (std::isfinite(fast)) largest_shortfall = std::max(largest_shortfall, exact - fast);
  }
  void merge(const Verification& other) {
    results += other.results;
    largest_shortfall = std::max(largest_shortfall, other.largest_shortfall);
  }
};

/// The worst number of each sign and exponent: where a search for worse ones begins.
template <class Scalar>
class WorstByExponent {
 public:
  void add(double error, Scalar x) {
    worst_[support::bits_of(x) >> (std::numeric_limits<Scalar>::digits - 1)].add(error, x);
  }
  void merge(const WorstByExponent& other) {
    for (std::size_t i = 0; i < worst_.size(); ++i) worst_[i].add(other.worst_[i].error, other.worst_[i].x);
  }
  std::vector<Worst<Scalar>> largest(std::size_t count) const {
    std::vector<Worst<Scalar>> sorted = worst_;
    std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.error > b.error; });
    sorted.resize(std::min(count, sorted.size()));
    return sorted;
  }

 private:
  std::vector<Worst<Scalar>> worst_ =
      std::vector<Worst<Scalar>>(std::size_t(4) * std::numeric_limits<Scalar>::max_exponent);
};

/// How many numbers went one way, and the time it took.
struct Speed {
  std::uint64_t numbers = 0;
  std::chrono::duration<double> time{};

  template <class Function>
  void add(Eigen::Index count, const Function& function) {
    const auto start = std::chrono::steady_clock::now();
    function();
    time += std::chrono::steady_clock::now() - start;
    numbers += static_cast<std::uint64_t>(count);
  }
  void merge(const Speed& other) {
    numbers += other.numbers;
    time += other.time;
  }
  double nanoseconds() const { return 1e9 * time.count() / static_cast<double>(std::max<std::uint64_t>(numbers, 1)); }
};

template <class Scalar>
struct Findings {
  explicit Findings(std::size_t competitors) : of_competitors(competitors) {}

  std::array<Worst<Scalar>, orders> worst;
  std::array<Histogram, orders> histograms;
  std::array<WorstByExponent<Scalar>, orders> by_exponent;
  std::vector<std::array<Worst<Scalar>, orders>> of_competitors;
  Verification verification;
  std::optional<Scalar> where_paths_differ;
  Speed by_packets, by_scalars;

  void merge(const Findings& other) {
    for (std::size_t order = 0; order < orders; ++order) {
      worst[order].add(other.worst[order].error, other.worst[order].x);
      histograms[order].merge(other.histograms[order]);
      by_exponent[order].merge(other.by_exponent[order]);
      for (std::size_t i = 0; i < of_competitors.size(); ++i)
        of_competitors[i][order].add(other.of_competitors[i][order].error, other.of_competitors[i][order].x);
    }
    verification.merge(other.verification);
    if (!where_paths_differ) where_paths_differ = other.where_paths_differ;
    by_packets.merge(other.by_packets);
    by_scalars.merge(other.by_scalars);
  }
};

}  // namespace accuracy
