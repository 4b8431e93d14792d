#pragma once

#include "sigmajet/math/arithmetic.hpp"

/// @file
/// Products of three numbers, which as two products may be 0, infinite or NaN where they are ordinary numbers: a second
/// derivative of 0 times two cotangents of 10^20, say, is 0, but their product is infinite in float.

SIGMAJET_NAMESPACE_BEGIN
namespace detail {

/// Whether every lane is at least 2^−(bias/2) and below 2^(bias/2 + 2), without its sign: whether its exponent is in
/// the middle half of the format's, by a sum that carries into the sign for just those.
template <class Scalar, int Lanes, int Count>
SIGMAJET_FUNCTION bool have_middle_exponents(const Pack<Scalar, Lanes, Count>& x) {
  using Bits = BitsOf<Scalar>;
  const Pack<Scalar, Lanes, Count> quarter(bit_cast<Scalar>(static_cast<Bits>(Bits(1) << (8 * sizeof(Scalar) - 2))));
  const auto carried = x.each(
      [](const auto& a, const auto& q) SIGMAJET_LAMBDA { return packet::add_bits(packet::shift_left<1>(a), q); }, x, quarter);
  if constexpr (Count > 1)
    return packet::all_negative(packet::bit_and(carried.registers.first, carried.registers.second));
  else
    return packet::all_negative(carried.registers.first);
}

}  // namespace detail

namespace math {

/// a b c with the first product that does not over- or underflow: an a above 1 meets the smaller of b and c first,
/// unless that gives a subnormal number, and one below 1 the larger.
template <class T>
SIGMAJET_FUNCTION T ordered_product(const T& a, const T& b, const T& c) {
  const auto is_smaller = abs(b) < abs(c);
  const T smaller = select(is_smaller, b, c), larger = select(is_smaller, c, b);
  const T smallest_normal((LimitsOf<T>::min)());
  const auto is_subnormal = (abs(a * smaller) < T(2) * smallest_normal) & (T(0) < abs(smaller));
  const auto is_larger_first = (abs(a) < T(1)) | is_subnormal;
  return a * select(is_larger_first, larger, smaller) * select(is_larger_first, smaller, larger);
}

/// a b c, of which only the result over- or underflows, symmetric in b and c to the last bit. Mostly that is a (b c); a
/// lane where b c is large or small takes the ordered product.
template <class T>
SIGMAJET_FUNCTION T triple_product(const T& a, const T& b, const T& c) {
  if constexpr (is_pack<T>) {
    const T bc = b * c;
    if (detail::have_middle_exponents(bc)) return a * bc;
    constexpr int half_bias = detail::exponent_bias<ScalarOf<T>> / 2;
    const auto is_moderate =
        (abs(bc) >= T(std::ldexp(1.0, -half_bias))) & (abs(bc) < T(std::ldexp(1.0, half_bias + 2)));
    return select(is_moderate, a * bc, ordered_product(a, b, c));
  } else {
    return ordered_product(a, b, c);
  }
}

}  // namespace math
SIGMAJET_NAMESPACE_END
