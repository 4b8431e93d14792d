#pragma once

#include <algorithm>

#include "sigmajet/activation.hpp"
#include "sigmajet/loop/derivatives.hpp"
#include "sigmajet/loop/fused_pass.hpp"
#include "sigmajet/operands/outputs.hpp"
#include "sigmajet/rowwise/passes.hpp"

SIGMAJET_NAMESPACE_BEGIN
namespace detail {

template <class Activation, class X, class... Outs, std::size_t... N>
SIGMAJET_FUNCTION void evaluate_into(const Activation& activation, const X& x, std::index_sequence<N...>,
                                     Outs&... outs) {
  constexpr int order = highest_order<Outs...>();
  if constexpr (order >= 0)
    with_outputs(
        std::make_tuple(Input{x, "x"}),
        [&](auto&... out) SIGMAJET_LAMBDA {
          if constexpr (is_rowwise<Activation>)
            rowwise_pass<Activation>(x, out...);
          else
            fused_pass(Derivatives<order, Activation>{valid_in<typename X::Scalar>(activation)}, inputs(x), out...);
        },
        Output{outs, output_name(N), shape_of(x), "the input x is"}...);
}

/// At compile time: an activation whose kernel reaches an order, and inputs that it takes.
template <int Order, class Activation, class... Xs>
constexpr bool check_call() {
  if constexpr (check_activation<Order, Activation>())
    return check_inputs<Xs...>();
  else
    return false;
}

/// Arrays of a compile-time size are evaluated where they stand; for others all calls share one function.
template <class Activation, class X, std::size_t... N, class... Outs>
void evaluate_by_call(const Activation& activation, const X& x, std::index_sequence<N...> orders, Outs&... outs) {
  evaluate_into(activation, x, orders, outs...);
}

}  // namespace detail

/// Evaluates σ, and σ′, σ″ as far as they are given, at every coefficient of x, in one pass, into the caller's storage.
///
///     evaluate(Tanh{}, x, y);    evaluate(Tanh{}, x, y, d1, d2);    evaluate(Tanh{}, x, none, d1);
///
/// x is any dense Eigen expression of real numbers; it is read once, inside the pass. An output is a matrix, array or
/// block of x's shape and scalar type, in either storage order, or `none`; one that owns its memory is resized. An
/// output may be x itself or an array that x reads in place, as y in 2 * y + b, else it must share no memory with what
/// x reads and with the other outputs. Nothing is allocated unless an output is resized or x holds a product.
///
/// @throws std::invalid_argument for a wrong shape or a forbidden overlap, before anything is written.
template <class Activation, class X, class... Outs>
SIGMAJET_FUNCTION void evaluate(const Activation& activation, const X& x, Outs&&... outs) {
  static_assert(sizeof...(Outs) >= 1, "sigmajet: evaluate needs an output");
  constexpr int order = (std::max)(0, detail::highest_order<Outs...>());
  if constexpr (detail::check_call<order, Activation, X>()) {
    if constexpr (detail::check_outputs<X, Outs...>()) {
      constexpr std::index_sequence_for<Outs...> orders;
      if constexpr (detail::DenseOf<X>::SizeAtCompileTime == Eigen::Dynamic)
        detail::evaluate_by_call(activation, detail::as_dense(x), orders, detail::as_output(outs)...);
      else
        detail::evaluate_into(activation, detail::as_dense(x), orders, detail::as_output(outs)...);
    }
  }
}

namespace detail {

template <class Activation, class X, class Results, int... N>
void evaluate_jet(const Activation& activation, const X& x, Results& results, std::integer_sequence<int, N...>) {
  evaluate(activation, x, get<N>(results)...);
}

}  // namespace detail

/// σ(x), σ′(x), … up to Order, for a scalar or a dense Eigen expression; for an expression, each is a new matrix or
/// array of its kind, shape and storage order.
template <int Order, class Activation, class X>
auto jet(const Activation& activation, const X& x) {
  if constexpr (detail::is_eigen<X>) {
    if constexpr (detail::check_call<Order, Activation, X>()) {
      Jet<typename detail::DenseOf<X>::PlainObject, Order> result;
      detail::evaluate_jet(activation, x, result, std::make_integer_sequence<int, Order + 1>{});
      return result;
    }
  } else if constexpr (detail::check_activation<Order, Activation>()) {
    static_assert(is_elementwise<Activation>, "sigmajet: a row-wise activation takes an array, not a scalar");
    if constexpr (is_elementwise<Activation>)
      if constexpr (detail::check_scalar<X>()) return detail::jet_of_scalar<Order>(activation, x);
  }
}

namespace detail {

template <class Activation, int Order, class Scalar>
class DerivativeFunctor {
 public:
  explicit DerivativeFunctor(const Activation& activation) : activation_(valid_in<Scalar>(activation)) {}

  Scalar operator()(const Scalar& x) const { return get<Order>(jet_of_scalar<Order>(activation_, x)); }

  template <class Packet>
  SIGMAJET_FUNCTION Packet packetOp(const Packet& x) const {
    Pack<Scalar, lanes_of<Packet>, 1> pack;
    pack.registers.first = x;
    return get<Order>(activation_.template kernel<Order>(pack)).registers.first;
  }

 private:
  Activation activation_;
};

template <int Order, class Activation, class X>
auto lazy_derivative(const Activation& activation, const X& x) {
  if constexpr (check_call<Order, Activation, X>())
    return as_dense(x).unaryExpr(DerivativeFunctor<Activation, Order, typename DenseOf<X>::Scalar>(activation));
}

}  // namespace detail

/// σ(x), σ′(x) or σ″(x) as a lazy Eigen expression of x's kind, evaluated where it is used. As any Eigen expression, it
/// refers to the matrices in x and must not outlive them. The value of a row-wise activation is computed at once.
template <class Activation, class X>
auto value(const Activation& activation, const X& x) {
  if constexpr (is_rowwise<Activation>) {
    if constexpr (detail::check_call<0, Activation, X>()) return jet<0>(activation, detail::as_dense(x)).value;
  } else {
    return detail::lazy_derivative<0>(activation, x);
  }
}
template <class Activation, class X>
auto first_derivative(const Activation& activation, const X& x) {
  return detail::lazy_derivative<1>(activation, x);
}
template <class Activation, class X>
auto second_derivative(const Activation& activation, const X& x) {
  return detail::lazy_derivative<2>(activation, x);
}

SIGMAJET_NAMESPACE_END
