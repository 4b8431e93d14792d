#pragma once

#include <array>
#include <tuple>
#include <utility>

#include <sigmajet/evaluate.hpp>

#include "reference/orders.hpp"

/// @file
/// The value and the derivatives of an activation as an array of results, so that no test counts them by hand.

namespace support {

/// The value and every derivative that the library reaches.
using reference::orders;
static_assert(orders == std::tuple_size_v<sigmajet::ErrorBounds>,
              "the textbook formulas have to reach the derivatives that the library reaches: see reference/orders.hpp");

/// The value and every derivative that the kernel of an activation reaches.
template <class Activation>
inline constexpr std::size_t orders_of = static_cast<std::size_t>(Activation::max_order) + 1;

/// As messages name them.
inline constexpr const char* order_names[] = {"value", "first derivative", "second derivative", "third derivative"};

template <class T, int Order, std::size_t... I>
std::array<T, sizeof...(I)> results_of(const sigmajet::Jet<T, Order>& jet, std::index_sequence<I...>) {
  return {sigmajet::detail::get<static_cast<int>(I)>(jet)...};
}
template <class T, int Order>
auto results_of(const sigmajet::Jet<T, Order>& jet) {
  return results_of(jet, std::make_index_sequence<Order + 1>{});
}

/// The value and all derivatives at one number, or of an array.
template <class Activation, class X>
auto results_at(const Activation& activation, const X& x) {
  return results_of(sigmajet::jet<Activation::max_order>(activation, x));
}

/// The lazy expression of the value or of a derivative.
template <std::size_t Order, class Activation, class X>
auto lazy_result(const Activation& activation, const X& x) {
  static_assert(Order <= 2, "there is a lazy expression for each derivative: name it here");
  if constexpr (Order == 0)
    return sigmajet::value(activation, x);
  else if constexpr (Order == 1)
    return sigmajet::first_derivative(activation, x);
  else
    return sigmajet::second_derivative(activation, x);
}

template <class Activation, class X, class Results, std::size_t... I>
void evaluate_all(const Activation& activation, const X& x, Results& results, std::index_sequence<I...>) {
  sigmajet::evaluate(activation, x, results[I]...);
}
/// evaluate with each of the array of results as an output.
template <class Activation, class X, class Results>
void evaluate_all(const Activation& activation, const X& x, Results& results) {
  evaluate_all(activation, x, results, std::make_index_sequence<std::tuple_size<Results>::value>{});
}

}  // namespace support
