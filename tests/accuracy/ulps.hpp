#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

#include "subject.hpp"
#include "support/bit_patterns.hpp"
#include "support/ulp.hpp"

/// @file
/// Errors in units in the last place against the fast reference, defined as support::error_against defines them.

namespace accuracy {

/// 1 ulp of the format Scalar at a magnitude, inverted.
template <class Scalar>
Wide<Scalar> inverse_ulp(Wide<Scalar> scale);

/// The exponent field shifts by bits, so that the loop over a block vectorizes.
template <>
inline double inverse_ulp<float>(double scale) {
  constexpr std::uint64_t bias = 1023, smallest_normal = bias - 126;
  std::uint64_t bits;
  std::memcpy(&bits, &scale, sizeof bits);
  const std::uint64_t exponent = std::max(bits >> 52, smallest_normal);
  return support::from_bits<double>((2 * bias + 23 - exponent) << 52);
}
template <>
inline long double inverse_ulp<double>(long double scale) {
  int exponent = -1074;
  if (scale > 0) {
    std::frexp(scale, &exponent);
    exponent = std::max(exponent - 53, -1074);
  }
  return std::ldexp(1.0L, -exponent);
}

/// The error of a computed number; infinite where one number is not finite and the other does not round to it.
template <class Scalar>
float fast_error(Scalar computed, Wide<Scalar> exact, Wide<Scalar> scale, Wide<Scalar> weight_below_normal) {
  using Limits = std::numeric_limits<Scalar>;
  constexpr Wide<Scalar> infinity = std::numeric_limits<Wide<Scalar>>::infinity(), largest = (Limits::max)();
  constexpr Wide<Scalar> rounds_to_infinity = largest * (1 + Wide<Scalar>(Limits::epsilon()) / 4);
  const Wide<Scalar> wide = computed, magnitude = std::abs(exact);
  const bool both_overflow = magnitude >= rounds_to_infinity && std::abs(wide) == infinity && (wide < 0) == (exact < 0);
  const bool is_same = wide == exact || both_overflow || (wide != wide && exact != exact);
  const Wide<Scalar> weight = scale < Wide<Scalar>((Limits::min)()) ? weight_below_normal : Wide<Scalar>(1);
  const Wide<Scalar> error = std::abs(wide - exact) * inverse_ulp<Scalar>(scale) * weight;
  const bool is_small = error <= Wide<Scalar>((std::numeric_limits<float>::max)());
  return is_same ? 0.0f : is_small ? static_cast<float>(error) : std::numeric_limits<float>::infinity();
}

}  // namespace accuracy
