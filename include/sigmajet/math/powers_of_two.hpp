#pragma once

#include <cmath>

#include "sigmajet/math/arithmetic.hpp"

/// @file
/// What packs do with the exponents of their numbers: multiply by a power of two, take a number apart into significand
/// and exponent, and read a table by the low bits of a number. All of it works on the bits of the formats, and takes
/// packs alone.

SIGMAJET_NAMESPACE_BEGIN
namespace detail {

/// The largest power of two that is at most 1 and at most 1/factor: times it, products with the factor overflow
/// nowhere.
inline double bounding_unit(double factor) { return factor > 1 ? std::ldexp(1.0, -std::ilogb(factor) - 1) : 1.0; }

}  // namespace detail

namespace math {

/// x 2^k, rounded once also where the result is subnormal, for a normal |x| ≥ 1/2 or x = 0, and a k ≤ exponent_bias for
/// which 2^{k/3} is normal. k is an integer; where the target has an instruction that scales, it floors any k.
template <class T>
SIGMAJET_FUNCTION T scale(const T& x, const T& k) {
  return T::each([](const auto& a, const auto& b) SIGMAJET_LAMBDA { return detail::packet::scale(a, b); }, x, k);
}

/// 2^k for an integer k among the exponents of normal numbers.
template <class T>
SIGMAJET_FUNCTION T power_of_two(const T& k) {
  return T::each([](const auto& a) SIGMAJET_LAMBDA { return detail::packet::power_of_two(a); }, k);
}

template <class T>
struct Split {
  T significand, exponent;
};

/// x = significand · 2^exponent with the significand in [3/4, 3/2), for a positive normal x.
template <class T>
SIGMAJET_FUNCTION Split<T> split(const T& x) {
  using Scalar = ScalarOf<T>;
  constexpr int bits = detail::mantissa_bits<Scalar>;
  using Bits = detail::BitsOf<Scalar>;
  // Half an exponent step, added to the bits of x, carries into the exponent from 3/2 on.
  const T half_step(detail::bit_cast<Scalar>(static_cast<Bits>(Bits(1) << (bits - 1))));
  const T one(1), magic(detail::integer_magic<Scalar>);
  const T biased =
      T::each([](const auto& a,
                 const auto& h)
                  SIGMAJET_LAMBDA { return detail::packet::shift_right<bits>(detail::packet::add_bits(a, h)); },
              x, half_step);
  // The exponent is taken from the bits of x, and that of 1 put in its place.
  const T significand = T::each(
      [](const auto& a, const auto& e, const auto& o) SIGMAJET_LAMBDA {
        return detail::packet::add_bits(detail::packet::subtract_bits(a, detail::packet::shift_left<bits>(e)), o);
      },
      x, biased, one);
  // The biased exponent is an integer; in the low bits of the magic number it becomes a floating-point number.
  const T exponent =
      T::each([](const auto& e, const auto& m) SIGMAJET_LAMBDA { return detail::packet::add_bits(e, m); }, biased, magic) -
      T(detail::integer_magic<Scalar> + Scalar(detail::exponent_bias<Scalar>));
  return {significand, exponent};
}

/// Table[the low bits of index], of a constant array of 2^n entries; one instruction where has_register_table.
template <const auto& Table, class T>
SIGMAJET_FUNCTION T lookup(const T& index) {
  return T::each([](const auto& i) SIGMAJET_LAMBDA { return detail::packet::lookup(Table, i); }, index);
}

}  // namespace math
SIGMAJET_NAMESPACE_END
