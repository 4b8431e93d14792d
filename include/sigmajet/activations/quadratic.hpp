#pragma once

#include "sigmajet/activation.hpp"

SIGMAJET_NAMESPACE_BEGIN

/// σ(x) = x²/2, σ′ = x, σ″ = 1.
struct Quadratic : Elementwise<Quadratic> {
  static constexpr const char* name = "quadratic";
  static constexpr bool is_memory_bound = true;

  template <class Scalar>
  static constexpr ErrorBounds error_bounds() {
    return {1, 0, 0};
  }

  template <int Order, class T>
  SIGMAJET_FUNCTION Jet<T, Order> kernel(const T& x) const {
    Jet<T, Order> jet;
    // Halved first: x² overflows while x²/2 does not.
    jet.value = (0.5 * x) * x;
    if constexpr (Order >= 1) jet.d1 = x;
    if constexpr (Order >= 2) jet.d2 = T(1);
    return jet;
  }
};

SIGMAJET_NAMESPACE_END
