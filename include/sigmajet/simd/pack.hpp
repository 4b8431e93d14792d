#pragma once

#include <type_traits>
#include <utility>

#include "sigmajet/simd/composed.hpp"

/// @file
/// The type that a kernel computes with in float and double. A Pack is Count registers of Lanes lanes side by side;
/// each operator applies to all of them, so that Count independent chains of instructions run interleaved. A float or a
/// double alone is a pack of one lane, so that it takes the same steps and gives the same bits.

SIGMAJET_NAMESPACE_BEGIN
namespace detail {

/// The registers of a pack, as named members copied one by one: compilers keep those in registers, where they would
/// copy an array through memory.
template <class Register, int Count>
struct Registers;
template <class Register>
struct Registers<Register, 1> {
  Register first;

  Registers() = default;
  SIGMAJET_FUNCTION Registers(const Registers& other) : first(other.first) {}
  SIGMAJET_FUNCTION Registers& operator=(const Registers& other) {
    first = other.first;
    return *this;
  }
};
template <class Register>
struct Registers<Register, 2> {
  Register first, second;

  Registers() = default;
  SIGMAJET_FUNCTION Registers(const Registers& other) : first(other.first), second(other.second) {}
  SIGMAJET_FUNCTION Registers& operator=(const Registers& other) {
    first = other.first;
    second = other.second;
    return *this;
  }
};

/// What a comparison of two packs gives.
template <class Scalar, int Lanes, int Count>
struct Mask {
  using Register = typename RegisterOf<Scalar, Lanes>::type;
  using Lane = decltype(packet::less(std::declval<Register>(), std::declval<Register>()));
  Registers<Lane, Count> registers;

  friend SIGMAJET_FUNCTION Mask operator&(const Mask& a, const Mask& b) {
    Mask result;
    result.registers.first = packet::mask_and(a.registers.first, b.registers.first);
    if constexpr (Count > 1) result.registers.second = packet::mask_and(a.registers.second, b.registers.second);
    return result;
  }
  friend SIGMAJET_FUNCTION Mask operator|(const Mask& a, const Mask& b) {
    Mask result;
    result.registers.first = packet::mask_or(a.registers.first, b.registers.first);
    if constexpr (Count > 1) result.registers.second = packet::mask_or(a.registers.second, b.registers.second);
    return result;
  }
};

/// Count registers of Lanes numbers each.
template <class Scalar_, int Lanes, int Count>
struct Pack {
  using Scalar = Scalar_;
  using Register = typename RegisterOf<Scalar, Lanes>::type;
  using Mask = detail::Mask<Scalar, Lanes, Count>;
  static constexpr int lanes = Lanes, size = Lanes * Count;

  Registers<Register, Count> registers;

  Pack() = default;

  /// The same constant in every lane, converted once to Scalar.
  template <class Constant, class = std::enable_if_t<std::is_arithmetic_v<Constant>>>
  SIGMAJET_FUNCTION Pack(Constant constant) {
    registers.first = packet::broadcast<Register>(static_cast<Scalar>(constant));
    if constexpr (Count > 1) registers.second = registers.first;
  }

  static SIGMAJET_FUNCTION Pack load(const Scalar* from) {
    Pack result;
    result.registers.first = packet::load<Register>(from);
    if constexpr (Count > 1) result.registers.second = packet::load<Register>(from + Lanes);
    return result;
  }
  SIGMAJET_FUNCTION void store(Scalar* to) const {
    packet::store(to, registers.first);
    if constexpr (Count > 1) packet::store(to + Lanes, registers.second);
  }

  /// Past the caches, to an address that is a multiple of the registers' size.
  SIGMAJET_FUNCTION void stream(Scalar* to) const {
    packet::stream(to, registers.first);
    if constexpr (Count > 1) packet::stream(to + Lanes, registers.second);
  }

  /// The first count < size numbers at an address, and fill in the other lanes. Memory behind them is not read.
  static SIGMAJET_FUNCTION Pack load_first(const Scalar* from, int count, Scalar fill) {
    Pack result(fill);
    result.registers.first = packet::load_first(from, count < Lanes ? count : Lanes, result.registers.first);
    if constexpr (Count > 1)
      if (count > Lanes)
        result.registers.second = packet::load_first(from + Lanes, count - Lanes, result.registers.second);
    return result;
  }
  /// Writes the first count < size numbers. Memory behind them is not written.
  SIGMAJET_FUNCTION void store_first(Scalar* to, int count) const {
    packet::store_first(to, count < Lanes ? count : Lanes, registers.first);
    if constexpr (Count > 1)
      if (count > Lanes) packet::store_first(to + Lanes, count - Lanes, registers.second);
  }

  /// function(register of every argument), for each of the registers; the result is a Pack or a Mask.
  template <class Result = Pack, class Function, class... Packs>
  static SIGMAJET_FUNCTION Result each(Function function, const Packs&... packs) {
    Result result;
    result.registers.first = function(packs.registers.first...);
    if constexpr (Count > 1) result.registers.second = function(packs.registers.second...);
    return result;
  }

  friend SIGMAJET_FUNCTION Pack operator+(const Pack& a, const Pack& b) {
    return each([](const Register& x, const Register& y) SIGMAJET_LAMBDA { return packet::add(x, y); }, a, b);
  }
  friend SIGMAJET_FUNCTION Pack operator-(const Pack& a, const Pack& b) {
    return each([](const Register& x, const Register& y) SIGMAJET_LAMBDA { return packet::subtract(x, y); }, a, b);
  }
  friend SIGMAJET_FUNCTION Pack operator*(const Pack& a, const Pack& b) {
    return each([](const Register& x, const Register& y) SIGMAJET_LAMBDA { return packet::multiply(x, y); }, a, b);
  }
  friend SIGMAJET_FUNCTION Pack operator/(const Pack& a, const Pack& b) {
    return each([](const Register& x, const Register& y) SIGMAJET_LAMBDA { return packet::divide(x, y); }, a, b);
  }
  friend SIGMAJET_FUNCTION Pack operator-(const Pack& a) {
    return each([](const Register& x) SIGMAJET_LAMBDA { return packet::negate(x); }, a);
  }
  friend SIGMAJET_FUNCTION Mask operator<(const Pack& a, const Pack& b) {
    return each<Mask>([](const Register& x, const Register& y) SIGMAJET_LAMBDA { return packet::less(x, y); }, a, b);
  }
  friend SIGMAJET_FUNCTION Mask operator<=(const Pack& a, const Pack& b) {
    return each<Mask>([](const Register& x, const Register& y) SIGMAJET_LAMBDA { return packet::less_equal(x, y); }, a, b);
  }
  friend SIGMAJET_FUNCTION Mask operator==(const Pack& a, const Pack& b) {
    return each<Mask>([](const Register& x, const Register& y) SIGMAJET_LAMBDA { return packet::equal(x, y); }, a, b);
  }
  friend SIGMAJET_FUNCTION Mask operator>(const Pack& a, const Pack& b) { return b < a; }
  friend SIGMAJET_FUNCTION Mask operator>=(const Pack& a, const Pack& b) { return b <= a; }
};

/// True for a Pack.
template <class T>
inline constexpr bool is_pack = false;
template <class Scalar, int Lanes, int Count>
inline constexpr bool is_pack<Pack<Scalar, Lanes, Count>> = true;

}  // namespace detail
SIGMAJET_NAMESPACE_END
