#pragma once

#include <algorithm>
#include <cmath>
#include <cstring>
#include <functional>
#include <limits>
#include <string>

#include <Eigen/Core>
#include <benchmark/benchmark.h>

#include <sigmajet/sigmajet.hpp>

#include "comparison.hpp"
#include "onednn.hpp"
#include "operands.hpp"
#include "vector_math.hpp"

/// Rows "softmax/scalar/order/rows x columns": the softmax and logSoftmax of every row of an array, against a
/// bare copy, Eigen user code, oneDNN and, in row-major order, loops over the exponentials of vector
/// libraries.
namespace softmax_rows {

using Eigen::Dynamic;
using Eigen::Index;

template <class Activation, class Array>
void eigen_user_code(Activation, const Array& x, Array& y) {
  y = x.colwise() - x.rowwise().maxCoeff();
  if constexpr (std::is_same_v<Activation, sigmajet::Softmax<>>) {
    y = y.exp().eval();
    y.colwise() /= y.rowwise().sum().eval();
  } else {
    y.colwise() -= y.exp().rowwise().sum().log().eval();
  }
}

/// What one writes by hand for one row: the maximum, the exponentials with their sum, and what is made of
/// them.
template <class Math, class Activation>
void three_passes(Activation, const typename Math::Scalar* x, typename Math::Scalar* y, Index length) {
  using Scalar = typename Math::Scalar;
  using Vector = typename Math::Value;
  constexpr Index lanes = sizeof(Vector) / sizeof(Scalar);
  constexpr bool is_softmax = std::is_same_v<Activation, sigmajet::Softmax<>>;
  const Index whole = length - length % lanes;
  const auto load = [](const Scalar* from) {
    Vector v;
    std::memcpy(&v, from, sizeof(v));
    return v;
  };
  const auto joined = [](const Vector& v, auto join) {
    Scalar result = v[0];
    for (Index lane = 1; lane < lanes; ++lane) result = join(result, v[lane]);
    return result;
  };
  const auto larger = [](auto a, auto b) { return a > b ? a : b; };

  Vector tops = Vector{} - std::numeric_limits<Scalar>::infinity();
  for (Index i = 0; i < whole; i += lanes) tops = larger(tops, load(x + i));
  Scalar top = joined(tops, larger);
  for (Index i = whole; i < length; ++i) top = larger(top, x[i]);

  Vector sums{};
  for (Index i = 0; i < whole; i += lanes) {
    const Vector e = Math::exp(load(x + i) - top);
    sums += e;
    if (is_softmax) Math::template store<false>(y + i, e);
  }
  Scalar sum = joined(sums, std::plus<>());
  for (Index i = whole; i < length; ++i) {
    const Scalar e = std::exp(x[i] - top);
    sum += e;
    if (is_softmax) y[i] = e;
  }

  const Scalar inverse = 1 / sum, subtrahend = top + std::log(sum);
  const auto result = [&](auto from_x, auto from_y) {
    if constexpr (is_softmax)
      return from_y * inverse;
    else
      return from_x - subtrahend;
  };
  for (Index i = 0; i < whole; i += lanes) Math::template store<false>(y + i, result(load(x + i), load(y + i)));
  for (Index i = whole; i < length; ++i) y[i] = result(x[i], y[i]);
}

template <class Math, class Activation, class Array>
void add_peer(Comparison& comparison, Activation activation, const Array& x, Array& y) {
  const auto call = [activation, &x, &y] {
    for (Index n = 0; n < x.rows(); ++n)
      three_passes<Math>(activation, x.data() + n * x.cols(), y.data() + n * x.cols(), x.cols());
  };
  comparison.add("peer", call, Math::name);
}

template <class Activation, class Scalar, int Order>
void compare(benchmark::State& state, Index rows, Index columns) {
  using Array = Eigen::Array<Scalar, Dynamic, Dynamic, Order>;
  Array x(rows, columns), y = Array::Zero(rows, columns);
  fill_normal(x);
  Comparison comparison(x.size());
  comparison.add("sigmajet", [&] { sigmajet::evaluate(Activation{}, x, y); });
  comparison.add("copy", [&] { std::copy(x.data(), x.data() + x.size(), y.data()); });
  comparison.add("eigen", [&] { eigen_user_code(Activation{}, x, y); });
  if constexpr (Order == Eigen::RowMajor)
    vector_math::for_each_library<Scalar>([&](auto math) { add_peer<decltype(math)>(comparison, Activation{}, x, y); });
#ifdef SIGMAJET_BENCH_ONEDNN
  if constexpr (std::is_same_v<Scalar, float>) {
    constexpr bool logarithm = std::is_same_v<Activation, sigmajet::LogSoftmax<>>;
    comparison.add("peer", onednn::softmax(logarithm, Order == Eigen::RowMajor, x.data(), y.data(), rows, columns),
                   "onednn");
  }
#endif
  comparison.run(state);
}

template <class Activation, class Scalar, int Order>
void register_shape(Index rows, Index columns) {
  const std::string name = std::string(Activation::name) + '/' + scalar_name<Scalar> +
                           (Order == Eigen::RowMajor ? "/row-major/" : "/column-major/") + std::to_string(rows) + 'x' +
                           std::to_string(columns);
  const auto run = [=](benchmark::State& state) { compare<Activation, Scalar, Order>(state, rows, columns); };
  benchmark::RegisterBenchmark(name.c_str(), run)->Iterations(8);
}

/// Many short distributions, few long ones, and a classifier's batch.
template <class Scalar>
void register_all() {
  for (const auto& [rows, columns] : {std::pair<Index, Index>{4096, 1000}, {128, 50000}, {4096, 10}}) {
    register_shape<sigmajet::Softmax<>, Scalar, Eigen::RowMajor>(rows, columns);
    register_shape<sigmajet::Softmax<>, Scalar, Eigen::ColMajor>(rows, columns);
    register_shape<sigmajet::LogSoftmax<>, Scalar, Eigen::RowMajor>(rows, columns);
    register_shape<sigmajet::LogSoftmax<>, Scalar, Eigen::ColMajor>(rows, columns);
  }
}

}  // namespace softmax_rows
