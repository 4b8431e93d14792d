#pragma once

#include "sigmajet/activation.hpp"

SIGMAJET_NAMESPACE_BEGIN

/// σ(x) = 1/(1 + e^{−x}), σ′ = σ(1 − σ), σ″ = σ′(1 − 2σ).
///
/// With e = e^{−|x|} and s = e/(1 + e) = σ(−|x|) ≤ ½: σ = s or 1 − s, σ′ = s − s², and σ″ = ∓σ′ (1 − e)(1 − s), where 1
/// − e comes with e from one reduction; no cancellation.
struct Sigmoid : Elementwise<Sigmoid> {
  static constexpr const char* name = "sigmoid";

  template <class Scalar>
  static constexpr ErrorBounds error_bounds() {
    return detail::error_bounds_in<Scalar>({2, 2.5, 3.5}, {2, 2.5, 4});
  }

  template <int Order, class T>
  SIGMAJET_FUNCTION Jet<T, Order> kernel(const T& x) const {
    Jet<T, Order> jet;
    const math::Exponential<T> exponential(math::minus_abs(x));
    const T s = math::ratio_to_one_plus(exponential.value());
    jet.value = math::logistic(s, x);
    if constexpr (Order >= 1) {
      const T slope = slope_from(exponential, s);
      jet.d1 = slope;
      if constexpr (Order >= 2) {
        // ±(1 − e)(1 − s)
        const T one_minus_e = math::with_sign_of(exponential.one_minus(), x);
        const T t = math::negated_mul_add(one_minus_e, s, one_minus_e);
        jet.d2 = math::minus_product(math::TwoWords<T>{slope, math::negated_mul_add(s, s, s - slope)}, t);
      }
    }
    return jet;
  }

 private:
  /// s − s². Its slope cancels around 0, of a type with derivatives: there as (1 − t²)/4 with t = tanh(|x|/2).
  template <class T>
  static SIGMAJET_FUNCTION T slope_from(const math::Exponential<T>& exponential, const T& s) {
    const T slope = math::logistic_slope(s);
    if constexpr (math::is_pack<T>) {
      return slope;
    } else {
      const T t = exponential.one_minus() * (T(1) - s);
      return math::select(t < T(0.25), T(0.25) * (T(1) - t * t), slope);
    }
  }
};

using Logistic = Sigmoid;
using StableSigmoid = Sigmoid;

SIGMAJET_NAMESPACE_END
