#pragma once

#include "sigmajet/activations/softmax.hpp"
#include "sigmajet/evaluate.hpp"
#include "sigmajet/products/elementwise.hpp"

/// @file
/// Products with the derivatives of row-wise activations. Shapes agree, and every output is exactly one of the inputs
/// or shares no memory with them and the other outputs. From::softmax reads the probabilities that rowwise_forward kept
/// where From::input reads x.

SIGMAJET_NAMESPACE_BEGIN
namespace detail {

enum class From { input, softmax };

template <From from, class Row, class X>
SIGMAJET_FUNCTION auto probabilities(const Row& row, const X& x) {
  return Probabilities < from == From::softmax, Row, X > (row, x);
}

template <class OfRow>
struct ForwardRow {
  template <class... Operands>
  SIGMAJET_FUNCTION void operator()(const Operands&... operands) const {
    OfRow::forward(operands...);
  }
};
template <From from, class OfRow>
struct JvpRow {
  template <class Row, class X, class... Strips>
  SIGMAJET_FUNCTION void operator()(const Row& row, const X& x, const Strips&... strips) const {
    OfRow::jvp(row, probabilities<from>(row, x), strips...);
  }
};
template <From from, class OfRow>
struct VjpRow {
  template <class Row, class X, class... Strips>
  SIGMAJET_FUNCTION void operator()(const Row& row, const X& x, const Strips&... strips) const {
    OfRow::vjp(row, probabilities<from>(row, x), strips...);
  }
};
template <From from, class OfRow>
struct HvpRow {
  template <class Row, class X, class... Strips>
  SIGMAJET_FUNCTION void operator()(const Row& row, const X& x, const Strips&... strips) const {
    OfRow::hvp(row, probabilities<from>(row, x), strips...);
  }
};
template <class OfRow>
struct ComposeRow {
  template <class Row, class X, class... Strips>
  SIGMAJET_FUNCTION void operator()(const Row& row, const X& u, const Strips&... strips) const {
    OfRow::compose(row, probabilities<From::input>(row, u), u, strips...);
  }
};

/// y = σ(x) and the probabilities s of x; y may be x.
template <class Activation, class X, class Y, class S>
void rowwise_forward(const X& x, Y& y, S& s) {
  const auto& input = with_memory(x);
  write_through(y, [&](auto& target) {
    for_each_operand_row<X, Activation>(ForwardRow<typename Activation::OfRow>(), input, target, s);
  });
}

/// function(row, strips of x, others and out…) for every distribution of x.
template <class Activation, class Function, class X, class Out, class... Others>
void rowwise_product(const Function& function, const X& x, Out& out, const Others&... others) {
  const auto run = [&](auto& target, const auto&... operands) {
    for_each_operand_row<X, Activation>(function, operands..., target);
  };
  write_through(out, [&](auto& target) { run(target, with_memory(x), with_memory(others)...); });
}

/// out = J v.
template <From from, class Activation, class X, class V, class Out>
void rowwise_jvp(const X& x, const V& v, Out& out) {
  rowwise_product<Activation>(JvpRow<from, typename Activation::OfRow>(), x, out, v);
}

/// out = Jᵀ g.
template <From from, class Activation, class X, class G, class Out>
void rowwise_vjp(const X& x, const G& g, Out& out) {
  rowwise_product<Activation>(VjpRow<from, typename Activation::OfRow>(), x, out, g);
}

/// out = ∇²(g·σ)(x) v.
template <From from, class Activation, class X, class G, class V, class Out>
void rowwise_hvp(const X& x, const G& g, const V& v, Out& out) {
  rowwise_product<Activation>(HvpRow<from, typename Activation::OfRow>(), x, out, g, v);
}

/// Value, first and second derivative of σ(u) along a curve with the derivatives du and ddu.
template <class Activation, class U, class Du, class Ddu, class Y, class Dy, class Ddy>
void rowwise_compose(const U& u, const Du& du, const Ddu& ddu, Y& y, Dy& dy, Ddy& ddy) {
  const auto& input = with_memory(u);
  const auto& first = with_memory(du);
  const auto& second = with_memory(ddu);
  write_through(y, [&](auto& to_y) {
    write_through(dy, [&](auto& to_dy) {
      write_through(ddy, [&](auto& to_ddy) {
        for_each_operand_row<U, Activation>(ComposeRow<typename Activation::OfRow>(), input, first, second, to_y, to_dy,
                                            to_ddy);
      });
    });
  });
}

template <class Scalar>
using Column = Eigen::Matrix<Scalar, Eigen::Dynamic, 1>;

/// function(n, probabilities of distribution n) in the working precision, for each distribution of x.
template <class Activation, class X, class Function>
void for_each_distribution(const X& x, const Function& function) {
  using Scalar = WorkingScalar<typename X::Scalar>;
  using Rows = RowwiseShape<X, Activation::is_by_row()>;
  Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic> s = x.derived().matrix().template cast<Scalar>();
  if constexpr (Rows::by_row) s.transposeInPlace();
  evaluate(Softmax<Axis::Colwise>{}, s, s);
  for (Eigen::Index n = 0; n < s.cols(); ++n) function(n, Column<Scalar>(s.col(n)));
}

/// The Jacobians of the N distributions of length K, stacked: (N·K) × K.
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
  for_each_distribution<Activation>(x, [&](Eigen::Index n, const Column<Scalar>& s) {
    Activation::OfRow::jacobian(s, block);
    result.middleRows(n * length, length) = block.template cast<typename X::Scalar>();
  });
  return result;
}

/// ∇²(g·σ)(x) of one distribution, K × K.
template <class Activation, class X, class G>
auto rowwise_hessian(const X& x, const G& g) {
  constexpr int size = X::SizeAtCompileTime;
  using Scalar = WorkingScalar<typename X::Scalar>;
  Eigen::Matrix<Scalar, size, size> result(x.size(), x.size());
  const Column<Scalar> gradient = g.derived().reshaped().matrix().template cast<Scalar>();
  for_each_distribution<Activation>(
      x, [&](Eigen::Index, const Column<Scalar>& s) { Activation::OfRow::hessian(s, gradient, result); });
  return Eigen::Matrix<typename X::Scalar, size, size>(result.template cast<typename X::Scalar>());
}

template <class Activation>
struct Products<Activation, std::enable_if_t<is_rowwise<Activation>>> {
  template <class X, class V, class Out>
  static void jvp(const Activation&, const X& x, const V& v, Out& out) {
    rowwise_jvp<From::input, Activation>(x, v, out);
  }
  template <class X, class G, class Out>
  static void vjp(const Activation&, const X& x, const G& g, Out& out) {
    rowwise_vjp<From::input, Activation>(x, g, out);
  }
  template <class X, class G, class V, class Out>
  static void hvp(const Activation&, const X& x, const G& g, const V& v, Out& out) {
    rowwise_hvp<From::input, Activation>(x, g, v, out);
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
  template <class U, class Du, class Ddu, class... Outs>
  static void compose(const Activation&, const U& u, const Du& du, const Ddu& ddu, Outs&... outs) {
    static_assert(!(is_none<Outs> || ...), "sigmajet: compose of a row-wise activation writes all three outputs");
    rowwise_compose<Activation>(u, du, ddu, outs...);
  }
};

}  // namespace detail
SIGMAJET_NAMESPACE_END
