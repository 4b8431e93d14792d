#pragma once

#include <type_traits>

#include "sigmajet/simd/pack.hpp"

/// @file
/// What a kernel computes with where a number is not one of many: a pack of one lane for float and double, and a
/// Number, which computes with the operators of its type, for any other type.

SIGMAJET_NAMESPACE_BEGIN
namespace detail {

/// A number of a type other than float and double. Its operators return a Number, never an unevaluated expression, as
/// those of many multiprecision types do.
template <class Type>
struct Number {
  using Scalar = Type;
  using Mask = bool;
  static constexpr int size = 1;

  Type value;

  Number() = default;
  Number(const Type& number) : value(number) {}
  template <class Constant, class = std::enable_if_t<std::is_arithmetic_v<Constant> && !std::is_same_v<Constant, Type>>>
  Number(Constant constant) : value(static_cast<Type>(constant)) {}

  friend Number operator+(const Number& a, const Number& b) { return Type(a.value + b.value); }
  friend Number operator-(const Number& a, const Number& b) { return Type(a.value - b.value); }
  friend Number operator*(const Number& a, const Number& b) { return Type(a.value * b.value); }
  friend Number operator/(const Number& a, const Number& b) { return Type(a.value / b.value); }
  friend Number operator-(const Number& a) { return Type(-a.value); }
  friend bool operator<(const Number& a, const Number& b) { return a.value < b.value; }
  friend bool operator<=(const Number& a, const Number& b) { return a.value <= b.value; }
  friend bool operator==(const Number& a, const Number& b) { return a.value == b.value; }
  friend bool operator>(const Number& a, const Number& b) { return b < a; }
  friend bool operator>=(const Number& a, const Number& b) { return b <= a; }
};

/// What a kernel is called with for one number of a type.
template <class Scalar>
using ScalarPack = std::conditional_t<is_machine_scalar<Scalar>, Pack<Scalar, 1, 1>, Number<Scalar>>;

/// The number in a ScalarPack.
template <class Scalar, int Lanes, int Count>
SIGMAJET_FUNCTION Scalar scalar_of(const Pack<Scalar, Lanes, Count>& x) {
  static_assert(Lanes * Count == 1, "scalar_of takes a pack of one lane");
  return x.registers.first;
}
template <class Scalar>
const Scalar& scalar_of(const Number<Scalar>& x) {
  return x.value;
}

}  // namespace detail
SIGMAJET_NAMESPACE_END
