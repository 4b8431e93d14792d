#pragma once

#include "sigmajet/activation.hpp"

SIGMAJET_NAMESPACE_BEGIN

/// σ(x) = ln cosh x, σ′ = tanh x, σ″ = 1/cosh² x.
///
/// With E = e^{−2|x|} and t = tanh |x| = (1 − E)/(1 + E): σ = −ln(1 − t²)/2 up to |x| = 1/2, which does not cancel at 0,
/// and |x| − ln 2 + ln(1 + E) beyond; one logarithm serves both. hessQuik's code leaves out the −ln 2 that its
/// documentation has.
///
/// A context keeps x: t, which is σ′, would save a third of the time, but 1 − t² loses σ″ in the tails.
struct AntiTanh : Elementwise<AntiTanh> {
  static constexpr const char* name = "antitanh";

  template <class Scalar>
  static constexpr ErrorBounds error_bounds() {
    return detail::bounds<Scalar>({3, 1.5, 2.5}, {6, 3, 2.5});
  }

  template <int Order, class T>
  SIGMAJET_FUNCTION Jet<T, Order> kernel(const T& x) const {
    Jet<T, Order> jet;
    // 4E and 1/(4 + 4E), since σ″ ≈ 4E stays normal for a while after E has become subnormal.
    const math::Exponential<T> exponential(math::minus_abs(x + x), 2);
    const T e4 = exponential.value();
    const auto reciprocal = math::reciprocal_of_sum(T(4), e4);
    const auto t = reciprocal.multiply_in_two_words(exponential.one_minus_in_two_words());
    jet.value = math::log_cosh(math::abs(x), t, T(0.25) * e4);
    if constexpr (Order >= 1) jet.d1 = math::with_sign_of(t.high, x);
    if constexpr (Order >= 2) {
      const T half = reciprocal.value() + reciprocal.value(), r = half + half;
      jet.d2 = reciprocal.correct(e4 * (r * r), 2);
    }
    return jet;
  }
};

using LogCosh = AntiTanh;

SIGMAJET_NAMESPACE_END
