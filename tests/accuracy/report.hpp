#pragma once

#include <cstdio>
#include <string>

#include "examiner.hpp"
#include "findings.hpp"
#include "subject.hpp"

/// @file
/// Findings in words.

namespace accuracy {

inline constexpr const char* order_symbols[] = {"σ", "σ′", "σ″", "σ‴"};

/// "σ 1.2 at 0x1.8p+3".
template <class Scalar>
void print_worst(const char* name, const Worst<Scalar>& worst) {
  std::printf("  %s %.4g at %s", name, worst.error, support::hexadecimal(worst.x).c_str());
}

inline void print_histogram(const Histogram& histogram, std::uint64_t numbers) {
  for (std::size_t i = 0; i < Histogram::intervals; ++i)
    if (histogram.count(i))
      std::printf("  %g+: %.3g %%", 0.5 * static_cast<double>(i),
                  100 * static_cast<double>(histogram.count(i)) / static_cast<double>(numbers));
  std::printf("\n");
}

/// The measured errors, how they spread over half ulps, how they were verified, and the speed.
template <class Scalar>
void print(const Subject<Scalar>& subject, const Findings<Scalar>& findings, double seconds) {
  const auto numbers = static_cast<double>(findings.by_packets.numbers);
  std::printf("%s, %s: %.0f numbers in %.1f s, %.3g per second\n", subject.title.c_str(), scalar_name<Scalar>, numbers,
              seconds, numbers / seconds);
  for (std::size_t order = 0; order < orders; ++order) {
    print_worst(order_symbols[order], findings.worst[order]);
    std::printf(", bound %g\n    ", subject.bounds[order]);
    print_histogram(findings.histograms[order], findings.by_packets.numbers);
  }
  for (std::size_t i = 0; i < subject.competitors.size(); ++i) {
    std::printf("  %s:", subject.competitors[i].name.c_str());
    for (std::size_t order = 0; order < orders; ++order)
      print_worst(order_symbols[order], findings.of_competitors[i][order]);
    std::printf("\n");
  }
  std::printf("  fast reference verified in 240 bits at %llu results: errors too small by at most %.2g ulp\n",
              static_cast<unsigned long long>(findings.verification.results), findings.verification.largest_shortfall);
  std::printf("  packets take %.2f ns a jet, scalars %.2f; the same bits at %llu numbers\n",
              findings.by_packets.nanoseconds(), findings.by_scalars.nanoseconds(),
              static_cast<unsigned long long>(findings.by_scalars.numbers));
  std::fflush(stdout);
}

/// True where all is within the bounds and the reference can be trusted; says what is not.
template <class Scalar>
bool passes(const Subject<Scalar>& subject, const Findings<Scalar>& findings) {
  bool passed = true;
  const auto fail = [&](const std::string& what) {
    passed = false;
    std::printf("FAILED: %s, %s: %s\n", subject.title.c_str(), scalar_name<Scalar>, what.c_str());
  };
  for (std::size_t order = 0; order < orders; ++order)
    if (!(findings.worst[order].error <= subject.bounds[order]))
      fail(std::string(order_symbols[order]) + " exceeds its bound at " +
           support::hexadecimal(findings.worst[order].x));
  if (findings.where_paths_differ)
    fail("packets and scalars differ at " + support::hexadecimal(*findings.where_paths_differ));
  if (findings.verification.largest_shortfall > reference_tolerance<Scalar>)
    fail("the fast reference is not accurate enough to judge");
  return passed;
}

}  // namespace accuracy
