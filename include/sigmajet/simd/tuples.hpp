#pragma once

#include <cstddef>
#include <tuple>
#include <type_traits>
#include <utility>

#include "sigmajet/base/config.hpp"

/// @file
/// Loops over the indices and members of a tuple that leave no call behind.

SIGMAJET_NAMESPACE_BEGIN
namespace detail {

/// function(index) for every index, each a type of its own: std::integral_constant<std::size_t, N>.
template <class Function, std::size_t... N>
SIGMAJET_FUNCTION void for_each_index(Function&& function, std::index_sequence<N...>) {
  (function(std::integral_constant<std::size_t, N>{}), ...);
}

/// function(members of a tuple…), inlined, which std::apply need not be.
template <class Function, class Tuple, std::size_t... N>
SIGMAJET_FUNCTION decltype(auto) apply(Function&& function, Tuple& tuple, std::index_sequence<N...>) {
  return function(std::get<N>(tuple)...);
}
template <class Function, class... Members>
SIGMAJET_FUNCTION decltype(auto) apply(Function&& function, std::tuple<Members...>& tuple) {
  return apply(function, tuple, std::index_sequence_for<Members...>{});
}

}  // namespace detail
SIGMAJET_NAMESPACE_END
