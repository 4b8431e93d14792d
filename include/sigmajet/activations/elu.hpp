#pragma once

#include <cmath>
#include <limits>

#include "sigmajet/activation.hpp"

SIGMAJET_NAMESPACE_BEGIN

/// σ(x) = x for x > 0 and α(e^x − 1) else, σ′ = 1 or αe^x, σ″ = 0 or αe^x. At 0 the left branch: σ′(0) = σ″(0) = α.
class ELU : public Elementwise<ELU> {
 public:
  static constexpr const char* name = "elu";

  /// @throws std::invalid_argument unless alpha is finite.
  explicit ELU(double alpha = 1)
      : alpha_(detail::checked_parameter(std::isfinite(alpha), "ELU", "alpha", "finite", alpha)) {}

  double alpha() const { return alpha_; }
  std::array<Parameter, 1> parameters() const { return {{{"alpha", alpha_}}}; }

  template <class Scalar>
  static constexpr ErrorBounds error_bounds() {
    return detail::error_bounds_in<Scalar>({2, 2.5, 2.5}, {3, 2.5, 2.5});
  }

  template <int Order, class T>
  SIGMAJET_FUNCTION Jet<T, Order> kernel(const T& x) const {
    // Cut at 0, so that nothing overflows on the right.
    const T y = math::negative_part(x), sign = left_sign(x);
    if (alpha_ == 1) {
      const math::Exponential<T> exponential(y);
      return joined<Order>(x, math::with_sign_of(exponential.one_minus(), sign), exponential.value());
    }
    const math::ExponentialFactor<T> exponential(y);
    const T alpha = math::copysign(T(1), sign) * T(alpha_);
    const auto one_minus = exponential.one_minus_in_two_words();
    // Halved, since α times a number below 2 may overflow where αe^x does not.
    return joined<Order>(x, math::mul_add(alpha, one_minus.high, alpha * one_minus.low),
                         exponential.times(T(0.5 * alpha_), 1));
  }

 private:
  /// A number of the sign of e^x − 1 on the left. In a pack that is x, whose zeros e^x − 1 takes their sign of; a
  /// Number has derivatives at 0, which x itself would give the sign of the right side.
  template <class T>
  static SIGMAJET_FUNCTION T left_sign(const T& x) {
    if constexpr (math::is_pack<T>)
      return x;
    else
      return T(-1);
  }

  /// The branch on the left, where both derivatives are one number, joined with that on the right.
  template <int Order, class T>
  static SIGMAJET_FUNCTION Jet<T, Order> joined(const T& x, const T& value, const T& derivative) {
    const auto right = x > T(0);
    Jet<T, Order> jet;
    jet.value = math::select(right, x, value);
    if constexpr (Order >= 1) jet.d1 = math::select(right, T(1), derivative);
    if constexpr (Order >= 2) jet.d2 = math::select(right, T(0), derivative);
    return jet;
  }

  double alpha_;
};

SIGMAJET_NAMESPACE_END
