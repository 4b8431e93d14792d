#pragma once

#include "sigmajet/math/arithmetic.hpp"

/// @file
/// The logistic function and its derivative from one exponential.
///
/// With e = e^{−|z|}, a number between 0 and 1, s = e/(1 + e) is the logistic function of −|z|: at most 1/2, and
/// accurate to the last digits however small. The function of z is s on the left and 1 − s on the right, where nothing
/// cancels, and its derivative is s − s² on both sides.

SIGMAJET_NAMESPACE_BEGIN
namespace math {

/// The largest error of ratio_to_one_plus, in ulp.
inline constexpr double ratio_to_one_plus_error_bound = 0.8;

/// s = e/(1 + e). The quotient of the rounded sum is corrected once by its residual.
/// - Types: packs and numbers.
/// - Error: ratio_to_one_plus_error_bound.
/// - Valid: 0 ≤ e ≤ 1, and NaN.
/// - Result: between 0 and 1/2; NaN at NaN.
template <class T>
SIGMAJET_FUNCTION T ratio_to_one_plus(const T& e) {
  const T sum = T(1) + e, ratio = e / sum;
  if constexpr (has_error_terms<T>) {
    // ratio (1 + e) − e. Its first difference is exact: ratio is between e/2 and e.
    const T residual = mul_add(ratio, e, ratio - e);
    return negated_mul_add(residual, T(1) - ratio, ratio);
  } else {
    return ratio;
  }
}

/// The logistic function of z from s = logistic(−|z|) and a number of the sign of z.
template <class T>
SIGMAJET_FUNCTION T logistic(const T& s, const T& sign) {
  return select(sign < T(0), s, T(1) - s);
}

/// The derivative of the logistic function, from s = logistic(−|z|).
template <class T>
SIGMAJET_FUNCTION T logistic_slope(const T& s) {
  return negated_mul_add(s, s, s);
}

}  // namespace math
SIGMAJET_NAMESPACE_END
