#pragma once

#include "sigmajet/activation.hpp"

SIGMAJET_NAMESPACE_BEGIN

/// σ(x) = tanh x, σ′ = 1 − σ² = 1/cosh² x, σ″ = −2 σ σ′.
///
/// With E = e^{−2|x|}: σ = ±(1 − 2E/(1 + E)), near 0 by a polynomial, and σ′ = 4E/(1 + E)²; no cancellation anywhere,
/// so that the derivatives keep their relative accuracy where 1 − σ² is long 0.
struct Tanh : Elementwise<Tanh> {
  static constexpr const char* name = "tanh";

  template <class Scalar>
  static constexpr ErrorBounds error_bounds() {
    return detail::error_bounds_in<Scalar>({1.5, 2.5, 3.5}, {3, 2.5, 3.5});
  }

  template <int Order, class T>
  SIGMAJET_FUNCTION Jet<T, Order> kernel(const T& x) const {
    Jet<T, Order> jet;
    const math::Hyperbolic<T> hyperbolic(math::abs(x));
    jet.value = math::with_sign_of(hyperbolic.tanh(), x);
    if constexpr (Order >= 1) jet.d1 = hyperbolic.square_sech();
    if constexpr (Order >= 2) {
      const T twice = jet.value + jet.value;
      jet.d2 = math::negated_mul_add(twice, jet.d1, twice * hyperbolic.square_sech_error(jet.d1));
    }
    return jet;
  }
};

SIGMAJET_NAMESPACE_END
