#pragma once

#include <cmath>
#include <limits>
#include <type_traits>
#include <utility>

#include "sigmajet/simd/number.hpp"

/// @file
/// exp, expm1, log and log1p of a number type of the user: the type's own functions where it has them, found by
/// argument-dependent look-up, else formulas of exp and log and series, which do not cancel.
///
/// Such a type may be one of automatic differentiation, whose derivatives come from the operations that are carried
/// out. The familiar corrections of e^x − 1 and ln(1 + x) by quotients of rounded numbers (Higham 2002, §1.14.1) have
/// the right value and a derivative that is off by ε/x. So around 0 both are summed as series, whose derivatives of all
/// orders are right, and farther out taken as they stand. That holds for e^x − 1 even where the type has an expm1:
/// those of some types have the derivative (e^x − 1) + 1, which for a large negative x is 0.

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

/// So many terms of xⁿ/n! for |x| ≤ 1, and more than so many of xⁿ/n for |x| ≤ 1/9, reach the precision of a type.
template <class Type>
inline constexpr int series_terms = 12 + std::numeric_limits<FormatOf<Type>>::digits10;

/// e^x − 1.
template <class Type>
Type exponential_minus_one(const Type& number) {
  // As a Number, since unevaluated expressions of more than two numbers go wrong in some types.
  using T = Number<Type>;
  const T x(number);
  if constexpr (std::is_floating_point_v<Type>) {
    return expm1(number);
  } else {
    if (x < T(-1) || x > T(1)) return (T(Type(exp(number))) - T(1)).value;
    if constexpr (has_own<Expm1Of, Type>) {
      return expm1(number);
    } else {
      T sum(1);
      for (int n = series_terms<Type>; n > 1; --n) sum = T(1) + sum * x / T(n);
      return (sum * x).value;
    }
  }
}

/// ln(1 + x), around 0 as 2 artanh(q) with q = x/(2 + x).
template <class Type>
Type logarithm_of_one_plus(const Type& number) {
  using T = Number<Type>;
  const T x(number);
  if constexpr (has_own<Log1pOf, Type>) {
    return log1p(number);
  } else {
    if (x < T(-0.5) || x > T(0.5)) return log((T(1) + x).value);
    const T q = x / (T(2) + x), square = q * q;
    T sum(0);
    for (int n = series_terms<Type>; n >= 0; --n) sum = T(1) / T(2 * n + 1) + square * sum;
    return (T(2) * q * sum).value;
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
