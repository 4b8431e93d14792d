#pragma once

#include <cmath>

#include "sigmajet/activation.hpp"
#include "sigmajet/math/rational_sigmoid.hpp"

SIGMAJET_NAMESPACE_BEGIN

/// σ(x) = sx/(1 + |sx|), σ′ = s/(1 + |sx|)², σ″ = −2 sgn(x) s²/(1 + |sx|)³, with σ″(0) = 0; s is the steepness.
class SymmetricElliot : public Elementwise<SymmetricElliot> {
 public:
  static constexpr const char* name = "symmetric_elliot";
  static constexpr bool is_memory_bound = true;

  /// @throws std::invalid_argument unless steepness is finite and > 0.
  explicit SymmetricElliot(double steepness = 1)
      : steepness_(detail::checked_parameter(std::isfinite(steepness) && steepness > 0, "SymmetricElliot", "steepness",
                                             "finite and > 0", steepness)) {}

  double steepness() const { return steepness_; }
  std::array<Parameter, 1> parameters() const { return {{{"steepness", steepness_}}}; }

  template <class Scalar>
  static constexpr ErrorBounds error_bounds() {
    return {1.5, 1.5, 2};
  }

  template <int Order, class T>
  SIGMAJET_FUNCTION Jet<T, Order> kernel(const T& x) const {
    if (steepness_ == 1) return from_powers<Order>(x, detail::UnitElliotPowers<T>::for_product(x));
    return from_powers<Order>(x, detail::ElliotPowers<T>(steepness_, unit_, limit_, x));
  }

 private:
  template <int Order, class T, class Powers>
  SIGMAJET_FUNCTION Jet<T, Order> from_powers(const T& x, const Powers& powers) const {
    Jet<T, Order> jet;
    jet.value = math::with_sign_of(powers.product(), x);
    if constexpr (Order >= 1) jet.d1 = powers.first();
    if constexpr (Order >= 2) jet.d2 = detail::against_sign_of(x, powers.second());
    return detail::with_kink<Order>(x, steepness_, jet);
  }

  double steepness_;
  double unit_ = detail::bounding_unit(steepness_), limit_ = 2 / steepness_;
};

SIGMAJET_NAMESPACE_END
