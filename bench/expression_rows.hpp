#pragma once

#include <string>
#include <type_traits>
#include <vector>

#include <Eigen/Core>
#include <benchmark/benchmark.h>

#include <sigmajet/sigmajet.hpp>

#include "comparison.hpp"
#include "eigen_user_code.hpp"
#include "operands.hpp"

/// Rows "tanh of expression/scalar": the whole jet of one kind of input each, 4096 elements. Column "plain"
/// is sigmajet on an array, "assign" the expression written to an array.
namespace expression_rows {

using Eigen::Dynamic;
using Eigen::Index;
using Eigen::Map;

constexpr Index side = 64, size = side * side;

/// What the expressions are made of.
template <class Scalar>
struct Operands {
  using Other = std::conditional_t<std::is_same_v<Scalar, float>, double, float>;
  template <class T, int Options = Eigen::ColMajor>
  using Array = Eigen::Array<T, Dynamic, Dynamic, Options>;

  Operands() {
    fill_normal(x), fill_normal(row_major), fill_normal(other), fill_normal(half), fill_normal(enclosing);
    fill_normal(bias), fill_normal(weights);
    weights /= 8;
  }
  auto strided() const {
    using Stride = Eigen::Stride<Dynamic, 2>;
    return Map<const Array<Scalar>, Eigen::Unaligned, Stride>(enclosing.data(), side, side, Stride(2 * side, 2));
  }

  Array<Scalar> x{side, side}, enclosing{2 * side, 2 * side};
  Array<Scalar, Eigen::RowMajor> row_major{side, side};
  Array<Other> other{side, side};
  Array<Eigen::half> half{side, side};
  Eigen::Array<Scalar, Dynamic, 1> bias{side};
  Eigen::Matrix<Scalar, Dynamic, Dynamic> weights{side, side};
};

template <class Scalar>
const Operands<Scalar>& operands() {
  static const Operands<Scalar> operands;
  return operands;
}

/// An input and the outputs.
template <class Scalar>
struct Arrays {
  using Array = Eigen::Array<Scalar, Dynamic, Dynamic>;

  Arrays() { fill_normal(x); }

  Array x{side, side}, y = Array::Zero(side, side), d1 = y, d2 = y;
};

/// The columns of one expression.
template <class Scalar, class Expression>
Comparison columns(const Expression& x, Arrays<typename Expression::Scalar>& out, Arrays<Scalar>& plain) {
  Comparison comparison(size);
  comparison.add("sigmajet", [&] { sigmajet::evaluate(sigmajet::Tanh{}, x, out.y, out.d1, out.d2); });
  comparison.add("plain", [&] { sigmajet::evaluate(sigmajet::Tanh{}, plain.x, plain.y, plain.d1, plain.d2); });
  comparison.add("assign", [&] { out.y = x.array(); });
  comparison.add("eigen", [&] { eigen_user_code::evaluate<3>(sigmajet::Tanh{}, x.array(), out.y, out.d1, out.d2); });
  return comparison;
}

template <class Scalar, class Make>
void compare(benchmark::State& state, Make make) {
  const auto x = make(operands<Scalar>());
  Arrays<typename decltype(x)::Scalar> out;
  Arrays<Scalar> plain;
  columns(x, out, plain).run(state);
}

/// With the product alone as a second way to "assign".
template <class Scalar>
void compare_layer(benchmark::State& state) {
  const Operands<Scalar>& in = operands<Scalar>();
  const auto x = (in.weights * in.x.matrix()).colwise() + in.bias.matrix();
  Arrays<Scalar> out, plain;
  Comparison comparison = columns(x, out, plain);
  comparison.add("assign", [&] { out.y.matrix().noalias() = in.weights * in.x.matrix(); }, "W*x alone");
  comparison.run(state);
}

/// Many short arrays of a size known to the compiler.
template <class Scalar>
void compare_fixed_size(benchmark::State& state) {
  using Array = Eigen::Array<Scalar, 16, 1>;
  struct Short {
    Array x = Array::Random(), y = x, d1 = x, d2 = x;
  };
  std::vector<Short> arrays(size / Array::SizeAtCompileTime);
  Arrays<Scalar> plain;
  Comparison comparison(size);
  const auto add = [&](const char* column, auto call) {
    comparison.add(column, [&arrays, call] {
      for (Short& a : arrays) call(a);
    });
  };
  add("sigmajet", [](Short& a) { sigmajet::evaluate(sigmajet::Tanh{}, a.x, a.y, a.d1, a.d2); });
  add("assign", [](Short& a) { a.y = a.x; });
  add("eigen", [](Short& a) { eigen_user_code::evaluate<3>(sigmajet::Tanh{}, a.x, a.y, a.d1, a.d2); });
  comparison.add("plain", [&] { sigmajet::evaluate(sigmajet::Tanh{}, plain.x, plain.y, plain.d1, plain.d2); });
  comparison.run(state);
}

template <class Scalar, class Run>
void add_row(const std::string& expression, Run run) {
  const std::string name = "tanh of " + expression + '/' + scalar_name<Scalar> + '/' + std::to_string(size);
  benchmark::RegisterBenchmark(name.c_str(), run)->Iterations(400);
}

template <class Scalar>
void register_all() {
  const auto add = [](const std::string& expression, auto make) {
    add_row<Scalar>(expression, [=](benchmark::State& state) { compare<Scalar>(state, make); });
  };
  add("x", [](const auto& in) { return in.x; });
  add("2*x+1", [](const auto& in) { return 2 * in.x + 1; });
  add("x.colwise()+b", [](const auto& in) { return in.x.colwise() + in.bias; });
  add_row<Scalar>("(W*x).colwise()+b", compare_layer<Scalar>);
  add("x.cast()", [](const auto& in) { return in.other.template cast<Scalar>(); });
  add("x.block()", [](const auto& in) { return in.enclosing.block(side / 2, side / 2, side, side); });
  add("inner stride", [](const auto& in) { return in.strided(); });
  add("row-major x", [](const auto& in) { return in.row_major; });
  add_row<Scalar>("fixed size 16", compare_fixed_size<Scalar>);
  if constexpr (std::is_same_v<Scalar, float>) add("half x", [](const auto& in) { return in.half; });
}

}  // namespace expression_rows
