#pragma once

#include "sigmajet/math/two_words.hpp"

/// @file
/// Reciprocals of sums that carry their rounding error along.
///
/// The rational activations are products of powers of r = 1/(a + b). Both the sum and the division are rounded, and a
/// product of three such factors would be wrong by up to three times their errors. But these are known: for the rounded
/// sum s and r rounded, the residual r s − 1 is exact by fma, and so is b − (s − a), what the sum has lost. Together
/// they give the share ε by which r is too large, to first order, and a product with r^n is corrected by 1 − nε at its
/// very end, in one operation. That leaves little more than the half ulp of one rounding, for four operations.

SIGMAJET_NAMESPACE_BEGIN
namespace math {

/// A reciprocal as value (1 − excess).
template <class T>
class Reciprocal {
 public:
  SIGMAJET_FUNCTION Reciprocal(const T& value, const T& excess) : value_(value), excess_(excess) {}

  /// The rounded reciprocal, a factor of the products below.
  SIGMAJET_FUNCTION const T& value() const { return value_; }
  /// The share by which value() is too large.
  SIGMAJET_FUNCTION const T& excess() const { return excess_; }

  /// product (1 − excess)^power, power ≤ 3, for a product that holds value() power times.
  SIGMAJET_FUNCTION T correct(const T& product, int power = 1) const {
    if constexpr (has_error_terms<T>)
      return negated_mul_add(product, times(power), product);
    else
      return product;
  }

  /// a b (1 − excess)^power, for factors of which one holds value() power times. The rounding error of a b is corrected
  /// too, so that the result is rounded little more than once.
  SIGMAJET_FUNCTION T multiply(const T& a, const T& b, int power) const {
    const T product = a * b;
    if constexpr (detail::has_fma && is_pack<T>)
      return mul_subtract(a, b, product * times(power));
    else if constexpr (has_error_terms<T>)
      return product + (product_error(a, b, product) - product * times(power));
    else
      return product;
  }
  /// The same for an a in two words.
  SIGMAJET_FUNCTION T multiply(const TwoWords<T>& a, const T& b, int power) const {
    const T product = a.high * b;
    if constexpr (detail::has_fma && is_pack<T>)
      return mul_add(a.high, b, negated_mul_add(product, times(power), a.low * b));
    else if constexpr (has_error_terms<T>)
      return product + (product_error(a.high, b, product) + a.low * b - product * times(power));
    else
      return product;
  }

  /// numerator · value() (1 − excess)^power, for a numerator that holds value() power − 1 times: by default the
  /// numerator divided by the sum.
  SIGMAJET_FUNCTION T multiply(const T& numerator, int power = 1) const { return multiply(numerator, value_, power); }
  SIGMAJET_FUNCTION T multiply(const TwoWords<T>& numerator, int power = 1) const {
    return multiply(numerator, value_, power);
  }

  /// a value() (1 − excess) in two words.
  SIGMAJET_FUNCTION TwoWords<T> multiply_in_two_words(const TwoWords<T>& a) const {
    const T product = a.high * value_;
    if constexpr (has_error_terms<T>) {
      const T rest = product_error(a.high, value_, product) + negated_mul_add(product, excess_, a.low * value_);
      const T high = product + rest;
      return {high, rest - (high - product)};
    } else {
      return {product, T(0)};
    }
  }

 private:
  /// power · excess by sums, which the processor computes beside the products.
  SIGMAJET_FUNCTION T times(int power) const {
    if (power == 1) return excess_;
    const T twice = excess_ + excess_;
    return power == 2 ? twice : twice + excess_;
  }

  T value_, excess_;
};

/// 1/(a + b) from sum, which is a + b rounded, and an approximation of its reciprocal within a few ulp; for a ≥ b ≥ 0.
template <class T>
SIGMAJET_FUNCTION Reciprocal<T> reciprocal_from(const T& approximation, const T& a, const T& b, const T& sum) {
  if constexpr (has_error_terms<T>) {
    const T lost = b - (sum - a);
    return {approximation, mul_add(approximation, lost, product_error(approximation, sum, T(1)))};
  } else {
    return {approximation, T(0)};
  }
}

/// 1/(a + b) for a ≥ b ≥ 0 with a finite sum; the excess of an infinite one is NaN.
template <class T>
SIGMAJET_FUNCTION Reciprocal<T> reciprocal_of_sum(const T& a, const T& b) {
  const T sum = a + b;
  return reciprocal_from(T(1) / sum, a, b, sum);
}

/// 1/(a + b) for a ≥ b ≥ 0; 0 where the sum is infinite.
template <class T>
SIGMAJET_FUNCTION Reciprocal<T> finite_reciprocal_of_sum(const T& a, const T& b) {
  const auto reciprocal = reciprocal_of_sum(a, b);
  return {reciprocal.value(), select(a + b <= T(largest<T>()), reciprocal.excess(), T(0))};
}

/// unit/(unit + p) for a p ≥ 0 in two words and a unit that is a power of two; 0 where p is infinite.
template <class T>
SIGMAJET_FUNCTION Reciprocal<T> ratio_to_sum(const T& unit, const T& inverse_unit, const TwoWords<T>& p) {
  const T ratio = unit / (unit + p.high);
  if constexpr (has_error_terms<T>) {
    // The excess is ratio (1 + p/unit) − 1, here times unit. Of the differences, those are exact that count.
    const T product = ratio * p.high;
    const T rest = (ratio * unit - (unit - product)) + product_error(ratio, p.high, product);
    const T excess = mul_add(ratio, p.low, rest) * inverse_unit;
    return {ratio, select(excess == excess, excess, T(0))};
  } else {
    return {ratio, T(0)};
  }
}

}  // namespace math
SIGMAJET_NAMESPACE_END
