#pragma once

#include <string>
#include <type_traits>

#include <Eigen/Core>
#include <benchmark/benchmark.h>

#include <sigmajet/sigmajet.hpp>

#include "activation_rows.hpp"
#include "comparison.hpp"
#include "operands.hpp"

/// Rows "activation/scalar/training step/elements", forward and vjp, and "…/backward pass/…", vjp alone, with a
/// context that keeps σ′. Column "kept 0" keeps x instead, "eigen" is what one writes on Eigen from the value
/// alone, and "multiplication" writes the product of two arrays, which no backward pass undercuts. Softmax is
/// one of rows of 128 entries.
namespace context_rows {

using Eigen::Dynamic;
using Eigen::Index;

constexpr Index softmax_length = 128;

template <class Scalar, class Activation>
using ArrayFor =
    std::conditional_t<sigmajet::is_rowwise<Activation>, Eigen::Array<Scalar, Dynamic, Dynamic, Eigen::RowMajor>,
                       Eigen::Array<Scalar, Dynamic, 1>>;

template <class Array>
void value_by_eigen(sigmajet::Tanh, const Array& x, Array& y) {
  y = x.tanh();
}
template <class Array>
void value_by_eigen(sigmajet::Sigmoid, const Array& x, Array& y) {
  y = x.logistic();
}
template <class Array>
void value_by_eigen(sigmajet::Softplus, const Array& x, Array& y) {
  y = x.max(typename Array::Scalar(0)) + (-x.abs()).exp().log1p();
}
template <class Array>
void value_by_eigen(sigmajet::Softmax<>, const Array& x, Array& y) {
  y = (x.colwise() - x.rowwise().maxCoeff().eval()).exp();
  y.colwise() /= y.rowwise().sum().eval();
}

template <class Array>
void vjp_by_eigen(sigmajet::Tanh, const Array& y, const Array& g, Array& out) {
  out = g * (1 - y.square());
}
template <class Array>
void vjp_by_eigen(sigmajet::Sigmoid, const Array& y, const Array& g, Array& out) {
  out = g * y * (1 - y);
}
template <class Array>
void vjp_by_eigen(sigmajet::Softplus, const Array& y, const Array& g, Array& out) {
  out = g * (1 - (-y).exp());
}
template <class Array>
void vjp_by_eigen(sigmajet::Softmax<>, const Array& y, const Array& g, Array& out) {
  out = y * (g.colwise() - (y * g).rowwise().sum().eval());
}

template <class Scalar, class Activation>
void compare(benchmark::State& state, Activation activation, Index size, bool with_forward) {
  using Array = ArrayFor<Scalar, Activation>;
  const Index rows = sigmajet::is_rowwise<Activation> ? size / softmax_length : size;
  Array x(rows, size / rows), g(rows, size / rows), y(x), out(x), factor(x);
  fill_normal(x);
  g.setOnes();
  factor.setOnes();
  sigmajet::BackwardMode<Activation, Array, 1> keeping(activation);
  sigmajet::BackwardMode<Activation, Array, 0> deferring(activation);
  keeping.forward(x, y);
  deferring.forward(x, y);
  Comparison comparison(size);
  const auto add_mode = [&](const char* column, auto& mode) {
    comparison.add(column, [&, with_forward] {
      if (with_forward) mode.forward(x, y);
      mode.vjp(g, out);
    });
  };
  add_mode("sigmajet", keeping);
  add_mode("kept 0", deferring);
  comparison.add("eigen", [&, with_forward] {
    if (with_forward) value_by_eigen(activation, x, y);
    vjp_by_eigen(activation, y, g, out);
  });
  if (!with_forward) comparison.add("multiplication", [&] { out = factor * g; });
  comparison.run(state);
}

/// Registers the rows of one size.
template <class Scalar>
void register_all(Index size) {
  using Activations =
      sigmajet::ActivationList<sigmajet::Tanh, sigmajet::Sigmoid, sigmajet::Softplus, sigmajet::Softmax<>>;
  sigmajet::for_each_activation(Activations{}, [&](auto activation) {
    for (const bool with_forward : {true, false})
      activation_rows::register_row<Scalar>(
          activation, with_forward ? "training step" : "backward pass", size,
          [=](benchmark::State& state) { compare<Scalar>(state, activation, size, with_forward); });
  });
}

}  // namespace context_rows
