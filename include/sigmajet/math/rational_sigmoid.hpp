#pragma once

#include <algorithm>
#include <cmath>

#include "sigmajet/math/reciprocal.hpp"

/// @file
/// What the rational sigmoids share: q = 1/(1 + |sx|) and its powers, for a steepness s.
///
/// The classes have the same members: q(), product() = |sx| q, first() = s q² and second() = 2 s² q³.

SIGMAJET_NAMESPACE_BEGIN
namespace detail {

/// The largest power of two that is at most 1 and at most 1/steepness: times it, sx overflows nowhere.
inline double elliot_unit(double steepness) {
  return steepness > 1 ? std::ldexp(1.0, -std::ilogb(steepness) - 1) : 1.0;
}

/// −sgn(x) magnitude, 0 at 0.
template <class T>
SIGMAJET_FUNCTION T against_sign_of(const T& x, const T& magnitude) {
  return math::select(x == T(0), T(0), math::with_sign_of(magnitude, -x));
}

/// s = 1.
template <class T>
class UnitElliotPowers {
 public:
  /// With q of all x, ±∞ included.
  SIGMAJET_FUNCTION explicit UnitElliotPowers(const T& x)
      : UnitElliotPowers(math::abs(x), (math::min)(math::abs(x), T(math::largest<T>()))) {}

  /// With a product of all x: |x| is cut where the product is 1 and q² is 0.
  static SIGMAJET_FUNCTION UnitElliotPowers for_product(const T& x) {
    const T a = (math::min)(math::abs(x), T(product_limit()));
    return {a, a};
  }

  SIGMAJET_FUNCTION T q() const { return q_.correct(q_.value()); }
  SIGMAJET_FUNCTION T product() const {
    if constexpr (math::is_pack<T>)
      return q_.correct(a_ * q_.value());
    else
      return math::select(a_ > T(1), T(1) - q(), a_ * q());
  }
  SIGMAJET_FUNCTION T first() const { return q_.correct(q_.value() * q_.value(), 2); }
  SIGMAJET_FUNCTION T second() const {
    const T square = q_.value() * q_.value();
    return q_.correct((square + square) * q_.value(), 3);
  }

 private:
  static SIGMAJET_FUNCTION math::ScalarOf<T> product_limit() {
    if constexpr (math::is_pack<T>)
      return math::ScalarOf<T>(std::is_same_v<math::ScalarOf<T>, float> ? 0x1p75 : 0x1p540);
    else
      return math::largest<T>();
  }

  SIGMAJET_FUNCTION UnitElliotPowers(const T& magnitude, const T& a)
      : a_(a),
        q_(math::reciprocal_from(T(1) / (T(1) + magnitude), (math::max)(a, T(1)), (math::min)(a, T(1)), T(1) + a)) {}

  T a_;
  math::Reciprocal<T> q_;
};

/// Any s.
template <class T>
class ElliotPowers {
 public:
  SIGMAJET_FUNCTION ElliotPowers(double steepness, double unit, const T& x)
      : inverse_unit_(1 / unit),
        sx_(math::two_product(T(steepness), math::abs(x))),
        p_(math::two_product(T(unit * steepness), math::abs(x))),
        q_(math::ratio_to_sum(T(unit), inverse_unit_, p_)),
        sq_(math::two_product(T(steepness * lift(unit)), q_.value())),
        scale_(1 / lift(unit)) {}

  SIGMAJET_FUNCTION T q() const { return q_.correct(q_.value()); }
  SIGMAJET_FUNCTION T product() const {
    // 1 − q where that does not cancel and |sx| may overflow.
    return math::select(q_.value() < T(0.5), T(1) - q(), q_.multiply(sx_));
  }
  SIGMAJET_FUNCTION T first() const { return q_.multiply(sq_, 2) * scale_; }
  SIGMAJET_FUNCTION T second() const {
    const T twice = sq_.high + sq_.high;
    const auto square = math::two_product(twice, sq_.high);
    const T low = math::mul_add(twice + twice, sq_.low, square.low);
    return q_.multiply({square.high, low}, 3) * scale_ * scale_;
  }

 private:
  /// A power of two that keeps the rounding errors of products normal where the products are not, as far as the square
  /// of the steepness allows.
  static constexpr double lift(double unit) {
    constexpr bool is_float = std::is_same_v<math::ScalarOf<T>, float>;
    return (std::max)(1.0, (std::min)(unit * (is_float ? 0x1p62 : 0x1p510), is_float ? 0x1p32 : 0x1p64));
  }

  T inverse_unit_;
  math::TwoWords<T> sx_, p_;
  math::Reciprocal<T> q_;
  // s q in units of scale
  math::TwoWords<T> sq_;
  T scale_;
};

}  // namespace detail
SIGMAJET_NAMESPACE_END
