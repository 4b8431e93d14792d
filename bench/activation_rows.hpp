#pragma once

#include <map>
#include <string>

#include <Eigen/Core>
#include <benchmark/benchmark.h>

#include <sigmajet/sigmajet.hpp>

#include "comparison.hpp"
#include "eigen_user_code.hpp"
#include "operands.hpp"
#include "textbook.hpp"
#include "vector_math.hpp"

/// Rows "activation/scalar/outputs/elements" for every activation of the library.
namespace activation_rows {

using Eigen::Index;

constexpr Index in_cache = 4096, out_of_cache = Index(1) << 25;

/// The input and the outputs of all rows of one size.
template <class Scalar>
struct Arrays {
  using Array = Eigen::Array<Scalar, Eigen::Dynamic, 1>;

  explicit Arrays(Index size) : x(size), y(Array::Zero(size)), d1(y), d2(y) { fill_normal(x); }
  textbook::Streams<Scalar> streams() { return {x.data(), y.data(), d1.data(), d2.data(), x.size()}; }

  Array x, y, d1, d2;
};

template <class Scalar>
Arrays<Scalar>& arrays_of_size(Index size) {
  static std::map<Index, Arrays<Scalar>> arrays;
  return arrays.try_emplace(size, size).first->second;
}

template <int Outputs, class Activation, class Input, class Output>
void evaluate(const Activation& activation, const Input& x, Output& y, Output& d1, Output& d2) {
  if constexpr (Outputs == 1) sigmajet::evaluate(activation, x, y);
  if constexpr (Outputs == 2) sigmajet::evaluate(activation, x, y, d1);
  if constexpr (Outputs == 3) sigmajet::evaluate(activation, x, y, d1, d2);
}

template <int Outputs, class Scalar>
void add_copies(Comparison& comparison, const textbook::Streams<Scalar>& s) {
  using Plain = vector_math::Vectors<Scalar>;
  comparison.add("copy", [=] { textbook::fused_loop<Plain, Outputs>(textbook::Copy{}, s); });
  if (s.size == in_cache) return;
  comparison.add(
      "copy", [=] { textbook::fused_loop<Plain, Outputs, true>(textbook::Copy{}, s); }, "non-temporal");
}

template <int Outputs, class Math, class Activation>
void add_peer(Comparison& comparison, Activation activation,
              const textbook::Streams<typename Math::Scalar>& s) {
  if constexpr (textbook::is_known<Math, Activation>) {
    using Fast = vector_math::Fast<Math>;
    comparison.add(
        "peer", [=] { textbook::fused_loop<Math, Outputs>(activation, s); }, Math::name);
    comparison.add(
        "fast peer", [=] { textbook::fused_loop<Fast, Outputs>(activation, s); }, Math::name);
  }
}

template <int Outputs, class Scalar, class Activation>
void add_peers([[maybe_unused]] Comparison& comparison, [[maybe_unused]] Activation activation,
               [[maybe_unused]] const textbook::Streams<Scalar>& s) {
#ifdef SIGMAJET_BENCH_SLEEF
  add_peer<Outputs, vector_math::Sleef<Scalar>>(comparison, activation, s);
#endif
#ifdef SIGMAJET_BENCH_XSIMD
  add_peer<Outputs, vector_math::Xsimd<Scalar>>(comparison, activation, s);
#endif
#ifdef SIGMAJET_BENCH_HIGHWAY
  add_peer<Outputs, vector_math::Highway<Scalar>>(comparison, activation, s);
#endif
#ifdef SIGMAJET_BENCH_LIBMVEC
  add_peer<Outputs, vector_math::Libmvec<Scalar>>(comparison, activation, s);
#endif
}

template <int Outputs, class Scalar, class Activation>
void compare_activation(benchmark::State& state, Activation activation, Index size) {
  Arrays<Scalar>& a = arrays_of_size<Scalar>(size);
  Comparison comparison(size);
  comparison.add("sigmajet", [&] { evaluate<Outputs>(activation, a.x, a.y, a.d1, a.d2); });
  add_copies<Outputs>(comparison, a.streams());
  if constexpr (eigen_user_code::is_known<Activation, typename Arrays<Scalar>::Array>)
    comparison.add("eigen", [&] { eigen_user_code::evaluate<Outputs>(activation, a.x, a.y, a.d1, a.d2); });
  add_peers<Outputs>(comparison, activation, a.streams());
  comparison.run(state);
}

template <int Outputs, class Scalar, class Activation>
void register_activation(Activation activation, Index size) {
  const std::string name = std::string(Activation::name) + '/' + scalar_name<Scalar> + '/' +
                           std::to_string(Outputs) + '/' + std::to_string(size);
  const auto run = [=](benchmark::State& state) {
    compare_activation<Outputs, Scalar>(state, activation, size);
  };
  benchmark::RegisterBenchmark(name.c_str(), run)->Iterations(size == in_cache ? 400 : 5);
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
