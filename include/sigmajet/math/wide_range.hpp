#pragma once

#include "sigmajet/math/powers_of_two.hpp"
#include "sigmajet/math/two_words.hpp"

/// @file
/// Numbers that neither overflow nor underflow. Where each parameter of a function may be any number of the format,
/// quotients and products of them leave its range long before the result does. So each number carries an exponent of
/// its own, as a number of the format, which is exact up to millions. It also has two words, so that a dozen operations
/// round little more than once, at their end.

SIGMAJET_NAMESPACE_BEGIN
namespace math {

/// (high + low) 2^exponent, where |high| is 0 or about 1. For packs.
template <class T>
struct Wide {
  T high, low, exponent;

  Wide() = default;
  SIGMAJET_FUNCTION Wide(const T& first, const T& second, const T& power) : high(first), low(second), exponent(power) {}

  /// x, which may be a zero, subnormal or infinite, but no NaN.
  SIGMAJET_FUNCTION explicit Wide(const T& x) : low(0) {
    using Scalar = ScalarOf<T>;
    const T magnitude = abs(x), normal_from((LimitsOf<T>::min)()), normal_to(largest<T>());
    const auto is_small = magnitude < normal_from, is_infinite = normal_to < magnitude;
    const T normal = select(is_small, (min)(magnitude, T(1)) * T(Scalar(0x1p64)), select(is_infinite, T(1), magnitude));
    const auto parts = split(normal);
    const auto is_zero = x == T(0);
    high = select(is_zero, T(0), with_sign_of(parts.significand, x));
    exponent =
        select(is_zero, T(-beyond), select(is_infinite, T(beyond), parts.exponent - select(is_small, T(64), T(0))));
  }

  /// A number in two words between 2^−100 and 2^100, or 0.
  SIGMAJET_FUNCTION explicit Wide(const TwoWords<T>& x) : Wide(x.high) {
    low = x.low * power_of_two(clamp_keep_nan(-exponent, T(-100), T(100)));
  }

  friend SIGMAJET_FUNCTION Wide operator*(const Wide& a, const Wide& b) {
    const auto product = two_product(a.high, b.high);
    return {product.high, product.low + mul_add(a.high, b.low, a.low * b.high), a.exponent + b.exponent};
  }
  friend SIGMAJET_FUNCTION Wide operator/(const Wide& a, const Wide& b) {
    const T inverse = T(1) / b.high, high = a.high * inverse;
    const T rest = negated_mul_add(high, b.low, a.low) - product_error(high, b.high, a.high);
    return {high, rest * inverse, a.exponent - b.exponent};
  }
  friend SIGMAJET_FUNCTION Wide operator+(const Wide& a, const Wide& b) {
    const T exponent = (max)(a.exponent, b.exponent);
    const T of_a = plain_power(a.exponent - exponent), of_b = plain_power(b.exponent - exponent);
    const auto words = two_sum(a.high * of_a, b.high * of_b);
    return {words.high, words.low + mul_add(a.low, of_a, b.low * of_b), exponent};
  }
  friend SIGMAJET_FUNCTION Wide operator-(const Wide& a) { return {-a.high, -a.low, a.exponent}; }
  friend SIGMAJET_FUNCTION Wide operator-(const Wide& a, const Wide& b) { return a + -b; }

  /// The number in the format: rounded once, and once more where it is subnormal.
  SIGMAJET_FUNCTION T rounded() const {
    const T limit(3 * detail::exponent_bias<ScalarOf<T>> - 8);
    return scale(high + low, clamp_keep_nan(exponent, -limit, limit));
  }
  /// Two words of the format, of a magnitude between 2^−limit and 2^limit, to which other exponents are moved.
  SIGMAJET_FUNCTION TwoWords<T> plain(int limit) const {
    const T power = power_of_two(clamp_keep_nan(exponent, T(-limit), T(limit)));
    return {high * power, low * power};
  }

 private:
  /// The exponents of 0 and ∞: beyond those of all results, and so small that sums of some are exact.
  static constexpr int beyond = 1 << 18;

  /// 2^k of a k ≤ 0, where a term so small that it does not count may be taken for a larger one that counts as little.
  static SIGMAJET_FUNCTION T plain_power(const T& k) {
    return power_of_two((max)(k, T(16 - detail::exponent_bias<ScalarOf<T>>)));
  }
};

/// mask ? yes : no, lane by lane.
template <class Mask, class T>
SIGMAJET_FUNCTION Wide<T> select(const Mask& mask, const Wide<T>& yes, const Wide<T>& no) {
  return {select(mask, yes.high, no.high), select(mask, yes.low, no.low), select(mask, yes.exponent, no.exponent)};
}

}  // namespace math
SIGMAJET_NAMESPACE_END
