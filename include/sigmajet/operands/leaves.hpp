#pragma once

#include <type_traits>

#include "sigmajet/jet.hpp"
#include "sigmajet/operands/overlap.hpp"

/// @file
/// The arrays in memory that an expression reads: its leaves. An output may take the place of a leaf only where
/// coefficient (i, j) of the expression reads coefficient (i, j) of the leaf and no other, since another would have
/// been overwritten by the time it is read.
///
/// Sums, functions of coefficients and the like pass on what their operands read. A block, a transpose, a reversed view
/// and one with equally spaced indices read a part of an array, or all of it in another order, which is a layout again.
/// Of all other expressions, as Replicate, Reshaped, a lazy product or a sum over columns, an operand is taken to be
/// read everywhere. What Eigen computes into a temporary first, as most products, reads nothing later.
///
/// Not seen are what a functor refers to, as that of a NullaryExpr, and the operands of an expression type of the user
/// that does not name them as Eigen's do.

SIGMAJET_NAMESPACE_BEGIN
namespace detail {

/// An array that an expression reads or writes.
struct Leaf {
  /// What is read of it: where `is_in_place`, in the order of the expression, so that each coefficient is read for the
  /// same coefficient of the expression only.
  Layout layout;
  bool is_in_place = true;
  /// The address of the array, whether it owns its memory, and whether `layout` is all of it in its own order.
  std::intptr_t array = 0;
  bool is_owner = false, is_whole = false;

  SIGMAJET_FUNCTION Leaf elsewhere() const { return {layout, false, array, is_owner, false}; }
  SIGMAJET_FUNCTION Leaf with(const Layout& part) const {
    return is_in_place ? Leaf{part, true, array, is_owner, false} : *this;
  }
};

template <class Xpr, class = void>
inline constexpr bool has_two_operands = false;
template <class Xpr>
inline constexpr bool has_two_operands<
    Xpr, std::void_t<decltype(std::declval<const Xpr&>().lhs()), decltype(std::declval<const Xpr&>().rhs())>> = true;

/// A CwiseTernaryOp.
template <class Xpr, class = void>
inline constexpr bool has_three_operands = false;
template <class Xpr>
inline constexpr bool has_three_operands<Xpr, std::void_t<decltype(std::declval<const Xpr&>().arg3())>> = true;
/// A Select, which is a CwiseTernaryOp from Eigen 5 on.
template <class Xpr, class = void>
inline constexpr bool has_condition = false;
template <class Xpr>
inline constexpr bool has_condition<Xpr, std::void_t<decltype(std::declval<const Xpr&>().conditionMatrix())>> = true;

/// Whether a coefficient of an expression is a function of the same coefficient of each operand.
template <class Xpr>
inline constexpr bool passes_on = false;
template <class... Types>
inline constexpr bool passes_on<Eigen::CwiseUnaryOp<Types...>> = true;
template <class... Types>
inline constexpr bool passes_on<Eigen::CwiseUnaryView<Types...>> = true;
template <class... Types>
inline constexpr bool passes_on<Eigen::CwiseBinaryOp<Types...>> = true;
template <class Xpr>
inline constexpr bool passes_on<Eigen::ArrayWrapper<Xpr>> = true;
template <class Xpr>
inline constexpr bool passes_on<Eigen::MatrixWrapper<Xpr>> = true;
template <class Xpr>
inline constexpr bool passes_on<Eigen::NestByValue<Xpr>> = true;

/// The walk over an expression. Each function calls visit(leaf) for every leaf.
class LeafWalk {
 public:
  template <class Xpr, class Visit>
  static SIGMAJET_FUNCTION void over(const Eigen::EigenBase<Xpr>& x, const Visit& visit) {
    if constexpr (!std::is_base_of_v<Eigen::DenseBase<Xpr>, Xpr>)
      over_special(x.derived(), visit);
    else if constexpr (has_direct_access<Xpr> || !is_computed_first<Xpr>)
      over_dense(x.derived(), visit);
  }

 private:
  template <class Xpr, class Visit>
  static SIGMAJET_FUNCTION void over_dense(const Xpr& x, const Visit& visit) {
    if constexpr (has_direct_access<Xpr>) {
      visit(Leaf{layout_of(x), true, reinterpret_cast<std::intptr_t>(x.data()), owns_memory<Xpr>, true});
    } else {
      over_operands(x, visit);
    }
  }
  /// A factor of a product whose coefficients are computed one by one. Whether the factor is then computed first, as it
  /// would be by itself, depends: it is taken not to be.
  template <class Xpr, class Visit>
  static SIGMAJET_FUNCTION void over_factor(const Eigen::DenseBase<Xpr>& x, const Visit& visit) {
    over_dense(x.derived(), visit);
  }

  /// A visit of leaves that are read elsewhere, too.
  template <class Visit>
  static SIGMAJET_FUNCTION auto elsewhere(const Visit& visit) {
    return [&visit](const Leaf& leaf) SIGMAJET_LAMBDA { visit(leaf.elsewhere()); };
  }
  /// A visit of leaves of which the expression reads view(layout).
  template <class Visit, class View>
  static SIGMAJET_FUNCTION auto through(const Visit& visit, const View& view) {
    return [&visit, view](const Leaf& leaf) SIGMAJET_LAMBDA { visit(leaf.with(view(leaf.layout))); };
  }

  /// A diagonal matrix reads a vector; sparse and permutation matrices read nothing of ours.
  template <class Xpr, class Visit>
  static SIGMAJET_FUNCTION void over_special(const Xpr& x, const Visit& visit) {
    if constexpr (std::is_base_of_v<Eigen::DiagonalBase<Xpr>, Xpr>) over(x.diagonal(), elsewhere(visit));
  }

  /// Expressions of any kind, by the names of their operands.
  template <class Xpr, class Visit>
  static SIGMAJET_FUNCTION void over_operands(const Xpr& x, const Visit& visit) {
    if constexpr (has_three_operands<Xpr>)
      (over(x.arg1(), visit), over(x.arg2(), visit), over(x.arg3(), visit));
    else if constexpr (has_condition<Xpr>)
      (over(x.conditionMatrix(), visit), over(x.thenMatrix(), visit), over(x.elseMatrix(), visit));
    else if constexpr (passes_on<Xpr>)
      over_one_or_two(x, visit);
    else
      over_one_or_two(x, elsewhere(visit));
  }
  template <class Xpr, class Visit>
  static SIGMAJET_FUNCTION void over_one_or_two(const Xpr& x, const Visit& visit) {
    if constexpr (has_two_operands<Xpr>)
      (over(x.lhs(), visit), over(x.rhs(), visit));
    else if constexpr (has_nested_expression<Xpr>)
      over(x.nestedExpression(), visit);
  }

  template <class Xpr, int Rows, int Columns, bool InnerPanel, class Visit>
  static SIGMAJET_FUNCTION void over_operands(const Eigen::Block<Xpr, Rows, Columns, InnerPanel>& x,
                                              const Visit& visit) {
    over(x.nestedExpression(), through(visit, [&x](const Layout& layout) SIGMAJET_LAMBDA {
           return layout.block(x.startRow(), x.startCol(), x.rows(), x.cols());
         }));
  }
  template <class Xpr, class Visit>
  static SIGMAJET_FUNCTION void over_operands(const Eigen::Transpose<Xpr>& x, const Visit& visit) {
    over(x.nestedExpression(), through(visit, [](const Layout& layout) SIGMAJET_LAMBDA { return layout.transposed(); }));
  }
  template <class Xpr, int Direction, class Visit>
  static SIGMAJET_FUNCTION void over_operands(const Eigen::Reverse<Xpr, Direction>& x, const Visit& visit) {
    over(x.nestedExpression(), through(visit, [](const Layout& layout) SIGMAJET_LAMBDA {
           const Layout rows = Direction == Eigen::Horizontal ? layout : layout.reversed();
           return Direction == Eigen::Vertical ? rows : rows.transposed().reversed().transposed();
         }));
  }
  /// Indices that are equally spaced make a block with other strides.
  template <class Xpr, class RowIndices, class ColIndices, class Visit>
  static SIGMAJET_FUNCTION void over_operands(const Eigen::IndexedView<Xpr, RowIndices, ColIndices>& x,
                                              const Visit& visit) {
    const Spacing row = spacing_of(x.rowIndices(), x.rows()), column = spacing_of(x.colIndices(), x.cols());
    over(x.nestedExpression(), [&](const Leaf& leaf) SIGMAJET_LAMBDA {
      if (!row.is_equal || !column.is_equal) return visit(leaf.elsewhere());
      Layout layout = leaf.layout.block(row.first, column.first, x.rows(), x.cols());
      layout.row_stride *= row.step;
      layout.column_stride *= column.step;
      visit(leaf.with(layout));
    });
  }
  /// A repeated expression is read everywhere, and its copy where Eigen makes one.
  template <class Xpr, int RowFactor, int ColFactor, class Visit>
  static SIGMAJET_FUNCTION void over_operands(const Eigen::Replicate<Xpr, RowFactor, ColFactor>& x,
                                              const Visit& visit) {
    if constexpr (has_direct_access<Xpr> || !is_replicated_from_copy<Xpr, RowFactor, ColFactor>)
      over(x.nestedExpression(), elsewhere(visit));
  }
  /// A product that is not computed first. With a diagonal matrix it scales the coefficients of the other factor.
  template <class Lhs, class Rhs, int Option, class Visit>
  static SIGMAJET_FUNCTION void over_operands(const Eigen::Product<Lhs, Rhs, Option>& x, const Visit& visit) {
    constexpr bool is_scaling =
        !std::is_base_of_v<Eigen::DenseBase<Lhs>, Lhs> || !std::is_base_of_v<Eigen::DenseBase<Rhs>, Rhs>;
    if constexpr (is_scaling)
      (over(x.lhs(), visit), over(x.rhs(), visit));
    else
      over_factors(x, elsewhere(visit));
  }
  template <class Lhs, class Rhs, int Option, class Visit>
  static SIGMAJET_FUNCTION void over_factors(const Eigen::Product<Lhs, Rhs, Option>& x, const Visit& visit) {
    (over_factor(x.lhs(), visit), over_factor(x.rhs(), visit));
  }
  /// The diagonal of a product is not computed first: its coefficients alone are computed, one by one.
  template <class Lhs, class Rhs, int Option, int Index, class Visit>
  static SIGMAJET_FUNCTION void over_operands(const Eigen::Diagonal<const Eigen::Product<Lhs, Rhs, Option>, Index>& x,
                                              const Visit& visit) {
    over_factors(x.nestedExpression(), elsewhere(visit));
  }

  /// Indices of a view: whether they are equally spaced, and how.
  struct Spacing {
    bool is_equal = true;
    std::intptr_t first = 0, step = 1;
  };
  template <class Indices>
  static Spacing spacing_of(const Indices& indices, Eigen::Index count) {
    Spacing result;
    if (count > 0) result.first = indices[0];
    if (count > 1) result.step = indices[1] - indices[0];
    result.is_equal = result.step != 0;
    for (Eigen::Index i = 1; i < count; ++i)
      result.is_equal = result.is_equal && indices[i] - indices[i - 1] == result.step;
    return result;
  }
};

/// visit(leaf) for every array that an expression reads.
template <class Xpr, class Visit>
SIGMAJET_FUNCTION void for_each_leaf(const Xpr& x, const Visit& visit) {
  if constexpr (!is_none<Xpr>) LeafWalk::over(x, visit);
}

}  // namespace detail
SIGMAJET_NAMESPACE_END
