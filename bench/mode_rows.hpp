#pragma once

#include <string>

#include <benchmark/benchmark.h>

#include <sigmajet/sigmajet.hpp>

#include "activation_rows.hpp"
#include "comparison.hpp"
#include "eigen_user_code.hpp"

/// Rows "activation/scalar/deferred outputs/elements": the value, and then σ′ (2 outputs) or σ′ and σ″ (3)
/// from a context. Column "fused" is forward mode, which writes all outputs in one pass; "again" a pass for
/// the value and one that starts from x again for the derivatives; "copy" has the streams of a context,
/// "eigen" reads x and y where they are.
namespace mode_rows {

using activation_rows::Arrays;
using Eigen::Index;

template <int Outputs, class Mode, class Scalar>
void run_deferred(Mode& mode, Arrays<Scalar>& a) {
  mode.forward(a.x, a.y);
  if constexpr (Outputs == 2) mode.backward(a.d1);
  if constexpr (Outputs == 3) mode.backward(a.d1, a.d2);
}

template <int Outputs, class Activation, class Scalar>
void run_again(const Activation& activation, Arrays<Scalar>& a) {
  sigmajet::evaluate(activation, a.x, a.y);
  activation_rows::evaluate<Outputs>(activation, a.x, sigmajet::none, a.d1, a.d2);
}

template <int Outputs, class Scalar, class Activation>
void compare(benchmark::State& state, Activation activation, Index size) {
  using Array = typename Arrays<Scalar>::Array;
  Arrays<Scalar>& a = activation_rows::arrays_of_size<Scalar>(size);
  sigmajet::BackwardMode<Activation, Array> mode(activation);
  Comparison comparison(size);
  comparison.add("sigmajet", [&] { run_deferred<Outputs>(mode, a); });
  comparison.add("fused", [&] { activation_rows::evaluate<Outputs>(activation, a.x, a.y, a.d1, a.d2); });
  comparison.add("again", [&] { run_again<Outputs>(activation, a); });
  activation_rows::add_copies(comparison, [&a](auto streaming) {
    activation_rows::copy<2, streaming, Scalar>({a.x.data(), a.y.data(), a.kept.data(), nullptr, a.x.size()});
    activation_rows::copy<Outputs - 1, streaming, Scalar>(
        {a.kept.data(), a.d1.data(), a.d2.data(), nullptr, a.x.size()});
  });
  if constexpr (eigen_user_code::is_known<Activation, Array>) {
    comparison.add("eigen", [&] { eigen_user_code::evaluate<Outputs>(activation, a.x, a.y, a.d1, a.d2); });
  }
  comparison.run(state);
}

template <int Outputs, class Scalar, class Activation>
void register_row(Activation activation, Index size) {
  activation_rows::register_row<Scalar>(
      activation, "deferred " + std::to_string(Outputs), size,
      [=](benchmark::State& state) { compare<Outputs, Scalar>(state, activation, size); });
}

/// Registers every activation's rows of one size.
template <class Scalar>
void register_all(Index size) {
  sigmajet::for_each_activation(sigmajet::BuiltinActivations{}, [&](auto activation) {
    register_row<2, Scalar>(activation, size);
    register_row<3, Scalar>(activation, size);
  });
}

}  // namespace mode_rows
