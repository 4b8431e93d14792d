#pragma once

#include <cmath>
#include <limits>

#include "sigmajet/activation.hpp"

SIGMAJET_NAMESPACE_BEGIN

/// σ(x) = x for x > 0 and αx else, σ′ = 1 or α, σ″ = 0. At 0 the left branch: σ′(0) = α. NaN gives NaN in σ and σ′.
class LeakyReLU : public Elementwise<LeakyReLU> {
 public:
  static constexpr const char* name = "leaky_relu";
  static constexpr bool is_memory_bound = true;

  /// @throws std::invalid_argument unless alpha is finite.
  explicit LeakyReLU(double alpha = 0.01)
      : alpha_(detail::checked_parameter(std::isfinite(alpha), "LeakyReLU", "alpha", "finite", alpha)) {}

  double alpha() const { return alpha_; }
  std::array<Parameter, 1> parameters() const { return {{{"alpha", alpha_}}}; }

  template <class Scalar>
  static constexpr ErrorBounds error_bounds() {
    return {0.5, 0, 0};
  }

  template <int Order, class T>
  SIGMAJET_FUNCTION Jet<T, Order> kernel(const T& x) const {
    Jet<T, Order> jet;
    const T zero(0), alpha(alpha_);
    jet.value = math::select(x > zero, x, alpha_ * (is_plain_ ? x : bounded(x)));
    if constexpr (Order >= 1) jet.d1 = math::select(x > zero, T(1), math::select(x <= zero, alpha, x));
    if constexpr (Order >= 2) jet.d2 = zero;
    return jet;
  }

 private:
  /// x cut to where αx is wanted and a number: 0 · inf is none, and on the right αx may overflow.
  template <class T>
  SIGMAJET_FUNCTION T bounded(const T& x) const {
    return alpha_ == 0 ? (math::max)(x, T(-math::largest<T>())) : math::negative_part(x);
  }

  double alpha_;
  // One test in the inner loop.
  bool is_plain_ = alpha_ != 0 && std::abs(alpha_) <= 1;
};

SIGMAJET_NAMESPACE_END
