#pragma once

#include <cstddef>
#include <cstring>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

#include "textbook_formulas.hpp"

/// The formulas of textbook_formulas.hpp for the library's activations, and loops over vectors.
namespace textbook {

/// The type in a tuple that has the name of an activation.
template <class Activation, class Tuple>
struct Named;
template <class Activation, class First, class... Others>
struct Named<Activation, std::tuple<First, Others...>>
    : std::conditional_t<std::string_view(Activation::name) == First::name, std::tuple_element<0, std::tuple<First>>,
                         Named<Activation, std::tuple<Others...>>> {};
template <class Activation>
struct Named<Activation, std::tuple<>> {};

template <class Math, class Activation, std::enable_if_t<!std::is_base_of_v<Formula, Activation>, int> = 0,
          class Same = typename Named<Activation, All>::type>
auto jet(Activation, typename Math::Value x) {
  return jet<Math>(Same{}, x);
}

template <class Math, class Activation, class = void>
constexpr bool is_known = false;
template <class Math, class Activation>
constexpr bool
    is_known<Math, Activation, std::void_t<decltype(jet<Math>(std::declval<Activation>(), typename Math::Value{}))>> =
        true;

/// Writes the first Outputs members of every jet, two vectors side by side; the size is a multiple of two
/// vectors.
template <class Math, int Outputs, bool NonTemporal = false, class Activation, class Scalar>
void fused_loop(Activation activation, const Streams<Scalar>& s) {
  using Value = typename Math::Value;
  constexpr std::ptrdiff_t lanes = sizeof(Value) / sizeof(Scalar);
  const auto load = [](const Scalar* from) {
    Value x;
    std::memcpy(&x, from, sizeof(x));
    return x;
  };
  const auto store = [](Scalar* to, Value first, Value second) {
    Math::template store<NonTemporal>(to, first);
    Math::template store<NonTemporal>(to + lanes, second);
  };
  for (std::ptrdiff_t i = 0; i < s.size; i += 2 * lanes) {
    const Jet<Value> first = jet<Math>(activation, load(s.x + i));
    const Jet<Value> second = jet<Math>(activation, load(s.x + i + lanes));
    store(s.y + i, first.value, second.value);
    if constexpr (Outputs >= 2) store(s.d1 + i, first.d1, second.d1);
    if constexpr (Outputs >= 3) store(s.d2 + i, first.d2, second.d2);
  }
}

}  // namespace textbook
