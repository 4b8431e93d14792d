#pragma once

#include "sigmajet/activation.hpp"

SIGMAJET_NAMESPACE_BEGIN

/// σ(x) = x, σ′ = 1, σ″ = 0.
///
/// A context keeps nothing: the derivatives are the same for all x.
struct Identity : Elementwise<Identity> {
  static constexpr const char* name = "identity";
  static constexpr bool is_memory_bound = true;
  static constexpr Cache cache = Cache::nothing;

  template <class Scalar>
  static constexpr ErrorBounds error_bounds() {
    return {0, 0, 0};
  }

  template <int Order, class T>
  SIGMAJET_FUNCTION Jet<T, Order> kernel(const T& x) const {
    Jet<T, Order> jet;
    jet.value = x;
    if constexpr (Order >= 1) jet.d1 = T(1);
    if constexpr (Order >= 2) jet.d2 = T(0);
    return jet;
  }
};

using Linear = Identity;

SIGMAJET_NAMESPACE_END
