#pragma once

#include <algorithm>
#include <cmath>

#include "sigmajet/math/powers_of_two.hpp"
#include "sigmajet/math/reciprocal.hpp"

/// @file
/// What the rational sigmoids share. With a steepness s and q = 1/(1 + |sx|),
///
///     |sx|/(1 + |sx|) = |sx| q = 1 − q,   and its derivatives by |x| are s q² and −2 s² q³.
///
/// All of them are products of powers of one reciprocal, whose rounding error is corrected at the end of each product
/// (reciprocal.hpp). The rest is range: sx may overflow where its products with q are numbers, and s q may underflow
/// where 2 s² q³ is a normal number.
///
/// There are two classes, for s = 1 and for any s, with the same members: q(), product() = |sx| q, first() = s q²,
/// second() = 2 s² q³ and half of it, which is finite where second() may not be.

SIGMAJET_NAMESPACE_BEGIN
namespace detail {

/// −sgn(x) magnitude, and +0 at x = ±0.
template <class T>
SIGMAJET_FUNCTION T against_sign_of(const T& x, const T& magnitude) {
  return math::select(x == T(0), T(0), math::with_sign_of(magnitude, -x));
}

/// The jet, but of a Number that is ±0 the one of offset + factor (u + u³) with u = sx. A formula of |x| has the slopes
/// of the right side there, where σ″ jumps; this one has 0 for it, and beside it those that both sides agree on.
template <int Order, class T, class Jet>
SIGMAJET_FUNCTION Jet with_kink(const T& x, double steepness, const Jet& jet, double offset = 0, double factor = 1) {
  if constexpr (math::is_pack<T>) {
    return jet;
  } else {
    if (!(x == T(0))) return jet;
    Jet at_zero;
    const T s(steepness), u = s * x, c(factor), value = c * (u + u * u * u);
    at_zero.value = offset == 0 ? value : T(offset) + value;
    if constexpr (Order >= 1) at_zero.d1 = c * s * (T(1) + T(3) * u * u);
    if constexpr (Order >= 2) at_zero.d2 = T(0) + T(6) * c * s * s * u;
    return at_zero;
  }
}

/// −|x|. Of a Number at least the lowest: the derivatives of an infinite one would be 0 · ∞.
template <class T>
SIGMAJET_FUNCTION T minus_finite_magnitude(const T& x) {
  if constexpr (math::is_pack<T>)
    return math::minus_abs(x);
  else
    return (math::max)(math::minus_abs(x), T(-math::largest<T>()));
}

/// q from the finite magnitude of x: of a Number 0 where x is infinite.
template <class T>
SIGMAJET_FUNCTION math::Reciprocal<T> zero_at_infinity(const T& x, const math::Reciprocal<T>& q) {
  if constexpr (math::is_pack<T>)
    return q;
  else
    return {math::select(T(math::largest<T>()) < math::abs(x), T(0), q.value()), q.excess()};
}

/// The powers for s = 1.
template <class T>
class UnitElliotPowers {
 public:
  /// For all x, but that product() is 0 where |x| is infinite.
  SIGMAJET_FUNCTION explicit UnitElliotPowers(const T& x)
      : UnitElliotPowers(math::abs(x), (math::min)(math::abs(x), T(math::largest<T>()))) {}

  /// For all x and every member but q(). |x| is cut where product() is 1 and first() is 0 already: an infinite one
  /// would make the product NaN.
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
  SIGMAJET_FUNCTION T half_second() const { return T(0.5) * second(); }

 private:
  /// A number whose reciprocal has a square that is rounded to 0.
  static SIGMAJET_FUNCTION math::ScalarOf<T> product_limit() {
    if constexpr (math::is_pack<T>)
      return math::ScalarOf<T>(std::is_same_v<math::ScalarOf<T>, float> ? 0x1p75 : 0x1p540);
    else
      return math::largest<T>();
  }

  /// From a magnitude that may be infinite, and a, the largest finite number then, of whose sum with 1 the error
  /// counts.
  SIGMAJET_FUNCTION UnitElliotPowers(const T& magnitude, const T& a)
      : a_(a),
        q_(zero_at_infinity(magnitude, math::reciprocal_from(T(1) / (T(1) + (math::is_pack<T> ? magnitude : a)),
                                                             (math::max)(a, T(1)), (math::min)(a, T(1)), T(1) + a))) {}

  T a_;
  math::Reciprocal<T> q_;
};

/// The powers for any s. With unit = bounding_unit(s), a power of two, q = unit/(unit + p) and p = unit·s·|x|, which is
/// finite; sx and p are kept in two words.
template <class T>
class ElliotPowers {
 public:
  /// limit is 2/s: beyond that |x|, q is below 1/2, and sx, which might overflow, does not count any more.
  SIGMAJET_FUNCTION ElliotPowers(double steepness, double unit, double limit, const T& x)
      : ElliotPowers(steepness, (std::max)(unit, double{least_unit}), limit, Lifts(unit), x) {}

  SIGMAJET_FUNCTION T q() const { return q_.correct(q_.value()); }
  SIGMAJET_FUNCTION T product() const {
    // As 1 − q where that does not cancel, because |sx| may overflow there.
    return math::select(q_.value() < T(0.5), T(1) - q(), q_.multiply(sx_));
  }
  SIGMAJET_FUNCTION T first() const { return q_.multiply(lifted_sq_, 2) * T(1 / lifts_.of_sq); }
  SIGMAJET_FUNCTION T second() const { return square_times_q(2); }
  SIGMAJET_FUNCTION T half_second() const { return square_times_q(1); }

 private:
  static constexpr bool is_float = std::is_same_v<math::ScalarOf<T>, float>;
  /// Smaller units than this have reciprocals that overflow. With this one p may do so, but only where q is 0.
  static constexpr double least_unit = is_float ? 0x1p-100 : 0x1p-1000;
  static constexpr double most_lift = is_float ? 0x1p32 : 0x1p64;

  /// times s² q³, as s q² times s q, since s² may overflow where the result does not.
  SIGMAJET_FUNCTION T square_times_q(int times) const {
    const T q = q_.value() * T(lifts_.of_q), factor = lifted_sq_.high * T(times * lifts_.factor);
    const auto sq2 = math::two_product(lifted_sq_.high, q);
    const T low = math::mul_add(lifted_sq_.low, q, math::mul_add(lifted_sq_.low, q, sq2.low));
    // A small product is lifted once more, so that its error is normal. The error of an infinite one is NaN.
    const T estimate = sq2.high * factor, one(1);
    const auto is_small = estimate < one;
    const T result = q_.multiply({sq2.high, low}, factor * math::select(is_small, T(most_lift), one), 3);
    const T unlifted = result * math::select(is_small, T(1 / most_lift), one);
    return math::select(unlifted == unlifted, unlifted, estimate) * T(lifts_.unlift);
  }

  /// Powers of two that keep the rounding errors of products normal where the products are not: those are 2^−24 or
  /// 2^−53 of the products, which 2^32 or 2^64 outweighs. Of a large s, s q is lifted less, and q instead.
  struct Lifts {
    double of_sq, of_q, factor, unlift;

    SIGMAJET_FUNCTION explicit Lifts(double unit)
        : of_sq((std::max)(1.0, (std::min)(unit * (is_float ? 0x1p62 : 0x1p510), double{most_lift}))) {
      const bool is_steep = unit < (is_float ? 0x1p-31 : 0x1p-255);
      of_q = is_steep ? most_lift : 1;
      // s² q³ = (s q of_sq) (q of_q) · (s q of_sq factor) · unlift. A gentle slope may be unlifted at the end, where a
      // steep one overflows.
      factor = is_steep ? 1 / (of_sq * of_sq * of_q) : 1 / of_sq;
      unlift = is_steep ? 1 : 1 / of_sq;
    }
  };

  SIGMAJET_FUNCTION ElliotPowers(double steepness, double unit, double limit, const Lifts& lifts, const T& x)
      : lifts_(lifts),
        // Of −|x|, which takes an operation less than |x|, and that one cuts it where sx would overflow.
        sx_(math::two_product(T(-steepness), (math::max)(minus_finite_magnitude(x), T(-limit)))),
        q_(zero_at_infinity(x, math::ratio_to_sum(T(unit), T(1 / unit),
                                                  math::two_product(T(-unit * steepness), minus_finite_magnitude(x))))),
        lifted_sq_(math::two_product(T(steepness * lifts.of_sq), q_.value())) {}

  Lifts lifts_;
  math::TwoWords<T> sx_;
  math::Reciprocal<T> q_;
  math::TwoWords<T> lifted_sq_;  // s q · lifts_.of_sq
};

}  // namespace detail
SIGMAJET_NAMESPACE_END
