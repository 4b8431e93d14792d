#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <type_traits>

#include <Eigen/Core>
#include <benchmark/benchmark.h>

#include <sigmajet/sigmajet.hpp>

#include "comparison.hpp"
#include "eigen_user_code.hpp"
#include "onednn.hpp"
#include "operands.hpp"
#include "plain_loops.hpp"
#include "textbook.hpp"
#include "vector_math.hpp"

/// Rows "activation/scalar/outputs/elements" for every activation of the library.
namespace activation_rows {

using Eigen::Index;

/// The arrays of all rows of one size: an input, three outputs, and room for what is kept or multiplied.
template <class Scalar>
struct Arrays {
  using Array = Eigen::Array<Scalar, Eigen::Dynamic, 1>;

  explicit Arrays(Index size) : x(size), y(Array::Zero(size)), d1(y), d2(y), kept(y) { fill_normal(x); }
  textbook::Streams<Scalar> streams() { return {x.data(), y.data(), d1.data(), d2.data(), x.size()}; }

  Array x, y, d1, d2, kept;
};

template <class Scalar>
Arrays<Scalar>& arrays_of_size(Index size) {
  static std::map<Index, Arrays<Scalar>> arrays;
  return arrays.try_emplace(size, size).first->second;
}

template <int Outputs, class Activation, class Input, class Y, class Output>
void evaluate(const Activation& activation, const Input& x, Y& y, Output& d1, Output& d2) {
  if constexpr (Outputs == 1) sigmajet::evaluate(activation, x, y);
  if constexpr (Outputs == 2) sigmajet::evaluate(activation, x, y, d1);
  if constexpr (Outputs == 3) sigmajet::evaluate(activation, x, y, d1, d2);
}

template <int Outputs, bool NonTemporal, class Scalar>
void copy(const textbook::Streams<Scalar>& s) {
  textbook::fused_loop<vector_math::Vectors<Scalar>, Outputs, NonTemporal>(textbook::Copy{}, s);
}

/// call(whether the stores are non-temporal).
template <class Call>
void add_copies(Comparison& comparison, Call call) {
  comparison.add("copy", [=] { call(std::false_type()); }, "normal");
  comparison.add("copy", [=] { call(std::true_type()); }, "non-temporal");
}

template <int Outputs, class Math, class Activation>
void add_peer(Comparison& comparison, Activation activation, const textbook::Streams<typename Math::Scalar>& s) {
  if constexpr (textbook::is_known<Math, Activation>) {
    using Fast = vector_math::Fast<Math>;
    comparison.add("peer", [=] { textbook::fused_loop<Math, Outputs>(activation, s); }, Math::name);
    comparison.add("fast peer", [=] { textbook::fused_loop<Fast, Outputs>(activation, s); }, Math::name);
  }
}

/// oneDNN has neither double nor second derivatives.
template <int Outputs, class Activation, class Scalar>
void add_onednn([[maybe_unused]] Comparison& comparison, Activation, [[maybe_unused]] Arrays<Scalar>& a) {
#ifdef SIGMAJET_BENCH_ONEDNN
  if constexpr (Outputs <= 2 && std::is_same_v<Scalar, float>) {
    a.kept.setOnes();
    const float *x = a.x.data(), *ones = a.kept.data();
    const auto forward = onednn::forward(Activation::name, x, a.y.data(), a.x.size());
    if (!forward) return;
    const auto backward = onednn::backward(Activation::name, x, a.y.data(), ones, a.d1.data(), a.x.size());
    comparison.add("onednn", [=] {
      forward();
      if (Outputs == 2) backward();
    });
  }
#endif
}

template <int Outputs, class Scalar, class Activation>
void compare_activation(benchmark::State& state, Activation activation, Index size) {
  Arrays<Scalar>& a = arrays_of_size<Scalar>(size);
  Comparison comparison(size);
  comparison.add("sigmajet", [&] { evaluate<Outputs>(activation, a.x, a.y, a.d1, a.d2); });
  add_copies(comparison, [s = a.streams()](auto streaming) { copy<Outputs, streaming>(s); });
  if constexpr (eigen_user_code::is_known<Activation, typename Arrays<Scalar>::Array>)
    comparison.add("eigen", [&] { eigen_user_code::evaluate<Outputs>(activation, a.x, a.y, a.d1, a.d2); });
  vector_math::for_each_library<Scalar>(
      [&](auto math) { add_peer<Outputs, decltype(math)>(comparison, activation, a.streams()); });
#ifdef SIGMAJET_BENCH_LIBMVEC
  comparison.add(
      "peer", [s = a.streams(), loop = plain_loops::vectorized<Scalar>(Activation::name, Outputs)] { loop(s); },
      "libmvec");
#endif
  add_onednn<Outputs>(comparison, activation, a);
  comparison.run(state);
}

/// Registers the row "activation/scalar/what/size", which run(state) measures.
template <class Scalar, class Activation, class Run>
void register_row(Activation, const std::string& what, Index size, Run run) {
  const std::string name =
      std::string(Activation::name) + '/' + scalar_name<Scalar> + '/' + what + '/' + std::to_string(size);
  benchmark::RegisterBenchmark(name.c_str(), run)->Iterations(std::clamp<Index>((Index(1) << 24) / size, 5, 400));
}

template <int Outputs, class Scalar, class Activation>
void register_activation(Activation activation, Index size) {
  register_row<Scalar>(activation, std::to_string(Outputs), size,
                       [=](benchmark::State& state) { compare_activation<Outputs, Scalar>(state, activation, size); });
}

/// Registers every activation's rows of one size.
template <class Scalar>
void register_all(Index size) {
  sigmajet::for_each_activation(sigmajet::BuiltinActivations{}, [&](auto activation) {
    register_activation<1, Scalar>(activation, size);
    register_activation<2, Scalar>(activation, size);
    register_activation<3, Scalar>(activation, size);
  });
}

}  // namespace activation_rows
