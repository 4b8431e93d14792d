#pragma once

#include "sigmajet/activations/softmax.hpp"
#include "sigmajet/detail/elementwise_products.hpp"
#include "sigmajet/evaluate.hpp"

/// @file
/// Products with the derivatives of row-wise activations. Shapes agree, and every output is exactly one of the inputs or
/// shares no memory with them and the other outputs. From::softmax reads the probabilities that rowwise_forward kept
/// where From::input reads x.

SIGMAJET_NAMESPACE_BEGIN
namespace detail {

enum class From { input, softmax };

/// function(row, strips…) over the operands, which all have memory, in the rows of an array of type Shaped.
template <class Shaped, class Activation, class Function, class First, class... Operands>
void for_each_operand_row(const Function& function, First& first, Operands&... operands) {
  using Rows = RowwiseShape<Shaped, Activation::is_by_row()>;
  for_each_row<Working<typename First::Scalar>, Rows::length, Rows::count>(
      Rows::by_row ? first.cols() : first.rows(), Rows::by_row ? first.rows() : first.cols(), function,
      distributions_of(first, Rows::by_row), distributions_of(operands, Rows::by_row)...);
}

template <From from, class Row, class X>
SIGMAJET_FUNCTION auto probabilities(const Row& row, const X& x) {
  return Probabilities<from == From::softmax, Row, X>(row, x);
}

/// y = σ(x) and the probabilities s of x; y may be x.
template <class Activation, class X, class Y, class S>
void rowwise_forward(const Activation& activation, const X& x, Y& y, S& s) {
  const auto& input = with_memory(x);
  write_through(y, [&](auto& target) {
    for_each_operand_row<X, Activation>(
        [&](const auto& row, const auto& x_strip, const auto& y_strip, const auto& s_strip) {
          activation.forward_row(row, x_strip, y_strip, s_strip);
        },
        input, target, s);
  });
}

/// step(row, probabilities, strips of others and out…) for every distribution of x.
template <From from, class Activation, class Step, class X, class Out, class... Others>
void rowwise_product(const Step& step, const X& x, Out& out, const Others&... others) {
  const auto run = [&](auto& target, const auto& input, const auto&... operands) {
    for_each_operand_row<X, Activation>(
        [&](const auto& row, const auto& x_strip, const auto&... strips) {
          step(row, probabilities<from>(row, x_strip), strips...);
        },
        input, operands..., target);
  };
  write_through(out, [&](auto& target) { run(target, with_memory(x), with_memory(others)...); });
}

/// out = J v.
template <From from = From::input, class Activation, class X, class V, class Out>
void rowwise_jvp(const Activation& activation, const X& x, const V& v, Out& out) {
  rowwise_product<from, Activation>([&](const auto&... operands) { activation.jvp_row(operands...); }, x, out, v);
}

/// out = Jᵀ g.
template <From from = From::input, class Activation, class X, class G, class Out>
void rowwise_vjp(const Activation& activation, const X& x, const G& g, Out& out) {
  rowwise_product<from, Activation>([&](const auto&... operands) { activation.vjp_row(operands...); }, x, out, g);
}

/// out = ∇²(g·σ)(x) v.
template <From from = From::input, class Activation, class X, class G, class V, class Out>
void rowwise_hvp(const Activation& activation, const X& x, const G& g, const V& v, Out& out) {
  rowwise_product<from, Activation>([&](const auto&... operands) { activation.hvp_row(operands...); }, x, out, g, v);
}

/// Value, first and second derivative of σ(u) along a curve with the derivatives du and ddu.
template <class Activation, class U, class Du, class Ddu, class Y, class Dy, class Ddy>
void rowwise_compose(const Activation& activation, const U& u, const Du& du, const Ddu& ddu, Y& y, Dy& dy, Ddy& ddy) {
  const auto& input = with_memory(u);
  const auto& first = with_memory(du);
  const auto& second = with_memory(ddu);
  write_through(y, [&](auto& to_y) {
    write_through(dy, [&](auto& to_dy) {
      write_through(ddy, [&](auto& to_ddy) {
        for_each_operand_row<U, Activation>(
            [&](const auto& row, const auto& u_strip, const auto&... strips) {
              activation.compose_row(row, probabilities<From::input>(row, u_strip), u_strip, strips...);
            },
            input, first, second, to_y, to_dy, to_ddy);
      });
    });
  });
}

template <class Scalar>
using Column = Eigen::Matrix<Scalar, Eigen::Dynamic, 1>;

/// function(n, probabilities of distribution n) in the working precision, for each distribution of x.
template <class Activation, class X, class Function>
void for_each_distribution(const X& x, const Function& function) {
  using Scalar = Working<typename X::Scalar>;
  using Rows = RowwiseShape<X, Activation::is_by_row()>;
  Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic> s = x.derived().matrix().template cast<Scalar>();
  if constexpr (Rows::by_row) s.transposeInPlace();
  evaluate(Softmax<Axis::Colwise>{}, s, s);
  for (Eigen::Index n = 0; n < s.cols(); ++n) function(n, Column<Scalar>(s.col(n)));
}

/// The Jacobians of the N distributions of length K, stacked: (N·K) × K.
template <class Activation, class X>
auto rowwise_jacobian(const Activation& activation, const X& x) {
  using Rows = RowwiseShape<X, Activation::is_by_row()>;
  constexpr bool is_fixed = Rows::length != Eigen::Dynamic && Rows::count != Eigen::Dynamic;
  using Result = Eigen::Matrix<typename X::Scalar, is_fixed ? Rows::length * Rows::count : Eigen::Dynamic, Rows::length>;
  using Scalar = Working<typename X::Scalar>;
  const Eigen::Index length = Rows::by_row ? x.cols() : x.rows();
  Result result(x.size(), length);
  Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic> block(length, length);
  for_each_distribution<Activation>(x, [&](Eigen::Index n, const Column<Scalar>& s) {
    activation.jacobian_block(s, block);
    result.middleRows(n * length, length) = block.template cast<typename X::Scalar>();
  });
  return result;
}

/// ∇²(g·σ)(x) of one distribution, K × K.
template <class Activation, class X, class G>
auto rowwise_hessian(const Activation& activation, const X& x, const G& g) {
  constexpr int size = X::SizeAtCompileTime;
  using Scalar = Working<typename X::Scalar>;
  Eigen::Matrix<Scalar, size, size> result(x.size(), x.size());
  const Column<Scalar> gradient = g.derived().reshaped().matrix().template cast<Scalar>();
  for_each_distribution<Activation>(
      x, [&](Eigen::Index, const Column<Scalar>& s) { activation.hessian_block(s, gradient, result); });
  return Eigen::Matrix<typename X::Scalar, size, size>(result.template cast<typename X::Scalar>());
}

template <class Activation>
struct Products<Activation, std::enable_if_t<is_rowwise<Activation>>> {
  template <class X, class V, class Out>
  static void jvp(const Activation& activation, const X& x, const V& v, Out& out) {
    rowwise_jvp(activation, x, v, out);
  }
  template <class X, class G, class Out>
  static void vjp(const Activation& activation, const X& x, const G& g, Out& out) {
    rowwise_vjp(activation, x, g, out);
  }
  template <class X, class G, class V, class Out>
  static void hvp(const Activation& activation, const X& x, const G& g, const V& v, Out& out) {
    rowwise_hvp(activation, x, g, v, out);
  }
  template <class X>
  static auto jacobian(const Activation& activation, const X& x) {
    return rowwise_jacobian(activation, x);
  }
  template <class X, class G>
  static auto hessian(const Activation& activation, const X& x, const G& g) {
    check_vector("hessian", x);
    return rowwise_hessian(activation, x, g);
  }
  template <class U, class Du, class Ddu, class... Outs>
  static void compose(const Activation& activation, const U& u, const Du& du, const Ddu& ddu, Outs&... outs) {
    static_assert(!(is_none<Outs> || ...), "sigmajet: compose of a row-wise activation writes all three outputs");
    rowwise_compose(activation, u, du, ddu, outs...);
  }
};

}  // namespace detail
SIGMAJET_NAMESPACE_END
