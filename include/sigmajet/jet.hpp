#pragma once

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

namespace detail {

/// The derivative of a compile-time order in a jet.
template <int I, class T, int Order>
SIGMAJET_FUNCTION auto& get(Jet<T, Order>& jet) {
  static_assert(I <= Order, "a jet holds the derivatives up to its order");
  if constexpr (I == 0)
    return jet.value;
  else if constexpr (I == 1)
    return jet.d1;
  else
    return jet.d2;
}
template <int I, class T, int Order>
SIGMAJET_FUNCTION const auto& get(const Jet<T, Order>& jet) {
  return get<I>(const_cast<Jet<T, Order>&>(jet));
}

}  // namespace detail
SIGMAJET_NAMESPACE_END
