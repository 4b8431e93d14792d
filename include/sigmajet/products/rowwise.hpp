#pragma once

#include <tuple>

#include "sigmajet/activations/softmax.hpp"
#include "sigmajet/operands/outputs.hpp"
#include "sigmajet/products/elementwise.hpp"
#include "sigmajet/products/product.hpp"
#include "sigmajet/rowwise/passes.hpp"
#include "sigmajet/rowwise/probabilities.hpp"

/// @file
/// Products with the derivatives of row-wise activations. Those of a vector and a matrix are functions of the rows of
/// arrays (rowwise/passes.hpp), from x or from the probabilities that a context has kept of it. The matrices themselves
/// are made one distribution at a time, by Eigen.

SIGMAJET_NAMESPACE_BEGIN
namespace detail {

/// What the first operand of a product is: x, or the probabilities that rowwise_forward has kept of it.
enum class From { input, softmax };

/// OfRow::product as a function for for_each_operand_row.
template <class Product, From from, class OfRow>
struct ProductOfRow {
  template <class Row, class X, class... Strips>
  SIGMAJET_FUNCTION void operator()(const Row& row, const X& x, const Strips&... strips) const {
    using S = Probabilities<(from == From::softmax), Row, X>;
    OfRow::product(Product{}, row, S(row, x), strips...);
  }
};

/// Writes a product of every distribution to outs; xs are x, or its probabilities, and the product's other inputs, all
/// of one shape.
template <class Product, From from, class Activation, class... Xs, class... Outs>
void rowwise_product(const Inputs<Xs...>& xs, Outs&... outs) {
  constexpr ProductOfRow<Product, from, typename Activation::OfRow> product_of_row;
  for_each_row_of<Activation>(product_of_row, xs, outs...);
}

/// Writes y = σ(x), and the probabilities of x to s, from which rowwise_product follows. y may be x; s has memory of
/// its own.
template <class Activation, class X, class Y, class S>
void rowwise_forward(const X& x, Y& y, S& s) {
  rowwise_pass<Activation>(x, y, s);
}

// ---- matrices ----------------------------------------------------------------------------------------------------

template <class Scalar>
using ColumnVector = Eigen::Matrix<Scalar, Eigen::Dynamic, 1>;

/// Calls function(n, s) for each distribution n of x that is not empty, with its probabilities s as a column vector in
/// the working precision, whatever the activation.
template <class Activation, class X, class Function>
void for_each_distribution(const X& x, const Function& function) {
  using Scalar = WorkingScalar<typename X::Scalar>;
  using Rows = RowwiseShape<X, Activation::is_by_row()>;
  if (x.size() == 0) return;
  Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic> s = x.derived().matrix().template cast<Scalar>();
  if constexpr (Rows::by_row) s.transposeInPlace();
  rowwise_pass<Softmax<Axis::Colwise>>(s, s);
  for (Eigen::Index n = 0; n < s.cols(); ++n) function(n, ColumnVector<Scalar>(s.col(n)));
}

/// The Jacobians of the N distributions of length K in x, one below the other: (N·K)×K. Rows n·K to n·K + K − 1 are the
/// Jacobian of distribution n.
template <class Activation, class X>
auto rowwise_jacobian(const X& x) {
  using Rows = RowwiseShape<X, Activation::is_by_row()>;
  constexpr bool is_fixed = Rows::length != Eigen::Dynamic && Rows::count != Eigen::Dynamic;
  using Result =
      Eigen::Matrix<typename X::Scalar, is_fixed ? Rows::length * Rows::count : Eigen::Dynamic, Rows::length>;
  using Scalar = WorkingScalar<typename X::Scalar>;
  const Eigen::Index length = Rows::by_row ? x.cols() : x.rows();
  Result result(x.size(), length);
  Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic> block(length, length);
  for_each_distribution<Activation>(x, [&](Eigen::Index n, const ColumnVector<Scalar>& s) {
    Activation::OfRow::jacobian(s, block);
    result.middleRows(n * length, length) = block.template cast<typename X::Scalar>();
  });
  return result;
}

/// The Hessian ∇²⟨g, σ⟩ at a vector x of K coefficients, K×K; g has x's shape. Its diagonal blocks are those of x's
/// distributions. Nearly always that is one; but under an axis across the vector, which only a type with two dynamic
/// dimensions allows, they are K distributions of one coefficient.
template <class Activation, class X, class G>
auto rowwise_hessian(const X& x, const G& g) {
  constexpr int size = X::SizeAtCompileTime;
  using Scalar = WorkingScalar<typename X::Scalar>;
  Eigen::Matrix<Scalar, size, size> result = Eigen::Matrix<Scalar, size, size>::Zero(x.size(), x.size());
  const ColumnVector<Scalar> gradient = g.derived().reshaped().matrix().template cast<Scalar>();
  for_each_distribution<Activation>(x, [&](Eigen::Index n, const ColumnVector<Scalar>& s) {
    const Eigen::Index length = s.size(), first = n * length;
    const ColumnVector<Scalar> own_gradient = gradient.segment(first, length);
    Activation::OfRow::hessian(s, own_gradient, result.block(first, first, length, length));
  });
  return Eigen::Matrix<typename X::Scalar, size, size>(result.template cast<typename X::Scalar>());
}

/// The products of a row-wise activation.
template <class Activation>
struct Products<Activation, std::enable_if_t<is_rowwise<Activation>>> {
  template <class Product, class... Xs, class... Outs>
  static void run(Product, const Activation&, const Inputs<Xs...>& xs, Outs&... outs) {
    rowwise_product<Product, From::input, Activation>(xs, outs...);
  }
  template <class X>
  static auto jacobian(const Activation&, const X& x) {
    return rowwise_jacobian<Activation>(x);
  }
  template <class X, class G>
  static auto hessian(const Activation&, const X& x, const G& g) {
    check_vector("hessian", x);
    return rowwise_hessian<Activation>(x, g);
  }
};

}  // namespace detail
SIGMAJET_NAMESPACE_END
