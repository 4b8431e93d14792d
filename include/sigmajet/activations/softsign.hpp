#pragma once

#include "sigmajet/activation.hpp"
#include "sigmajet/math/rational_sigmoid.hpp"

SIGMAJET_NAMESPACE_BEGIN

/// σ(x) = x/(1 + |x|), σ′ = 1/(1 + |x|)², σ″ = −2 sgn(x)/(1 + |x|)³, with σ″(0) = 0.
struct SoftSign : Elementwise<SoftSign> {
  static constexpr const char* name = "softsign";
  static constexpr bool is_memory_bound = true;

  template <class Scalar>
  static constexpr ErrorBounds error_bounds() {
    return {1.5, 1.5, 2};
  }

  template <int Order, class T>
  SIGMAJET_FUNCTION Jet<T, Order> kernel(const T& x) const {
    Jet<T, Order> jet;
    const auto powers = detail::UnitElliotPowers<T>::for_product(x);
    jet.value = math::with_sign_of(powers.product(), x);
    if constexpr (Order >= 1) jet.d1 = powers.first();
    if constexpr (Order >= 2) jet.d2 = detail::against_sign_of(x, powers.second());
    return detail::with_kink<Order>(x, 1, jet);
  }
};

SIGMAJET_NAMESPACE_END
