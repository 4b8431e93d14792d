#pragma once

#include "sigmajet/math/exponential.hpp"

/// @file
/// e^x and e^x − 1 as functions of any x, and the limits where kernels cut the arguments of the two types of
/// exponential.hpp, whose head tells how they are computed.

SIGMAJET_NAMESPACE_BEGIN
namespace math {

/// The y from which on e^{−y} is 0 even times the largest number. A kernel cuts its argument there, so that no product
/// is 0 · ∞, nor any derivative of a Number.
template <class T>
SIGMAJET_FUNCTION ScalarOf<T> decay_limit() {
  if constexpr (is_pack<T>)
    return -detail::ExpConstants<ScalarOf<T>>::lowest_factor;
  else  // No format has the exponents for e^{−1/ε²}.
    return (T(1) / (T(epsilon<T>()) * T(epsilon<T>()))).value;
}
/// The x from which on e^{−x²} is 0 even times 2^30. In float and double its square is a little less than −lowest, so
/// that times_moderate is right up to there; elsewhere the number need not be the smallest.
template <class T>
SIGMAJET_FUNCTION ScalarOf<T> square_decay_limit() {
  if constexpr (is_pack<T>)
    return std::is_same_v<ScalarOf<T>, float> ? ScalarOf<T>(11.4) : ScalarOf<T>(32.5);
  else
    return decay_limit<T>();
}

/// The largest error of exp, in ulp.
inline constexpr double exp_error_bound = 1.25;

/// e^x.
/// - Types: packs; numbers by the exp of their type.
/// - Error: exp_error_bound; below the normal numbers one unit of the smallest subnormal.
/// - Valid: every x.
/// - Result: e^x ≥ 0, with gradual underflow; +∞ where that overflows; 0 at −∞; NaN at NaN.
template <class T>
SIGMAJET_FUNCTION T exp(const T& x) {
  if constexpr (is_pack<T>)
    return ExponentialFactor<T>((min)(x, T(decay_limit<T>()))).times(T(1));
  else
    return detail::exp_of(x.value);
}

/// The largest error of expm1, in ulp.
inline constexpr double expm1_error_bound = 2.75;

/// From here on e^x − 1 is e^x to less than half an ulp: e^−40 is below half of either format's epsilon. Below, nothing
/// that expm1 adds or multiplies overflows, which for larger x happens before the result does.
inline constexpr int expm1_is_exp_from = 40;

/// e^x − 1, with relative accuracy around 0.
/// - Types: packs; numbers by the expm1 of their type, or by a formula of its exp and log.
/// - Error: expm1_error_bound.
/// - Valid: every x.
/// - Result: e^x − 1; x itself at ±0; −1 at −∞; +∞ where e^x overflows; NaN at NaN.
template <class T>
SIGMAJET_FUNCTION T expm1(const T& x) {
  if constexpr (is_pack<T>) {
    const ExponentialFactor<T> e((min)(x, T(decay_limit<T>())));
    return select(x > T(expm1_is_exp_from), e.times(T(1)), copysign(e.one_minus(), x));
  } else {
    return detail::expm1_of(x.value);
  }
}

}  // namespace math
SIGMAJET_NAMESPACE_END
