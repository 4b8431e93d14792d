#pragma once

#include <cmath>
#include <limits>
#include <type_traits>
#include <utility>

#include "sigmajet/base/config.hpp"

/// @file
/// exp, expm1, log and log1p of a number type of the user: the type's own functions where it has them, found by
/// argument-dependent look-up, else formulas of exp and log alone that do not cancel.
///
/// Such a type may be one of automatic differentiation, whose derivatives come from the operations that are carried
/// out. So the formulas are right at 0 in their derivatives too: e^x − 1 as x + x²/2 and ln(1 + x) as x − x²/2 where
/// e^x and 1 + x are rounded to 1. A constant there would have the derivative 0.

SIGMAJET_NAMESPACE_BEGIN
namespace detail {
namespace number_functions {

using std::exp;
using std::expm1;
using std::log;
using std::log1p;

template <class Type>
using Expm1Of = decltype(expm1(std::declval<const Type&>()));
template <class Type>
using Log1pOf = decltype(log1p(std::declval<const Type&>()));

/// True where the type has the function itself. One that is found through a conversion of the number to double would
/// lose digits and derivatives: it does not count.
template <template <class> class FunctionOf, class Type, class = void>
inline constexpr bool has_own = false;
template <template <class> class FunctionOf, class Type>
inline constexpr bool has_own<FunctionOf, Type, std::void_t<FunctionOf<Type>>> =
    std::is_convertible_v<FunctionOf<Type>, Type> &&
    (std::is_floating_point_v<Type> || !std::is_arithmetic_v<std::decay_t<FunctionOf<Type>>>);

template <class Type>
Type exponential(const Type& x) {
  return exp(x);
}
template <class Type>
Type logarithm(const Type& x) {
  return log(x);
}

/// e^x − 1. Without an expm1 of the type, around 0 as (u − 1) x / ln u with u = e^x rounded (Higham 2002, §1.14.1): the
/// errors of numerator and denominator cancel. Further out as u − 1, whose derivative keeps its relative accuracy.
template <class Type>
Type exponential_minus_one(const Type& x) {
  if constexpr (has_own<Expm1Of, Type>) {
    return expm1(x);
  } else {
    const Type u = exp(x);
    const Type difference = u - Type(1);
    if (difference == Type(0)) return x + x * x / Type(2);
    if (x < Type(-1) || x > Type(1)) return difference;
    return difference * x / Type(log(u));
  }
}

/// ln(1 + x). Without a log1p of the type as x ln u / (u − 1) with u = 1 + x rounded (Goldberg 1991, theorem 4).
template <class Type>
Type logarithm_of_one_plus(const Type& x) {
  if constexpr (has_own<Log1pOf, Type>) {
    return log1p(x);
  } else {
    const Type u = Type(1) + x;
    const Type difference = u - Type(1);
    if (difference == Type(0)) return x - x * x / Type(2);
    if (u == x) return log(x);
    return x * Type(log(u)) / difference;
  }
}

}  // namespace number_functions

// For callers outside, whose own names would hide those of the type.
template <class Type>
Type exp_of(const Type& x) {
  return number_functions::exponential(x);
}
template <class Type>
Type log_of(const Type& x) {
  return number_functions::logarithm(x);
}
template <class Type>
Type expm1_of(const Type& x) {
  return number_functions::exponential_minus_one(x);
}
template <class Type>
Type log1p_of(const Type& x) {
  return number_functions::logarithm_of_one_plus(x);
}

}  // namespace detail
SIGMAJET_NAMESPACE_END
