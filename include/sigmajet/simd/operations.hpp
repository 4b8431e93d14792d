#pragma once

#include <cmath>
#include <type_traits>

#include "sigmajet/simd/barrier.hpp"
#include "sigmajet/simd/fused.hpp"

/// @file
/// Every operation on registers, once and for any register: by Eigen's function, or lane by lane where Eigen has none.
///
/// x86.hpp and neon.hpp overload some of them with the instructions of these processors. Functions made of several
/// operations stand in composed.hpp, which says why. Include that one.

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic push
// load_first and store_first stop at the end of a fixed-size array, which g++ does not see.
#pragma GCC diagnostic ignored "-Warray-bounds"
#endif

SIGMAJET_NAMESPACE_BEGIN
namespace detail {
namespace packet {

// ---- memory ------------------------------------------------------------------------------------------------------

/// The same number in every lane.
template <class Register, class Scalar>
SIGMAJET_FUNCTION Register broadcast(Scalar value) {
  return Eigen::internal::pset1<Register>(value);
}
/// The numbers at any address.
template <class Register, class Scalar>
SIGMAJET_FUNCTION Register load(const Scalar* from) {
  return Eigen::internal::ploadu<Register>(from);
}
template <class Scalar, class Register>
SIGMAJET_FUNCTION void store(Scalar* to, const Register& value) {
  Eigen::internal::pstoreu(to, value);
}

/// The first count ≤ lanes numbers at an address, and in the other lanes those of fill. Memory behind them is not read.
template <class Register, class Scalar>
SIGMAJET_FUNCTION Register load_first(const Scalar* from, int count, const Register& fill) {
  Scalar lane[lanes_of<Register>];
  store(lane, fill);
  for (int i = 0; i < count; ++i) lane[i] = from[i];
  return load<Register>(static_cast<const Scalar*>(lane));
}
/// Writes the first count ≤ lanes numbers of a register. Memory behind them is not written.
template <class Scalar, class Register>
SIGMAJET_FUNCTION void store_first(Scalar* to, int count, const Register& value) {
  Scalar lane[lanes_of<Register>];
  store(lane, value);
  for (int i = 0; i < count; ++i) to[i] = lane[i];
}

/// Asks for the cache line at an address, which need not exist.
template <bool ForWriting>
SIGMAJET_FUNCTION void prefetch([[maybe_unused]] std::intptr_t address) {
#if defined(__GNUC__) && !defined(__CUDA_ARCH__)
  __builtin_prefetch(reinterpret_cast<const void*>(address), ForWriting);
#endif
}

/// True where `stream` passes the caches by.
template <class Register>
inline constexpr bool streams = false;
/// Writes a register to an address that is a multiple of its size, past the caches where the target can.
template <class Scalar, class Register>
SIGMAJET_FUNCTION void stream(Scalar* to, const Register& value) {
  store(to, value);
}
/// Other threads see what was streamed before this call before they see what is written after it.
inline void fence() {
#if defined(EIGEN_VECTORIZE_SSE2)
  _mm_sfence();
#endif
}

/// Applies a function of numbers to the lanes one by one: the way of every operation for which there is no instruction.
template <class Register, class Function, class... Registers>
SIGMAJET_FUNCTION Register lane_by_lane(Function function, const Registers&... registers) {
  constexpr int lanes = lanes_of<Register>;
  struct Lanes {
    LaneOf<Register> lane[lanes];
  };
  const auto spread = [](const auto& from) {
    Lanes to;
    store(to.lane, from);
    return to;
  };
  Lanes result;
  [&](const auto&... argument) {
    for (int i = 0; i < lanes; ++i) result.lane[i] = function(argument.lane[i]...);
  }(spread(registers)...);
  return load<Register>(result.lane);
}

/// The sum of the lanes, in an order of the target's own.
template <class Register>
SIGMAJET_FUNCTION auto sum_of_lanes(const Register& a) {
  if constexpr (is_machine_scalar<Register>)
    return a;
  else
    return Eigen::internal::predux(a);
}
/// The largest of the lanes; any of them where one is NaN.
template <class Register>
SIGMAJET_FUNCTION auto largest_lane(const Register& a) {
  if constexpr (is_machine_scalar<Register>)
    return a;
  else
    return Eigen::internal::predux_max(a);
}

// ---- arithmetic --------------------------------------------------------------------------------------------------

// clang takes back -ffast-math for operators between the pragmas of config.hpp, but not inside its intrinsics, which
// are functions of its own headers. On POWER, Eigen multiplies by a function for which g++ takes one of two
// instructions, of which one flushes subnormal numbers. Hence operators there, and elsewhere Eigen's functions, since
// registers need not have operators.
#if defined(__clang__) || defined(EIGEN_VECTORIZE_VSX)
#define SIGMAJET_ARITHMETIC(name, operation, function)                    \
  template <class Register>                                               \
  SIGMAJET_FUNCTION Register name(const Register& a, const Register& b) { \
    return a operation b;                                                 \
  }
#else
#define SIGMAJET_ARITHMETIC(name, operation, function)                    \
  template <class Register>                                               \
  SIGMAJET_FUNCTION Register name(const Register& a, const Register& b) { \
    return Eigen::internal::function(a, b);                               \
  }
#endif
SIGMAJET_ARITHMETIC(add, +, padd)
SIGMAJET_ARITHMETIC(subtract, -, psub)
SIGMAJET_ARITHMETIC(divide, /, pdiv)
SIGMAJET_ARITHMETIC(contractible_product, *, pmul)
#undef SIGMAJET_ARITHMETIC

/// A product that the compiler cannot contract with a later addition into one fused operation.
template <class Register>
SIGMAJET_FUNCTION Register multiply(const Register& a, const Register& b) {
#if defined(__CUDA_ARCH__)
  // nvcc looks through every barrier, but leaves these functions as they are.
  if constexpr (std::is_same_v<Register, float>)
    return __fmul_rn(a, b);
  else
    return __dmul_rn(a, b);
#else
  Register product = contractible_product(a, b);
  hide_product(product);
  return product;
#endif
}

/// −a: the sign bit flipped, that of a zero and of NaN too. Some of Eigen's pnegate subtract from 0 instead.
template <class Register>
SIGMAJET_FUNCTION Register negate(const Register& a) {
  if constexpr (is_machine_scalar<Register>)
    return -a;
  else
    return Eigen::internal::pxor(a, broadcast<Register>(LaneOf<Register>(-0.0)));
}

/// √a, rounded once. Not by Eigen's psqrt, which approximates those of floats unless EIGEN_FAST_MATH is 0.
template <class Register>
SIGMAJET_FUNCTION Register square_root(const Register& a) {
  if constexpr (is_machine_scalar<Register>)
    return std::sqrt(a);
  else
    return lane_by_lane<Register>([](auto x) { return std::sqrt(x); }, a);
}

/// a b + c in one rounding; slow where the target has no instruction for it.
template <class Register>
SIGMAJET_FUNCTION Register fused_multiply_add(const Register& a, const Register& b, const Register& c) {
  if constexpr (is_machine_scalar<Register>)
    return fused(a, b, c);
  else
    return lane_by_lane<Register>([](auto x, auto y, auto z) { return fused(x, y, z); }, a, b, c);
}

/// max(a, bound), and NaN where a is NaN: Eigen's pmax and pmin then return their first argument.
template <class Register>
SIGMAJET_FUNCTION Register at_least(const Register& a, const Register& bound) {
  return Eigen::internal::pmax(a, bound);
}
/// min(a, bound), and NaN where a is NaN.
template <class Register>
SIGMAJET_FUNCTION Register at_most(const Register& a, const Register& bound) {
  return Eigen::internal::pmin(a, bound);
}

// ---- bits --------------------------------------------------------------------------------------------------------

/// The number whose bits are function(bits of a, bits of b).
template <class Function, class Scalar>
SIGMAJET_FUNCTION Scalar on_bits(Function function, Scalar a, Scalar b) {
  using Bits = BitsOf<Scalar>;
  return bit_cast<Scalar>(static_cast<Bits>(function(bit_cast<Bits>(a), bit_cast<Bits>(b))));
}
template <class Register>
SIGMAJET_FUNCTION Register bit_and(const Register& a, const Register& b) {
  if constexpr (is_machine_scalar<Register>)
    return on_bits([](auto x, auto y) { return x & y; }, a, b);
  else
    return Eigen::internal::pand(a, b);
}
template <class Register>
SIGMAJET_FUNCTION Register bit_or(const Register& a, const Register& b) {
  if constexpr (is_machine_scalar<Register>)
    return on_bits([](auto x, auto y) { return x | y; }, a, b);
  else
    return Eigen::internal::por(a, b);
}
template <class Register>
SIGMAJET_FUNCTION Register bit_xor(const Register& a, const Register& b) {
  if constexpr (is_machine_scalar<Register>)
    return on_bits([](auto x, auto y) { return x ^ y; }, a, b);
  else
    return Eigen::internal::pxor(a, b);
}

/// The bits of every lane as an unsigned integer, shifted by a constant of the compilation.
template <int Count, class Register>
SIGMAJET_FUNCTION Register shift_left(const Register& a) {
  return lane_by_lane<Register>([](auto x) { return bit_cast<decltype(x)>(bit_cast<BitsOf<decltype(x)>>(x) << Count); },
                                a);
}
template <int Count, class Register>
SIGMAJET_FUNCTION Register shift_right(const Register& a) {
  return lane_by_lane<Register>([](auto x) { return bit_cast<decltype(x)>(bit_cast<BitsOf<decltype(x)>>(x) >> Count); },
                                a);
}
/// The bits of every lane as unsigned integers, added and subtracted modulo 2^32 or 2^64.
template <class Register>
SIGMAJET_FUNCTION Register add_bits(const Register& a, const Register& b) {
  return lane_by_lane<Register>([](auto x, auto y) { return on_bits([](auto p, auto q) { return p + q; }, x, y); }, a,
                                b);
}
template <class Register>
SIGMAJET_FUNCTION Register subtract_bits(const Register& a, const Register& b) {
  return lane_by_lane<Register>([](auto x, auto y) { return on_bits([](auto p, auto q) { return p - q; }, x, y); }, a,
                                b);
}

// ---- comparisons and selection -----------------------------------------------------------------------------------

// What a comparison gives, a mask, is a bool for a scalar, an integer of one bit a lane where has_mask_registers, and
// else a register whose lanes are all ones or all zeros.

template <class Register>
SIGMAJET_FUNCTION auto less(const Register& a, const Register& b) {
  if constexpr (is_machine_scalar<Register>)
    return a < b;
  else
    return Eigen::internal::pcmp_lt(a, b);
}
template <class Register>
SIGMAJET_FUNCTION auto less_equal(const Register& a, const Register& b) {
  if constexpr (is_machine_scalar<Register>)
    return a <= b;
  else
    return Eigen::internal::pcmp_le(a, b);
}
template <class Register>
SIGMAJET_FUNCTION auto equal(const Register& a, const Register& b) {
  if constexpr (is_machine_scalar<Register>)
    return a == b;
  else
    return Eigen::internal::pcmp_eq(a, b);
}
/// Whether the sign bit of every lane is set.
template <class Register>
SIGMAJET_FUNCTION bool all_negative(const Register& a) {
  using Scalar = LaneOf<Register>;
  Scalar lane[lanes_of<Register>];
  store(lane, a);
  BitsOf<Scalar> common = ~BitsOf<Scalar>(0);
  for (const Scalar x : lane) common &= bit_cast<BitsOf<Scalar>>(x);
  return common >> (8 * sizeof(Scalar) - 1) != 0;
}
/// mask ? yes : no, lane by lane.
template <class Mask, class Register>
SIGMAJET_FUNCTION Register choose(const Mask& mask, const Register& yes, const Register& no) {
  if constexpr (std::is_same_v<Mask, bool>)
    return mask ? yes : no;
  else
    return Eigen::internal::pselect(mask, yes, no);
}
template <class Mask>
SIGMAJET_FUNCTION Mask mask_and(const Mask& a, const Mask& b) {
  if constexpr (std::is_integral_v<Mask>)
    return static_cast<Mask>(a & b);
  else
    return Eigen::internal::pand(a, b);
}
template <class Mask>
SIGMAJET_FUNCTION Mask mask_or(const Mask& a, const Mask& b) {
  if constexpr (std::is_integral_v<Mask>)
    return static_cast<Mask>(a | b);
  else
    return Eigen::internal::por(a, b);
}

}  // namespace packet
}  // namespace detail
SIGMAJET_NAMESPACE_END

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif
