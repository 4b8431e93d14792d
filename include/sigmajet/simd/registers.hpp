#pragma once

#include <cstdint>
#include <cstring>
#include <type_traits>

#include <Eigen/Core>

#include "sigmajet/base/config.hpp"

/// @file
/// Which registers the target has, what it can do with them, and how the formats of their lanes are laid out.
///
/// A "register" is one of Eigen's packets, or a float or a double, which is a register of one lane. A lane is one of
/// the numbers in a register.

SIGMAJET_NAMESPACE_BEGIN
namespace detail {

// ---- what the target can do --------------------------------------------------------------------------------------

/// a b + c in one rounding is one instruction.
inline constexpr bool has_fma = SIGMAJET_HAS_FMA;
/// a 2^floor(k) is one instruction, which rounds once where the result is subnormal.
inline constexpr bool has_scale = SIGMAJET_HAS_AVX512;
/// A table of a few numbers stays in registers, from where one permutation reads it for all lanes.
inline constexpr bool has_register_table = SIGMAJET_HAS_AVX512;
/// Comparisons give a bit for each lane in a register of its own kind, not a register of numbers.
inline constexpr bool has_mask_registers = SIGMAJET_HAS_AVX512;

// ---- which registers there are -----------------------------------------------------------------------------------

template <class Scalar>
inline constexpr bool is_machine_scalar = std::is_same_v<Scalar, float> || std::is_same_v<Scalar, double>;

/// The type of a register's lanes.
template <class Register>
using LaneOf = typename Eigen::internal::unpacket_traits<Register>::type;

template <class Register>
inline constexpr int lanes_of = Eigen::internal::unpacket_traits<Register>::size;

/// The register of so many lanes among Register, its half, the half of that, and so on.
template <class Register, int Lanes, int Size>
struct NarrowerRegister {
  using Half = typename Eigen::internal::unpacket_traits<Register>::half;
  static_assert(!std::is_same_v<Half, Register>, "sigmajet: Eigen has no register of so many lanes for this target");
  using type = typename NarrowerRegister<Half, Lanes, lanes_of<Half>>::type;
};
template <class Register, int Lanes>
struct NarrowerRegister<Register, Lanes, Lanes> {
  using type = Register;
};

/// The register of so many lanes; of one lane, the scalar itself.
template <class Scalar, int Lanes>
struct RegisterOf : NarrowerRegister<typename Eigen::internal::packet_traits<Scalar>::type, Lanes,
                                     Eigen::internal::packet_traits<Scalar>::size> {};
template <class Scalar>
struct RegisterOf<Scalar, 1> {
  using type = Scalar;
};

/// Whether numbers of this type are computed several at a time.
template <class Scalar>
inline constexpr bool has_registers =
    SIGMAJET_HAS_REGISTERS && is_machine_scalar<Scalar> && Eigen::internal::packet_traits<Scalar>::Vectorizable;

/// The lanes of the widest register for Scalar.
template <class Scalar>
inline constexpr int widest_lanes = has_registers<Scalar> ? Eigen::internal::packet_traits<Scalar>::size : 1;

/// The lanes of the register that suits an array of a compile-time size (Eigen::Dynamic: the widest).
template <class Scalar, int Size>
inline constexpr int best_lanes =
    has_registers<Scalar> ? lanes_of<typename Eigen::internal::find_best_packet<Scalar, Size>::type> : 1;

// ---- how the formats are laid out --------------------------------------------------------------------------------

/// The unsigned integer as wide as a machine scalar.
template <class Scalar>
using BitsOf = std::conditional_t<sizeof(Scalar) == 4, std::uint32_t, std::uint64_t>;

template <class Scalar>
inline constexpr int mantissa_bits = std::is_same_v<Scalar, float> ? 23 : 52;
template <class Scalar>
inline constexpr int exponent_bias = std::is_same_v<Scalar, float> ? 127 : 1023;

/// 1.5 · 2^mantissa_bits. Numbers there are one unit apart, so that a number of magnitude below 2^(mantissa_bits − 2)
/// that is added to it is rounded to an integer, which then stands in the low bits of the sum. The half on top keeps
/// the sum in the same binade for negative numbers.
template <class Scalar>
inline constexpr Scalar integer_magic = std::is_same_v<Scalar, float> ? Scalar(12582912) : Scalar(6755399441055744);

/// The object of type To that has the bytes of `from`.
template <class To, class From>
SIGMAJET_FUNCTION To bit_cast(const From& from) {
  static_assert(sizeof(To) == sizeof(From), "bit_cast joins types of one size");
  To to;
  std::memcpy(&to, &from, sizeof to);
  return to;
}

}  // namespace detail
SIGMAJET_NAMESPACE_END
