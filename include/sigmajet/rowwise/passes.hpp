#pragma once

#include <type_traits>
#include <utility>

#include "sigmajet/loop/eigen_compat.hpp"
#include "sigmajet/operands/arrays.hpp"
#include "sigmajet/rowwise/loop.hpp"
#include "sigmajet/simd/scalar.hpp"

/// @file
/// Row-wise functions of whole arrays: from Eigen's arrays to the memory of their distributions, and from there to the
/// loop over them.
///
/// What an activation does to a row is its type `OfRow`, all static functions. Softmax and LogSoftmax have one each; to
/// add a row-wise activation, whose derivatives follow from the probabilities s = softmax(x), write in its header
///
///     evaluate(row, x, y)                              y = σ(x)
///     evaluate(row, x, y, s)                           and s as well, which a context keeps for the products
///     product(Jvp{}, row, s, v, out)                   J v
///     product(Vjp{}, row, s, g, out)                   Jᵀ g
///     product(Hvp{}, row, s, g, v, out)                ∇²⟨g, σ⟩ v
///     product(Compose{}, row, s, du, ddu, y, dy, ddy)  σ(u), J du and D²σ[du, du] + J ddu
///     jacobian(s, block)                               block = J, K×K
///     hessian(s, g, block)                             block = ∇²⟨g, σ⟩, K×K
///
/// and specialise `is_builtin_rowwise` (activation.hpp) for it. In the first six `row` is a RowAlong or a RowsAcross
/// (rows.hpp) and the operands are strips along it (strip.hpp); s is a strip in `evaluate`, and in `product` an object
/// of class Probabilities, which computes s from x or reads what a context has kept, and has to be normalised before
/// it is read (probabilities.hpp). An output may lie in the place of any input: read all that a sum needs before
/// anything is written, and at each place the inputs before the outputs. Only s in `evaluate` has memory of its own. In
/// the last two, s and g are Eigen's column vectors of one distribution's K numbers.

SIGMAJET_NAMESPACE_BEGIN
namespace detail {

/// Which way the distributions of an array of type X lie, and their sizes at compile time or Eigen::Dynamic. A
/// compile-time vector is one distribution; otherwise EachRow tells whether each row or each column is one.
template <class X, bool EachRow>
struct RowwiseShape {
  static constexpr bool by_row = X::RowsAtCompileTime == 1 || (X::ColsAtCompileTime != 1 && EachRow);
  static constexpr int length = by_row ? X::ColsAtCompileTime : X::RowsAtCompileTime;
  static constexpr int count = by_row ? X::RowsAtCompileTime : X::ColsAtCompileTime;
};

/// The distributions of an array that has memory.
template <class X>
auto distributions_of(X& x, bool by_row) {
  return Distributions<std::remove_pointer_t<decltype(x.data())>>{x.data(), by_row ? x.colStride() : x.rowStride(),
                                                                  by_row ? x.rowStride() : x.colStride()};
}

/// Calls function(row, strips…) for every row of operands of one shape, which all have memory. Their distributions lie
/// as those of an array of type Shaped do under Activation. `function` is an object whose type names no type of an
/// operand, so that arrays of all types share one compiled loop.
template <class Shaped, class Activation, class Function, class First, class... Operands>
void for_each_operand_row(const Function& function, First& first, Operands&... operands) {
  using Rows = RowwiseShape<Shaped, Activation::is_by_row()>;
  for_each_row<WorkingScalar<typename First::Scalar>, Rows::length, Rows::count>(
      Rows::by_row ? first.cols() : first.rows(), Rows::by_row ? first.rows() : first.cols(), function,
      distributions_of(first, Rows::by_row), distributions_of(operands, Rows::by_row)...);
}

/// OfRow::evaluate as a function for for_each_operand_row.
template <class OfRow>
struct EvaluateRow {
  template <class Row, class... Strips>
  SIGMAJET_FUNCTION void operator()(const Row& row, const Strips&... strips) const {
    OfRow::evaluate(row, strips...);
  }
};

/// Calls function(strips…) along the rows of inputs and outputs, which are arrays of any kind, all of x's shape.
template <class Activation, class Function, class X, class... Others, class Out, class... Outs>
void for_each_row_of(const Function& function, const Inputs<X, Others...>& xs, Out& out, Outs&... outs) {
  write_through(
      [&](auto& target, auto&... targets) {
        read_through(
            [&](const auto&... inputs) {
              for_each_operand_row<X, Activation>(function, inputs..., target, targets...);
            },
            target, xs);
      },
      out, outs...);
}

/// y = σ(x) for a row-wise activation, and what else OfRow::evaluate writes. y has x's shape and is x itself or shares
/// no memory with it.
template <class Activation, class X, class Y, class... Outs>
void rowwise_pass(const X& x, Y& y, Outs&... outs) {
  constexpr EvaluateRow<typename Activation::OfRow> evaluate_row;
  for_each_row_of<Activation>(evaluate_row, inputs(x), y, outs...);
}

}  // namespace detail
SIGMAJET_NAMESPACE_END
