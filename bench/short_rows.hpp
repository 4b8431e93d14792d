#pragma once

#include <Eigen/Core>
#include <benchmark/benchmark.h>

#include <sigmajet/sigmajet.hpp>

#include "activation_rows.hpp"
#include "comparison.hpp"
#include "plain_loops.hpp"
#include "textbook.hpp"

/// Rows "activation/scalar/short/8": the whole jet of 8 numbers. Column "fixed" is sigmajet on arrays of a
/// size known to the compiler, "bare loop" a loop over the standard library's functions, as it stands or made
/// vectors of.
namespace short_rows {

using activation_rows::Arrays;
using Eigen::Index;

constexpr Index size = 8;

template <class Scalar, class Activation>
void compare(benchmark::State& state, Activation activation) {
  struct OwnFlags {};
  using Formula = typename textbook::Named<Activation, textbook::All>::type;
  Arrays<Scalar>& a = activation_rows::arrays_of_size<Scalar>(size);
  Eigen::Array<Scalar, size, 1> x = a.x, y = x, d1 = x, d2 = x;
  Comparison comparison(size);
  comparison.add("sigmajet", [&] { sigmajet::evaluate(activation, a.x, a.y, a.d1, a.d2); });
  comparison.add("fixed", [&] { sigmajet::evaluate(activation, x, y, d1, d2); });
  comparison.add(
      "bare loop", [&, s = a.streams()] { plain_loops::run<3, OwnFlags>(Formula{}, s); }, "standard library");
#ifdef SIGMAJET_BENCH_LIBMVEC
  comparison.add(
      "bare loop", [s = a.streams(), loop = plain_loops::vectorized<Scalar>(Activation::name, 3)] { loop(s); },
      "libmvec");
#endif
  comparison.run(state);
}

template <class Scalar>
void register_all() {
  using Activations = sigmajet::ActivationList<sigmajet::Tanh, sigmajet::Sigmoid, sigmajet::Softplus,
                                               sigmajet::Gaussian, sigmajet::ReLU>;
  sigmajet::for_each_activation(Activations{}, [](auto activation) {
    activation_rows::register_row<Scalar>(activation, "short", size,
                                          [=](benchmark::State& state) { compare<Scalar>(state, activation); });
  });
}

}  // namespace short_rows
