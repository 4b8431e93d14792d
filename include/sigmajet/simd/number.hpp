#pragma once

#include <limits>
#include <type_traits>
#include <utility>

#include "sigmajet/simd/pack.hpp"

/// @file
/// What a kernel computes with where a number is not one of many: a pack of one lane for float and double, and a
/// Number, which computes with the operators of its type, for any other type.

SIGMAJET_NAMESPACE_BEGIN
namespace detail {

template <class Type, class Constant, class = void>
inline constexpr bool has_product_with = false;
template <class Type, class Constant>
inline constexpr bool has_product_with<
    Type, Constant, std::void_t<decltype(Type(std::declval<const Type&>() * std::declval<Constant>()))>> = true;

/// A number of a type other than float and double. Its operators return a Number, never an unevaluated expression, as
/// those of many multiprecision types do. Numbers are equal where neither is the larger one: the == of some types with
/// derivatives compares the derivatives too.
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
  /// A constant as a Type has derivatives, 0, and the product with an infinite number would have 0 · ∞.
  template <class Constant, class = std::enable_if_t<std::is_arithmetic_v<Constant>>>
  friend Number operator*(Constant constant, const Number& a) {
    if constexpr (has_product_with<Type, Constant>)
      return Type(a.value * constant);
    else
      return Number(constant) * a;
  }
  friend Number operator/(const Number& a, const Number& b) { return Type(a.value / b.value); }
  friend Number operator-(const Number& a) { return Type(-a.value); }
  friend bool operator<(const Number& a, const Number& b) { return a.value < b.value; }
  friend bool operator<=(const Number& a, const Number& b) { return a.value <= b.value; }
  friend bool operator==(const Number& a, const Number& b) { return a <= b && b <= a; }
  friend bool operator>(const Number& a, const Number& b) { return b < a; }
  friend bool operator>=(const Number& a, const Number& b) { return b <= a; }
};

/// The type that std::numeric_limits knows the format of a number by: its own or, where it knows nothing of that, as of
/// some types of automatic differentiation, the one of the constants that Eigen::NumTraits names.
template <class Type>
using FormatOf =
    std::conditional_t<std::numeric_limits<Type>::radix != 0, Type, typename Eigen::NumTraits<Type>::Literal>;

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
