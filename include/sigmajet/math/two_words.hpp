#pragma once

#include <limits>
#include <type_traits>

#include "sigmajet/math/arithmetic.hpp"

/// @file
/// Numbers in two words: the unevaluated sum of a number and of what its rounding lost.
///
/// The rounding error of a product is itself a number of the format (unless it underflows), and so it can be computed:
/// by the fused operation, a b − p for the rounded product p is exact. Without that operation both factors are cut in
/// halves whose products are exact (Dekker, Numerische Mathematik 18, 1971). A kernel carries such an error along where
/// the next step would amplify it: e^{x²}, say, turns half an ulp of x² into x²/2 ulp.

SIGMAJET_NAMESPACE_BEGIN
namespace math {

/// x without the low half of its significand, so that products of two such halves are exact. Of a pack by its bits; of
/// another number by Veltkamp's product with 2^s + 1, whose rounding cuts at s bits, half of the format's.
template <class T>
SIGMAJET_FUNCTION T upper_half(const T& x) {
  using Scalar = ScalarOf<T>;
  if constexpr (is_pack<T>) {
    using Bits = detail::BitsOf<Scalar>;
    constexpr int low_bits = std::is_same_v<Scalar, float> ? 12 : 27;
    const T mask(detail::bit_cast<Scalar>(static_cast<Bits>(~Bits(0) << low_bits)));
    return T::each([](const auto& a, const auto& m) SIGMAJET_LAMBDA { return detail::packet::bit_and(a, m); }, x, mask);
  } else {
    T power(1);
    for (int i = 0; i < (LimitsOf<T>::digits + 1) / 2; ++i) power = power + power;
    const T shifted = (power + T(1)) * x;
    return shifted - (shifted - x);
  }
}

/// a b − p for a p near a b, the rounding error of a product: exact unless it underflows. It is NaN in a pack where the
/// product is infinite. It is 0 for a Number that overflows, or whose type does not round to a number of bits.
template <class T>
SIGMAJET_FUNCTION T product_error(const T& a, const T& b, const T& p) {
  if constexpr (detail::has_fma && is_pack<T>) {
    return mul_subtract(a, b, p);
  } else if constexpr (has_error_terms<T>) {
    const T a_high = upper_half(a), a_low = a - a_high;
    const T b_high = upper_half(b), b_low = b - b_high;
    const T error = (((a_high * b_high - p) + a_high * b_low) + a_low * b_high) + a_low * b_low;
    if constexpr (is_pack<T>)
      return error;
    else
      return select(error == error, error, T(0));
  } else {
    return T(0);
  }
}

/// a b − c, with the error of one rounding also where the difference cancels: there the rounding error of the product
/// would be most of the result.
template <class T>
SIGMAJET_FUNCTION T product_minus(const T& a, const T& b, const T& c) {
  if constexpr (detail::has_fma && is_pack<T>) {
    return mul_subtract(a, b, c);
  } else {
    const T product = a * b;
    return (product - c) + product_error(a, b, product);
  }
}

/// A number as the unevaluated sum high + low, where low is at most an ulp of high.
template <class T>
struct TwoWords {
  T high, low;
};

/// a + b in two words, whichever is the larger (Knuth).
template <class T>
SIGMAJET_FUNCTION TwoWords<T> two_sum(const T& a, const T& b) {
  const T high = a + b, of_b = high - a;
  return {high, (a - (high - of_b)) + (b - of_b)};
}

/// The sum of two numbers in two words, of which no bit below the fourth part of high's last one squared is lost: of
/// numbers of one sign it is within 3 u² of the exact sum, where u is half an ulp of 1.
template <class T>
SIGMAJET_FUNCTION TwoWords<T> sum(const TwoWords<T>& a, const TwoWords<T>& b) {
  const auto words = two_sum(a.high, b.high);
  const T low = words.low + (a.low + b.low), high = words.high + low;
  return {high, low - (high - words.high)};
}

/// a b in two words.
template <class T>
SIGMAJET_FUNCTION TwoWords<T> two_product(const T& a, const T& b) {
  const T high = a * b;
  return {high, product_error(a, b, high)};
}

/// −a b for an a in two words, rounded little more than once. A zero is +0, whatever the signs of a and b.
template <class T>
SIGMAJET_FUNCTION T minus_product(const TwoWords<T>& a, const T& b) {
  if constexpr (detail::has_fma && is_pack<T>) {
    return negated_mul_add(a.high, b, negated_mul_add(a.low, b, T(0)));
  } else {
    const T product = a.high * b;
    return (T(0) - product) - (product_error(a.high, b, product) + a.low * b);
  }
}

}  // namespace math
SIGMAJET_NAMESPACE_END
