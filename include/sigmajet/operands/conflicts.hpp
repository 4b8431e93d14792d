#pragma once

#include <array>
#include <stdexcept>
#include <tuple>

#include "sigmajet/operands/inputs.hpp"
#include "sigmajet/operands/leaves.hpp"
#include "sigmajet/simd/tuples.hpp"

/// @file
/// Which memory the operands of an operation may share: every output is exactly an array that the inputs read in place,
/// or apart from all that they read, and apart from the other outputs.

SIGMAJET_NAMESPACE_BEGIN
namespace detail {

/// Whether the output is the input, coefficient by coefficient.
SIGMAJET_FUNCTION bool is_in_place(const Leaf& in, const Leaf& out) {
  return in.is_in_place && out.is_in_place && is_same(in.layout, out.layout);
}

// ---- a look that costs little ------------------------------------------------------------------------------------
//
// Nearly always an output is an input, or far apart from it. Two arrays that own their memory share it only where they
// are one object, so that for most operands nothing is left to do at run time.

// Lambdas, since a function that is passed on by its name is not inlined at every level of optimisation.
inline constexpr auto is_plainly_right = [](const Leaf& in, const Leaf& out) SIGMAJET_LAMBDA {
  if (in.is_owner && out.is_owner) return (in.is_whole && out.is_whole) || in.array != out.array;
  return is_in_place(in, out) || are_far_apart(in.layout, out.layout);
};
inline constexpr auto are_plainly_apart = [](const Leaf& a, const Leaf& b) SIGMAJET_LAMBDA {
  return a.is_owner && b.is_owner ? a.array != b.array : are_far_apart(a.layout, b.layout);
};

/// Whether test(leaf) holds for every leaf of an operand.
template <class Xpr, class Test>
SIGMAJET_FUNCTION bool all_leaves(const Xpr& x, const Test& test) {
  bool result = true;
  for_each_leaf(x, [&](const Leaf& leaf) SIGMAJET_LAMBDA { result = result && test(leaf); });
  return result;
}
/// Whether test(leaf, leaf) holds for all leaves of two operands.
template <class X, class Y, class Test>
SIGMAJET_FUNCTION bool all_pairs(const X& x, const Y& y, const Test& test) {
  return all_leaves(
      x, [&](const Leaf& a)
             SIGMAJET_LAMBDA { return all_leaves(y, [&](const Leaf& b) SIGMAJET_LAMBDA { return test(a, b); }); });
}

SIGMAJET_FUNCTION bool are_outputs_apart() { return true; }
template <class Out, class... Others>
SIGMAJET_FUNCTION bool are_outputs_apart(const Out& out, const Others&... others) {
  return (all_pairs(out, others, are_plainly_apart) && ...) && are_outputs_apart(others...);
}

/// Whether the outputs plainly may lie where they do. Where this says no, check_overlaps decides.
template <class... Xs, class... Outs>
SIGMAJET_FUNCTION bool are_plainly_right(const std::tuple<Input<Xs>...>& inputs, const Outs&... outs) {
  bool result = are_outputs_apart(outs...);
  for_each_index(
      [&](auto n)
          SIGMAJET_LAMBDA { result = result && (all_pairs(std::get<n>(inputs).xpr, outs, is_plainly_right) && ...); },
      std::index_sequence_for<Xs...>{});
  return result;
}

// ---- a close look ------------------------------------------------------------------------------------------------

/// Whether two operands that are arrays share memory.
template <class X, class Y>
bool share_memory(const X& x, const Y& y) {
  if constexpr (!is_none<X> && has_direct_access<X> && has_direct_access<Y>)
    return overlap(layout_of(x), layout_of(y));
  else
    return false;
}

/// What an output writes to, or nothing for `none`, and the name that it has in messages.
struct NamedLeaf {
  Leaf leaf;
  const char* name;
};
template <class Out>
Leaf leaf_of_output(const Out& out) {
  Leaf result;
  for_each_leaf(out, [&](const Leaf& leaf) { result = leaf; });
  return result;
}

/// Throws where an output may not lie where it does.
template <class... Xs, std::size_t Outputs>
void check_overlaps(const std::tuple<Input<Xs>...>& inputs, const std::array<NamedLeaf, Outputs>& outputs) {
  const auto check_leaf = [&](const Leaf& in, bool is_input, const char* name) {
    for (const auto& [out, out_name] : outputs) {
      if (is_in_place(in, out) || !overlap(in.layout, out.layout)) continue;
      if (is_input)
        fail<std::invalid_argument>(out_name, " overlaps the input ", name, " in part: it may be ", name,
                                    " itself, or lie elsewhere");
      fail<std::invalid_argument>(out_name, " overlaps an array that the input ", name,
                                  " reads at other places: pass a copy of ", name, ", or let it lie elsewhere");
    }
  };
  const auto check_input = [&](const auto& input) {
    constexpr bool is_input = has_direct_access<std::decay_t<decltype(input.xpr)>>;
    for_each_leaf(input.xpr, [&](const Leaf& leaf) { check_leaf(leaf, is_input, input.name); });
  };
  std::apply([&](const auto&... input) { (check_input(input), ...); }, inputs);
  for (std::size_t i = 0; i < Outputs; ++i)
    for (std::size_t j = 0; j < i; ++j)
      if (overlap(outputs[j].leaf.layout, outputs[i].leaf.layout))
        fail<std::invalid_argument>(outputs[j].name, " and ", outputs[i].name, " share memory");
}

}  // namespace detail
SIGMAJET_NAMESPACE_END
