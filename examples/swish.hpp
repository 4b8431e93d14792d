#pragma once

#include <sigmajet/sigmajet.hpp>

/// σ(x) = x s(x) with the logistic function s(x) = 1/(1 + e^−x) (Ramachandran, Zoph and Le 2017).
/// σ′ = s (1 + x (1 − s)), σ″ = s (1 − s) (2 + x (1 − 2 s)).
struct Swish : sigmajet::Elementwise<Swish> {
  static constexpr const char* name = "swish";

  /// σ′ vanishes near −1.278 and σ″ near ±2.399, where no formula in working precision keeps relative accuracy: their
  /// errors count in ulps of the larger of the two terms of the sum.
  template <class Scalar>
  static constexpr sigmajet::ErrorBounds error_bounds() {
    return {3.5, 5, 6.5};
  }

  template <int Order, class T>
  SIGMAJET_FUNCTION sigmajet::Jet<T, Order> kernel(const T& x) const {
    namespace math = sigmajet::math;
    sigmajet::Jet<T, Order> jet;
    // Beyond the limit e^−a is 0, and the cut keeps 0·∞ out of the products.
    const T a = (math::min)(math::abs(x), T(math::decay_limit<T>()));
    const math::ExponentialFactor<T> exponential(-a);
    const T r = T(1) / (T(1) + exponential.value());
    const auto left = x < T(0);

    // With e = e^−a and r = 1/(1 + e): s is r or e r. `times` keeps a e normal where e alone is not.
    jet.value = math::select(left, exponential.times(-a * r), x * r);
    if constexpr (Order >= 1) {
      const T left_slope = exponential.times(r * math::mul_add(-a, r, T(1)));
      const T right_slope = math::mul_add(r, exponential.times(a * r), r);
      jet.d1 = math::select(left, left_slope, right_slope);
    }
    // x (1 − 2 s) = −a (1 − e) r.
    if constexpr (Order >= 2) {
      const T bend = math::mul_add(-a, exponential.one_minus() * r, T(2));
      jet.d2 = exponential.times(r * r * bend);
    }
    return jet;
  }
};
