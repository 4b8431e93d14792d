#pragma once

#include <cmath>

#include "sigmajet/activation.hpp"
#include "sigmajet/math/rational_sigmoid.hpp"

SIGMAJET_NAMESPACE_BEGIN

/// σ(x) = ½ sx/(1 + |sx|) + ½, σ′ = ½ s/(1 + |sx|)², σ″ = −sgn(x) s²/(1 + |sx|)³, with σ″(0) = 0; s is the steepness.
class Elliot : public Elementwise<Elliot> {
 public:
  static constexpr const char* name = "elliot";
  static constexpr bool is_memory_bound = true;

  /// @throws std::invalid_argument unless steepness is finite and > 0.
  explicit Elliot(double steepness = 1)
      : steepness_(detail::checked_parameter(std::isfinite(steepness) && steepness > 0, "Elliot", "steepness",
                                             "finite and > 0", steepness)) {}

  double steepness() const { return steepness_; }
  std::array<Parameter, 1> parameters() const { return {{{"steepness", steepness_}}}; }

  template <class Scalar>
  static constexpr ErrorBounds error_bounds() {
    return {1, 1.5, 2};
  }

  template <int Order, class T>
  SIGMAJET_FUNCTION Jet<T, Order> kernel(const T& x) const {
    if (steepness_ == 1) return from_powers<Order>(x, detail::UnitElliotPowers<T>(x));
    return from_powers<Order>(x, detail::ElliotPowers<T>(steepness_, unit_, limit_, x));
  }

 private:
  template <int Order, class T, class Powers>
  SIGMAJET_FUNCTION Jet<T, Order> from_powers(const T& x, const Powers& powers) const {
    Jet<T, Order> jet;
    // On the left ½ sx/(1 + |sx|) + ½ = q/2 without the cancellation.
    const T half = T(0.5) * powers.q();
    jet.value = math::select(x < T(0), half, T(1) - half);
    if constexpr (Order >= 1) jet.d1 = T(0.5) * powers.first();
    if constexpr (Order >= 2) jet.d2 = detail::against_sign_of(x, powers.half_second());
    return detail::with_kink<Order>(x, steepness_, jet, 0.5, 0.5);
  }

  double steepness_;
  double unit_ = detail::bounding_unit(steepness_), limit_ = 2 / steepness_;
};

SIGMAJET_NAMESPACE_END
