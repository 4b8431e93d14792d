#pragma once

#include "sigmajet/activation.hpp"

SIGMAJET_NAMESPACE_BEGIN

/// σ(x) = ln cosh x, σ′ = tanh x, σ″ = 1/cosh² x.
///
/// With E = e^{−2|x|}: σ = |x| − ln 2 + ln(1 + E), near 0 by a polynomial, and σ″ = 4E/(1 + E)². hessQuik's code leaves
/// out the −ln 2 that its documentation has.
struct AntiTanh : Elementwise<AntiTanh> {
  static constexpr const char* name = "antitanh";

  template <class Scalar>
  static constexpr ErrorBounds error_bounds() {
    return detail::error_bounds_in<Scalar>({3, 1.5, 2.5}, {6, 3, 2.5});
  }

  template <int Order, class T>
  SIGMAJET_FUNCTION Jet<T, Order> kernel(const T& x) const {
    Jet<T, Order> jet;
    const math::Hyperbolic<T> hyperbolic(math::abs(x));
    jet.value = hyperbolic.log_cosh();
    if constexpr (Order >= 1) jet.d1 = math::with_sign_of(hyperbolic.tanh(), x);
    if constexpr (Order >= 2) jet.d2 = hyperbolic.square_sech();
    return jet;
  }
};

using LogCosh = AntiTanh;

SIGMAJET_NAMESPACE_END
