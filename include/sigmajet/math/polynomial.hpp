#pragma once

#include <cstddef>
#include <iterator>
#include <type_traits>

#include "sigmajet/math/arithmetic.hpp"
#include "sigmajet/simd/tuples.hpp"

/// @file
/// Polynomials whose coefficients are constants of the compilation. Horner's rule is one chain of fused operations,
/// each of which waits for the one before; pairing the terms by x² makes that chain half as long, for one operation
/// more.

SIGMAJET_NAMESPACE_BEGIN
namespace math {

/// Coefficients[0] + Coefficients[1] x + …, of a constant array, by Horner's rule.
template <const auto& Coefficients, class T>
SIGMAJET_FUNCTION T polynomial(const T& x) {
  constexpr std::size_t last = std::size(Coefficients) - 1;
  T sum(static_cast<ScalarOf<T>>(Coefficients[last]));
  detail::for_each_index(
      [&](auto i) SIGMAJET_LAMBDA {
        constexpr auto coefficient = Coefficients[last - 1 - decltype(i)::value];
        sum = mul_add(sum, x, T(coefficient));
      },
      std::make_index_sequence<last>{});
  return sum;
}

/// The same polynomial from x and square = x², by Horner's rule in x² for pairs of terms.
template <const auto& Coefficients, class T>
SIGMAJET_FUNCTION T polynomial(const T& x, const T& square) {
  constexpr std::size_t count = std::size(Coefficients), pairs = count / 2;
  const auto pair = [&](auto i) SIGMAJET_LAMBDA {
    constexpr auto low = Coefficients[2 * decltype(i)::value], high = Coefficients[2 * decltype(i)::value + 1];
    return mul_add(T(high), x, T(low));
  };
  T sum = pair(std::integral_constant<std::size_t, pairs - 1>{});
  if constexpr (count % 2 == 1) {
    constexpr auto last = Coefficients[count - 1];
    sum = mul_add(T(last), square, sum);
  }
  detail::for_each_index(
      [&](auto i) SIGMAJET_LAMBDA {
        sum = mul_add(sum, square, pair(std::integral_constant<std::size_t, pairs - 2 - decltype(i)::value>{}));
      },
      std::make_index_sequence<pairs - 1>{});
  return sum;
}

}  // namespace math
SIGMAJET_NAMESPACE_END
