#pragma once

#include "sigmajet/activation.hpp"

SIGMAJET_NAMESPACE_BEGIN

/// σ(x) = e^{−x²}, σ′ = −2x σ, σ″ = (4x² − 2) σ, relative accuracy through the zeros ±1/√2 of σ″ included.
struct Gaussian : Elementwise<Gaussian> {
  static constexpr const char* name = "gaussian";

  template <class Scalar>
  static constexpr ErrorBounds error_bounds() {
    return {3, 3.5, 4.5};
  }

  template <int Order, class T>
  SIGMAJET_FUNCTION Jet<T, Order> kernel(const T& x) const {
    Jet<T, Order> jet;
    // Everything is 0 beyond; the cut keeps x² finite.
    const T a = (math::min)(math::abs(x), T(math::square_decay_limit<T>())), twice = a + a;
    // x² rounded once would cost x²/2 ulp of e^{−x²}.
    const auto exponential = math::Exponential<T>::of_minus_square(a);
    // Each product is scaled by itself: σ underflows before σ′, and σ′ before σ″.
    jet.value = exponential.times_moderate(T(1));
    if constexpr (Order >= 1) jet.d1 = T(0) - math::with_sign_of(exponential.times_moderate(twice), x);
    if constexpr (Order >= 2) jet.d2 = exponential.times_moderate(math::product_minus(twice, twice, T(2)));
    return jet;
  }
};

SIGMAJET_NAMESPACE_END
