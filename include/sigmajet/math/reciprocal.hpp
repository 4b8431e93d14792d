#pragma once

#include "sigmajet/math/arithmetic.hpp"

SIGMAJET_NAMESPACE_BEGIN
namespace math {

/// A reciprocal as value (1 − excess), where the error of its sum and of its division is known to first order. Applied
/// last, in one operation, that leaves half an ulp of a whole product instead of one or two per factor.
template <class T>
class Reciprocal {
 public:
  SIGMAJET_FUNCTION Reciprocal(const T& value, const T& excess) : value_(value), excess_(excess) {}

  /// The uncorrected value, a factor of the products below.
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
  /// a b (1 − excess)^power, for a product that holds value() power times: rounded little more than once.
  SIGMAJET_FUNCTION T multiply(const TwoWords<T>& a, const T& b, int power) const {
    const T product = a.high * b;
#if SIGMAJET_HAS_FMA
    if constexpr (is_pack<T>) return mul_add(a.high, b, negated_mul_add(product, times(power), a.low * b));
#endif
    if constexpr (has_error_terms<T>)
      return product + (product_error(a.high, b, product) + a.low * b - product * times(power));
    else
      return product;
  }
  SIGMAJET_FUNCTION T multiply(const T& a, const T& b, int power) const {
    const T product = a * b;
#if SIGMAJET_HAS_FMA
    if constexpr (is_pack<T>) return mul_subtract(a, b, product * times(power));
#endif
    if constexpr (has_error_terms<T>)
      return product + (product_error(a, b, product) - product * times(power));
    else
      return product;
  }
  /// The same with value() for b.
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
  /// By sums, which run beside the products.
  SIGMAJET_FUNCTION T times(int power) const {
    if (power == 1) return excess_;
    const T twice = excess_ + excess_;
    return power == 2 ? twice : twice + excess_;
  }

  T value_, excess_;
};

/// The reciprocal of sum = a + b rounded, a ≥ b ≥ 0, from an approximation of a few ulp.
template <class T>
SIGMAJET_FUNCTION Reciprocal<T> reciprocal_from(const T& approximation, const T& a, const T& b, const T& sum) {
  if constexpr (has_error_terms<T>) {
    const T lost = b - (sum - a);
    return {approximation, mul_add(approximation, lost, product_error(approximation, sum, T(1)))};
  } else {
    return {approximation, T(0)};
  }
}

/// 1/(a + b) for a ≥ b ≥ 0.
template <class T>
SIGMAJET_FUNCTION Reciprocal<T> reciprocal_of_sum(const T& a, const T& b) {
  const T sum = a + b;
  return reciprocal_from(T(1) / sum, a, b, sum);
}

/// The same; 0 where the sum is infinite.
template <class T>
SIGMAJET_FUNCTION Reciprocal<T> finite_reciprocal_of_sum(const T& a, const T& b) {
  const auto reciprocal = reciprocal_of_sum(a, b);
  return {reciprocal.value(), select(a + b <= T(largest<T>()), reciprocal.excess(), T(0))};
}

/// e/(1 + e) for 0 ≤ e ≤ 1, rounded little more than once.
template <class T>
SIGMAJET_FUNCTION T ratio_to_one_plus(const T& e) {
  const T sum = T(1) + e, ratio = e / sum;
  if constexpr (has_error_terms<T>) {
    // ratio (1 + e) − e, whose first difference is exact: ratio is between e/2 and e.
    const T residual = mul_add(ratio, e, ratio - e);
    return negated_mul_add(residual, T(1) - ratio, ratio);
  } else {
    return ratio;
  }
}

/// unit/(unit + p) for p = high + low ≥ 0 and a unit that is a power of two; 0 where p is infinite.
template <class T>
SIGMAJET_FUNCTION Reciprocal<T> ratio_to_sum(const T& unit, const T& inverse_unit, const TwoWords<T>& p) {
  const T ratio = unit / (unit + p.high);
  if constexpr (has_error_terms<T>) {
    // ratio (1 + p/unit) − 1; the differences lose nothing that counts.
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
