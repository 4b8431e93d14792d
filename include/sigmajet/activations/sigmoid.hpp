#pragma once

#include "sigmajet/activation.hpp"

SIGMAJET_NAMESPACE_BEGIN

/// σ(x) = 1/(1 + e^{−x}), σ′ = σ(1 − σ), σ″ = σ′(1 − 2σ).
///
/// With e = e^{−|x|} and s = e/(1 + e) = σ(−|x|) ≤ ½: σ = s or 1 − s, σ′ = s − s², and with r = 1/(1 + e) = 1 − s
/// σ″ = ∓e r³ (1 − e), where 1 − e comes with e from one reduction; no cancellation.
///
/// A context keeps x: e would save a quarter to a third of the time, but loses σ″ near 0, as any word rounded near 1
/// does.
struct Sigmoid : Elementwise<Sigmoid> {
  static constexpr const char* name = "sigmoid";

  template <class Scalar>
  static constexpr ErrorBounds error_bounds() {
    return detail::bounds<Scalar>({2, 2.5, 3.5}, {2, 2.5, 4});
  }

  template <int Order, class T>
  SIGMAJET_FUNCTION Jet<T, Order> kernel(const T& x) const {
    Jet<T, Order> jet;
    const math::Exponential<T> exponential(math::minus_abs(x));
    const T small = math::ratio_to_one_plus(exponential.value()), large = T(1) - small;
    jet.value = math::select(x < T(0), small, large);
    if constexpr (Order >= 1) jet.d1 = math::negated_mul_add(small, small, small);
    if constexpr (Order >= 2) {
      const T e = exponential.value();
      const auto reciprocal = math::reciprocal_from(large, T(1), e, T(1) + e);
      const T t = exponential.one_minus() * large;
      const T magnitude = reciprocal.multiply(math::two_product(t, large * large), e, 3);
      jet.d2 = T(0) - math::with_sign_of(magnitude, x);
    }
    return jet;
  }
};

using Logistic = Sigmoid;
using StableSigmoid = Sigmoid;

SIGMAJET_NAMESPACE_END
