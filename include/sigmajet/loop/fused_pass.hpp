#pragma once

#include "sigmajet/loop/buffered.hpp"
#include "sigmajet/loop/contiguous.hpp"

/// @file
/// One pass over expressions of one shape that writes any number of outputs. It knows no activation: the operation is a
/// function object that takes a pack of every input and returns a jet, whose member of order i goes to output i.
///
/// The walk that suits the arrays is chosen by their types as far as these tell, and by their strides: all coefficients
/// as one run of numbers; slice by slice, where a slice is a row or a column; or through a buffer.

SIGMAJET_NAMESPACE_BEGIN
namespace detail {

/// Which walks read packets straight from the inputs and write them straight to the outputs: over the whole arrays as
/// one run of numbers, and slice by slice.
template <class Inputs, class... Outs>
struct DirectWalks;
template <class... Xs, class... Outs>
struct DirectWalks<Inputs<Xs...>, Outs...> {
  using X = FirstOf<Xs...>;
  using Scalar = typename X::Scalar;
  static constexpr bool by_row = is_row_major<X>;
  static constexpr bool have_packets = is_machine_scalar<Scalar> &&
                                       (std::is_same_v<Scalar, typename Xs::Scalar> && ...) &&
                                       (has_packets<Xs> && ...) && (has_memory_for<Scalar, by_row, Outs>() && ...);
  static constexpr bool linear = have_packets && (has_linear_access<Xs> && ...) &&
                                 ((X::IsVectorAtCompileTime || is_row_major<Xs> == by_row) && ...);
  static constexpr bool always_linear = linear && (is_always_contiguous<Outs>() && ...);
  static constexpr bool sliced = have_packets && !always_linear && ((is_row_major<Xs> == by_row) && ...);
};

/// The pass over all coefficients as one run of numbers. False, with nothing done, where an output's strides do not
/// allow it.
template <class Operation, class... Xs, class... Outs>
SIGMAJET_FUNCTION bool run_linear(const Operation& operation, const Inputs<Xs...>& xs, Outs&... outs) {
  using X = FirstOf<Xs...>;
  using Pack = PackFor<typename X::Scalar, X::SizeAtCompileTime>;
  constexpr bool by_row = is_row_major<X>;
  if (!(is_contiguous<by_row>(outs) && ...)) return false;
  std::tuple<Reader<Xs>...> readers(xs);
  detail::apply(
      [&](auto&... reader) SIGMAJET_LAMBDA {
        const auto to = std::make_tuple(slice<by_row>(outs, 0)...);
        if constexpr (X::SizeAtCompileTime == Eigen::Dynamic)
          run_long<Pack>(operation, std::get<0>(xs).size(), to, source_of(reader)...);
        else
          run_contiguous<Pack, false>(operation, Part{0, X::SizeAtCompileTime}, to, source_of(reader)...);
      },
      readers);
  return true;
}

/// The pass slice by slice. False, with nothing done, where an output's strides do not allow it, or where slices are so
/// short that most of the time would go into starting and ending their loops.
template <class Operation, class... Xs, class... Outs>
SIGMAJET_FUNCTION bool run_sliced(const Operation& operation, const Inputs<Xs...>& xs, Outs&... outs) {
  using X = FirstOf<Xs...>;
  using Pack = PackFor<typename X::Scalar, X::SizeAtCompileTime>;
  constexpr bool by_row = is_row_major<X>;
  const X& x = std::get<0>(xs);
  const Eigen::Index inner = by_row ? x.cols() : x.rows(), outer = by_row ? x.rows() : x.cols();
  if (!(has_contiguous_slices<by_row>(outs) && ...) || inner < 2 * Pack::size) return false;
  std::tuple<Reader<Xs>...> readers(xs);
  for_each_part(outer, 1, inner, [&](const Part& part) {
    for (Eigen::Index o = part.begin; o < part.end; ++o)
      detail::apply(
          [&](auto&... reader) SIGMAJET_LAMBDA {
            run_part<Pack, X::SizeAtCompileTime>(operation, Part{0, inner}, std::make_tuple(slice<by_row>(outs, o)...),
                                                 source_of(reader, o)...);
          },
          readers);
  });
  return true;
}

/// One pass over the inputs that writes the wanted members of the operation's jet. Shapes agree, and every output is
/// exactly one of the inputs or shares no memory with them, nor with another output.
template <class Operation, class... Xs, class... Outs>
SIGMAJET_FUNCTION void fused_pass(const Operation& operation, const Inputs<Xs...>& xs, Outs&... outs) {
  if constexpr (!is_machine_scalar<WorkingScalar<typename FirstOf<Xs...>::Scalar>>) {
    run_numbers(operation, xs, outs...);
  } else {
    using Direct = DirectWalks<Inputs<Xs...>, Outs...>;
    if constexpr (Direct::linear)
      if (run_linear(operation, xs, outs...)) return;
    if constexpr (Direct::sliced)
      if (run_sliced(operation, xs, outs...)) return;
    if constexpr (!Direct::always_linear) run_buffered(operation, xs, outs...);
  }
}

}  // namespace detail
SIGMAJET_NAMESPACE_END
