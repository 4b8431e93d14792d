#pragma once

#include "sigmajet/simd/neon.hpp"
#include "sigmajet/simd/operations.hpp"
#include "sigmajet/simd/x86.hpp"

/// @file
/// Functions of registers that are made of operations.
///
/// They stand here, behind the overloads of x86.hpp and neon.hpp, and must stay behind them. The registers of x86 and
/// Arm are types of the compiler, which belong to no namespace, so that argument-dependent look-up finds nothing for
/// them: a template sees only the overloads that are declared above it. Were one of the functions below moved into
/// operations.hpp, it would still compile, and without a word take the generic operation, lane by lane.

SIGMAJET_NAMESPACE_BEGIN
namespace detail {
namespace packet {

/// c − a b in one rounding.
template <class Register>
SIGMAJET_FUNCTION Register fused_negated_multiply_add(const Register& a, const Register& b, const Register& c) {
  return fused_multiply_add(negate(a), b, c);
}
/// a b − c in one rounding.
template <class Register>
SIGMAJET_FUNCTION Register fused_multiply_subtract(const Register& a, const Register& b, const Register& c) {
  return fused_multiply_add(a, b, negate(c));
}

/// a with the sign bit flipped where that of b is set.
template <class Register>
SIGMAJET_FUNCTION Register flip_sign(const Register& a, const Register& b) {
  return bit_xor(a, bit_and(b, broadcast<Register>(LaneOf<Register>(-0.0))));
}

/// 2^k for an integer k within the exponents of normal numbers. The sum's low bits hold the biased exponent, which the
/// shift moves to its place and by which it drops all others.
template <class Register>
SIGMAJET_FUNCTION Register power_of_two(const Register& k) {
  using Scalar = LaneOf<Register>;
  const auto biased = broadcast<Register>(integer_magic<Scalar> + Scalar(exponent_bias<Scalar>));
  return shift_left<mantissa_bits<Scalar>>(add(k, biased));
}

/// a 2^k for an integer k ≥ −3·exponent_bias + 6 and a normal |a| ≥ 1/2, rounded once also where the result is
/// subnormal. In three steps, because 2^k itself need not be a number: the first two powers of two leave a normal, and
/// only the third product rounds.
template <class Register>
SIGMAJET_FUNCTION Register scale(const Register& a, const Register& k) {
  using Scalar = LaneOf<Register>;
  const auto magic = broadcast<Register>(integer_magic<Scalar>);
  const auto third = subtract(add(multiply(k, broadcast<Register>(Scalar(1.0 / 3))), magic), magic);
  const auto power = power_of_two(third);
  return multiply(multiply(multiply(a, power), power), power_of_two(subtract(subtract(k, third), third)));
}

/// table[the low bits of index].
template <class Scalar, std::size_t Size, class Register>
SIGMAJET_FUNCTION Register lookup(const Scalar (&table)[Size], const Register& index) {
  static_assert((Size & (Size - 1)) == 0, "lookup takes a table of 2^n entries");
  return lane_by_lane<Register>(
      [&](Scalar i) { return table[static_cast<std::size_t>(bit_cast<BitsOf<Scalar>>(i) & (Size - 1))]; }, index);
}

}  // namespace packet
}  // namespace detail
SIGMAJET_NAMESPACE_END
