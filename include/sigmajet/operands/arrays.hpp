#pragma once

#include <tuple>
#include <utility>

#include "sigmajet/loop/buffered.hpp"
#include "sigmajet/operands/conflicts.hpp"

/// @file
/// Arrays in memory in the place of operands that are none, for functions that read an input more than once.

SIGMAJET_NAMESPACE_BEGIN
namespace detail {

/// Calls function(outputs…), with an array in memory in the place of each output that has no memory of its own, as a
/// permuted view, and assigns it to that output afterwards.
template <class Function>
void write_through(const Function& function) {
  function();
}
template <class Function, class Out, class... Outs>
void write_through(const Function& function, Out& out, Outs&... outs) {
  // The first output is settled here, the others by the call inside.
  const auto with = [&](auto& target) {
    write_through([&](auto&... targets) { function(target, targets...); }, outs...);
  };
  if constexpr (has_direct_access<Out>) {
    with(out);
  } else {
    typename Out::PlainObject result(out.rows(), out.cols());
    with(result);
    out = result;
  }
}

/// The number of the first input that is no array in memory, or how many inputs there are.
template <class... Xs>
constexpr std::size_t first_expression() {
  std::size_t result = 0;
  bool is_found = false;
  ((is_found = is_found || !has_direct_access<Xs>, result += is_found ? 0 : 1), ...);
  return result;
}

/// An input as an array, or nothing yet for the one that is written to the output.
template <bool IsWritten, class X>
decltype(auto) array_of(const X& x) {
  if constexpr (IsWritten)
    return (none);
  else
    return with_memory(x);
}
template <class Out>
const Out& written_or(const NoOutput&, const Out& out) {
  return out;
}
template <class Array, class Out>
const Array& written_or(const Array& array, const Out&) {
  return array;
}

/// Calls function(inputs…), with input number Written copied to the output and read from there, and copies of all other
/// expressions in temporaries.
template <std::size_t Written, class Function, class Out, class... Xs, std::size_t... N>
void read_from_output(const Function& function, Out& out, const Inputs<Xs...>& xs, std::index_sequence<N...>) {
  const std::tuple<decltype(array_of<(N == Written)>(std::get<N>(xs)))...> arrays{
      array_of<(N == Written)>(std::get<N>(xs))...};
  out.array() = std::get<Written>(xs).array();
  function(written_or(std::get<N>(arrays), out)...);
}

/// Calls function(inputs…), with an array in memory in the place of each input that has none. `function` may be given
/// an output as an input, as long as both are the same coefficients; so the first expression is written to `out`, which
/// spares a temporary, unless it takes the place of another input.
template <class Function, class Out, class... Xs>
void read_through(const Function& function, Out& out, const Inputs<Xs...>& xs) {
  constexpr std::size_t first = first_expression<Xs...>();
  if constexpr (first < sizeof...(Xs)) {
    const bool is_input = std::apply([&](const auto&... x) { return (share_memory(out, x) || ...); }, xs);
    if (!is_input) return read_from_output<first>(function, out, xs, std::index_sequence_for<Xs...>{});
  }
  std::apply([&](const auto&... x) { function(with_memory(x)...); }, xs);
}

}  // namespace detail
SIGMAJET_NAMESPACE_END
