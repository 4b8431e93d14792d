#pragma once

#include <cstdint>
#include <cstdio>
#include <string>

#include "points.hpp"
#include "subject.hpp"

namespace accuracy {

/// A hash (FNV-1a) of every bit of a subject's results at 50 000 numbers, all NaN alike: another kernel, another
/// fingerprint.
template <class Scalar>
std::string fingerprint_of(const Subject<Scalar>& subject) {
  const std::vector<Scalar> numbers = support::bit_patterns<Scalar>(50000);
  const Array<Scalar> x = Eigen::Map<const Array<Scalar>>(numbers.data(), static_cast<Eigen::Index>(numbers.size()));
  Jets<Scalar> jets;
  subject.by_packets(x, jets);
  std::uint64_t hash = 14695981039346656037u;
  for (const Array<Scalar>& results : jets)
    for (const Scalar result : results)
      hash = (hash ^ (std::isnan(result) ? 1 : std::uint64_t(bits_of(result)))) * 1099511628211u;
  char text[17];
  std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(hash));
  return text;
}

}  // namespace accuracy
