// Compiled without trapping floating-point comparisons, so that the loop vectorizes; it holds no kernel.

#include "ulps.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

#include "support/bit_patterns.hpp"

namespace accuracy {
namespace {

/// 1 ulp of the format Scalar just below a magnitude, inverted: a magnitude that rounded up to a power of two in the
/// wide format must not count as the larger ulp.
template <class Scalar>
Wide<Scalar> inverse_ulp(Wide<Scalar> scale);

/// The exponent field shifts by bits, so that the loop over a block vectorizes.
template <>
inline double inverse_ulp<float>(double scale) {
  constexpr std::uint64_t bias = 1023, smallest_normal = (bias - 126) << 52;
  const std::uint64_t exponent = (std::max(support::bits_of(scale), smallest_normal + 1) - 1) >> 52;
  return support::from_bits<double>((2 * bias + 23 - exponent) << 52);
}
template <>
inline long double inverse_ulp<double>(long double scale) {
  int exponent = -1021;
  if (scale > 0) std::frexp(scale - scale * (std::numeric_limits<long double>::epsilon() / 2), &exponent);
  return std::ldexp(1.0L, 53 - std::max(exponent, -1021));
}

/// The error of a computed number; infinite where one number is not finite and the other does not round to it.
template <class Scalar>
float error_in_ulp(Scalar computed, Wide<Scalar> exact, Wide<Scalar> scale, Wide<Scalar> weight_below_normal) {
  using Limits = std::numeric_limits<Scalar>;
  constexpr Wide<Scalar> infinity = std::numeric_limits<Wide<Scalar>>::infinity(), largest = (Limits::max)();
  constexpr Wide<Scalar> rounds_to_infinity = largest * (1 + Wide<Scalar>(Limits::epsilon()) / 4);
  constexpr Wide<Scalar> enough = (std::numeric_limits<float>::max)(), smallest_normal = (Limits::min)();
  const Wide<Scalar> wide = computed;
  const Wide<Scalar> size = std::abs(wide), exact_size = std::abs(exact);
  const bool both_overflow = (exact_size >= rounds_to_infinity) & (size == infinity) & ((wide < 0) == (exact < 0));
  const bool is_same = (wide == exact) | both_overflow | ((wide != wide) & (exact != exact));
  const Wide<Scalar> weight = scale < smallest_normal ? weight_below_normal : Wide<Scalar>(1);
  const Wide<Scalar> error = std::abs(wide - exact) * inverse_ulp<Scalar>(scale) * weight;
  const Wide<Scalar> finite_or_infinite = error <= enough ? error : infinity;
  return static_cast<float>(is_same ? Wide<Scalar>(0) : finite_or_infinite);
}

}  // namespace

template <class Scalar>
void set_errors(Eigen::Index size, const Scalar* computed, const Wide<Scalar>* exact, const Wide<Scalar>* scales,
                double weight_below_normal, float* errors) {
  for (Eigen::Index i = 0; i < size; ++i)
    errors[i] = error_in_ulp(computed[i], exact[i], scales[i], Wide<Scalar>(weight_below_normal));
}

template void set_errors<float>(Eigen::Index, const float*, const double*, const double*, double, float*);
template void set_errors<double>(Eigen::Index, const double*, const long double*, const long double*, double, float*);

}  // namespace accuracy
