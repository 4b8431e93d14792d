#pragma once

#include <cmath>
#include <limits>

#include "reference/number.hpp"

/// @file
/// The error of a computed number in units in the last place.

namespace support {

template <class Scalar>
reference::Number ulp_of(const reference::Number& scale) {
  using Limits = std::numeric_limits<Scalar>;
  const int lowest = Limits::min_exponent - Limits::digits;
  int exponent = lowest;
  if (scale > 0) {
    // The exponent comes from scale as a double, which may round up to the next power of two.
    if (abs(frexp(scale, &exponent)) < 0.5) --exponent;
    exponent = std::max(exponent - Limits::digits, lowest);
  }
  return ldexp(reference::Number(1), exponent);
}

/// |computed − exact| in ulps of the exact scale; infinite where only one is infinite, NaN or of the wrong sign at 0.
/// A result beyond the largest number may be infinite if it rounds there.
template <class Scalar>
double error_in_ulp(Scalar computed, const reference::Exact& exact) {
  using reference::Number;
  constexpr double wrong = std::numeric_limits<double>::infinity();
  if (isnan(exact.result)) return std::isnan(computed) ? 0 : wrong;
  if (std::isnan(computed)) return wrong;
  const Number largest = (std::numeric_limits<Scalar>::max)();
  if (isinf(exact.result) || abs(exact.result) > largest) {
    const Number beyond = isinf(exact.result) ? largest * 2 : abs(exact.result);
    if (std::isinf(computed)) {
      const bool rounds = beyond - largest >= ulp_of<Scalar>(largest) / 2;
      return rounds && std::signbit(computed) == (exact.result < 0) ? 0 : 1;
    }
    if (isinf(exact.result)) return wrong;
  } else if (std::isinf(computed)) {
    return abs(exact.result) == largest ? 1 : wrong;
  }
  return static_cast<double>(abs(Number(computed) - exact.result) / ulp_of<Scalar>(exact.scale));
}

/// The error a bound allows: below the normal numbers at least two units of the smallest subnormal.
template <class Scalar>
double allowed_error(double bound, const reference::Exact& exact) {
  return exact.scale < (std::numeric_limits<Scalar>::min)() ? std::max(bound, 2.0) : bound;
}

/// What an error below the normal numbers counts for, so that one maximum can be held against the bound on the whole
/// line.
inline double weight_below_normal(double bound) { return bound > 0 ? bound / std::max(bound, 2.0) : 1; }

template <class Scalar>
double error_against(double bound, Scalar computed, const reference::Exact& exact) {
  const double error = error_in_ulp(computed, exact);
  return exact.scale < (std::numeric_limits<Scalar>::min)() ? error * weight_below_normal(bound) : error;
}

}  // namespace support
