#pragma once

#include <cstdint>
#include <cstdio>
#include <string>

#include "points.hpp"
#include "subject.hpp"
#include "support/hash.hpp"

namespace accuracy {

/// A hash of every bit of a subject's results at 50 000 numbers, all NaN alike: another kernel, another
/// fingerprint.
template <class Scalar>
std::string fingerprint_of(const Subject<Scalar>& subject) {
  const std::vector<Scalar> numbers = support::bit_patterns<Scalar>(50000);
  const Array<Scalar> x = Eigen::Map<const Array<Scalar>>(numbers.data(), static_cast<Eigen::Index>(numbers.size()));
  Jets<Scalar> jets;
  subject.by_packets(x, jets);
  support::Hash hash;
  for (const Array<Scalar>& results : jets)
    for (const Scalar result : results) hash.add(std::isnan(result) ? 1 : bits_of(result));
  char text[17];
  std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(hash.value()));
  return text;
}

}  // namespace accuracy
