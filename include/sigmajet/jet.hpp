#pragma once

#include <type_traits>
#include <utility>

#include "sigmajet/base/config.hpp"

SIGMAJET_NAMESPACE_BEGIN

/// A function's value and its derivatives up to Order at one point, or at every coefficient of an array. An aggregate:
/// `auto [y, d1, d2] = …`.
template <class T, int Order>
struct Jet;

template <class T>
struct Jet<T, 0> {
  T value;
};
template <class T>
struct Jet<T, 1> {
  T value, d1;
};
template <class T>
struct Jet<T, 2> {
  T value, d1, d2;
};

/// Stands for an output that is not wanted.
struct NoOutput {};
inline constexpr NoOutput none{};

namespace detail {

template <class Out>
inline constexpr bool is_none = std::is_same_v<std::remove_cv_t<std::remove_reference_t<Out>>, NoOutput>;

/// The derivative of a compile-time order in a jet; the one place where a jet's members are counted.
template <int N, class T, int Order>
SIGMAJET_FUNCTION auto& get(Jet<T, Order>& jet) {
  static_assert(N <= Order, "a jet holds the derivatives up to its order");
  if constexpr (N == 0)
    return jet.value;
  else if constexpr (N == 1)
    return jet.d1;
  else
    return jet.d2;
}
template <int N, class T, int Order>
SIGMAJET_FUNCTION const auto& get(const Jet<T, Order>& jet) {
  return get<N>(const_cast<Jet<T, Order>&>(jet));
}

template <class Function, int... N>
SIGMAJET_FUNCTION auto make_jet(Function&& function, std::integer_sequence<int, N...>) {
  using T = decltype(function(std::integral_constant<int, 0>{}));
  return Jet<T, static_cast<int>(sizeof...(N)) - 1>{function(std::integral_constant<int, N>{})...};
}
/// The jet whose derivative of order i is function(i), where i is a std::integral_constant.
template <int Order, class Function>
SIGMAJET_FUNCTION auto make_jet(Function&& function) {
  return make_jet(function, std::make_integer_sequence<int, Order + 1>{});
}

}  // namespace detail
SIGMAJET_NAMESPACE_END
