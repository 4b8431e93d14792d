#pragma once

#include "sigmajet/activation.hpp"

SIGMAJET_NAMESPACE_BEGIN

/// σ(x) = tanh x, σ′ = 1 − σ² = 1/cosh² x, σ″ = −2 σ σ′.
///
/// With E = e^{−2|x|}: σ = ±(1 − E)/(1 + E), σ′ = 4E/(1 + E)²; no cancellation anywhere, so the derivatives keep their
/// relative accuracy where 1 − σ² is long 0.
///
/// A context keeps x: E would save a third of the time, but loses σ″ near 0, as any word rounded near 1 does.
struct Tanh : Elementwise<Tanh> {
  static constexpr const char* name = "tanh";

  template <class Scalar>
  static constexpr ErrorBounds error_bounds() {
    return detail::bounds<Scalar>({1.5, 2.5, 3.5}, {3, 2.5, 3.5});
  }

  template <int Order, class T>
  SIGMAJET_FUNCTION Jet<T, Order> kernel(const T& x) const {
    Jet<T, Order> jet;
    // 4E and 1/(4 + 4E), since σ′ ≈ 4E stays normal for a while after E has become subnormal.
    const math::Exponential<T> exponential(math::minus_abs(x + x), 2);
    const T e4 = exponential.value();
    const auto reciprocal = math::reciprocal_of_sum(T(4), e4);
    jet.value = math::with_sign_of(reciprocal.multiply(exponential.one_minus_in_two_words()), x);
    if constexpr (Order >= 1) {
      const T half = reciprocal.value() + reciprocal.value(), r = half + half, square = r * r;
      jet.d1 = reciprocal.multiply(e4, square, 2);
      if constexpr (Order >= 2) {
        // In the tail σ′ would bring the roundings of two small numbers; r² and σ are near 1, where rounding costs half.
        const T tail = reciprocal.multiply(e4 + e4, square * jet.value, 2);
        jet.d2 = T(0) - math::select(e4 > T(0.5), jet.value * (jet.d1 + jet.d1), tail);
      }
    }
    return jet;
  }
};

SIGMAJET_NAMESPACE_END
