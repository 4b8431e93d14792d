#pragma once

#include "sigmajet/math/exp.hpp"

/// @file
/// The exponentials of numbers relative to their maximum: e^{x − shift} with a shift near the maximum, so that neither
/// the largest of them overflows nor all of them underflow.
///
/// The shift is free, because softmax divides by the sum of the exponentials, and it is chosen so that subtracting it
/// costs nothing. Rounding x − maximum would: e^d turns an absolute error of d into a relative one, and half an ulp of
/// d = −80 makes 40 ulp of e^d. So where x − maximum would be rounded, nothing is subtracted: e^x is computed from x
/// itself and multiplied by 2^−k with k = maximum/ln 2 rounded to an integer, exactly. The power joins the one that the
/// exponential multiplies by anyway, so that e^x itself, which may overflow, never appears. The shift is then k ln 2,
/// within ln 2 / 2 of the maximum.
///
/// Where x − maximum is exact, the maximum is subtracted. Take floats. They are multiples of 2^−17 from 64 on, and a
/// multiple of 2^−17 below 128 is a float; e^d is a normal number down to about d = −88. So, as far as its exponential
/// is a normal number, the difference is exact where the maximum is at most −64, and where it is at least 64 + 88:
/// there every x within 88 of it is at least 64. In between, |x| is at most 64 + 88, where e^x is accurate. In double
/// the same holds with 512, multiples of 2^−43 and 709.

SIGMAJET_NAMESPACE_BEGIN
namespace detail {

/// Where the difference of x and a maximum is exact.
template <class Scalar>
struct ShiftConstants;

template <>
struct ShiftConstants<float> {
  /// A difference below 2·exact_from of numbers beyond ±exact_from is exact.
  static constexpr float exact_from = 64;
  /// e^{−depth} is about the smallest normal number.
  static constexpr float depth = 88;
};
template <>
struct ShiftConstants<double> {
  static constexpr double exact_from = 512;
  static constexpr double depth = 709;
};

}  // namespace detail

namespace math {

/// x ↦ e^{x − shift} for a shift near the maximum that it is made with: within an ulp where x is at most 32 above that
/// maximum and the result is a normal number; 0 at x = −inf, NaN at NaN. An infinite maximum makes NaN of itself. A
/// number that is no pack subtracts the maximum.
template <class T>
class ShiftedExponential {
 public:
  ShiftedExponential() = default;
  SIGMAJET_FUNCTION explicit ShiftedExponential(const T& maximum) {
    if constexpr (is_pack<T>) {
      using Shift = detail::ShiftConstants<Scalar>;
      using Constants = detail::ExpConstants<Scalar>;
      const T zero(0), magic(detail::integer_magic<Scalar>), decay(-decay_limit<T>());
      // −exact_from < maximum < exact_from + depth, by its distance from the middle.
      const auto is_near_zero = abs(maximum - T(Shift::depth / 2)) < T(Shift::exact_from + Shift::depth / 2);
      subtrahend_ = select(is_near_zero, zero, maximum);
      lowest_ = select(is_near_zero, maximum + decay, decay);
      // 0 for any other maximum, of which the product may overflow.
      power_ = magic - mul_add(select(is_near_zero, maximum, zero), T(Constants::log2_e), magic);
    } else {
      subtrahend_ = maximum;
    }
  }

  /// e^{x − shift}. What is below the lowest argument has the exponential 0 as that has, but its power of two would be
  /// beyond the range of `scale`. What is more than 64 above the maximum, which was a guess then, has the exponential
  /// of that: far too large for a sum that passes as moderate, and no overflow.
  SIGMAJET_FUNCTION T operator()(const T& x) const {
    if constexpr (is_pack<T>)
      return exponential((min)((max)(x - subtrahend_, lowest_), lowest_ + T(decay_limit<T>() + Scalar(64))));
    else
      return T(detail::exp_of((x - subtrahend_).value));
  }

  /// e^{maximum − shift} of the maximum that this was made with: between 1/√2 and √2, and exactly 1 where the maximum
  /// is the shift, infinite or not.
  SIGMAJET_FUNCTION T at_maximum(const T& maximum) const {
    return select(subtrahend_ == maximum, T(1), (*this)(maximum));
  }

 private:
  using Scalar = ScalarOf<T>;

  /// 2^power e^y within 0.75 ulp, for y from lowest_ on.
  SIGMAJET_FUNCTION T exponential(const T& y) const {
    const auto parts = exponential_parts(y);
    const T scaled = scale(parts.table, parts.exponent + power_);
    return mul_add(scaled, parts.fraction, scaled);
  }

  // shift = subtrahend − power ln 2; of the two, one is 0.
  T subtrahend_, lowest_, power_;
};

}  // namespace math
SIGMAJET_NAMESPACE_END
