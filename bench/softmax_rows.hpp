#pragma once

#include <algorithm>
#include <string>

#include <Eigen/Core>
#include <benchmark/benchmark.h>

#include <sigmajet/sigmajet.hpp>

#include "comparison.hpp"
#include "operands.hpp"

/// Rows "softmax/scalar/order/rows x columns": the softmax and logSoftmax of every row of an array, against a bare copy
/// and Eigen user code.
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

template <class Activation, class Scalar, int Order>
void compare(benchmark::State& state, Index rows, Index columns) {
  using Array = Eigen::Array<Scalar, Dynamic, Dynamic, Order>;
  Array x(rows, columns), y = Array::Zero(rows, columns);
  fill_normal(x);
  Comparison comparison(x.size());
  comparison.add("sigmajet", [&] { sigmajet::evaluate(Activation{}, x, y); });
  comparison.add("copy", [&] { std::copy(x.data(), x.data() + x.size(), y.data()); });
  comparison.add("eigen", [&] { eigen_user_code(Activation{}, x, y); });
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

/// Many short distributions and few long ones.
template <class Scalar>
void register_all() {
  for (const auto& [rows, columns] : {std::pair<Index, Index>{4096, 1000}, {128, 50000}}) {
    register_shape<sigmajet::Softmax<>, Scalar, Eigen::RowMajor>(rows, columns);
    register_shape<sigmajet::Softmax<>, Scalar, Eigen::ColMajor>(rows, columns);
    register_shape<sigmajet::LogSoftmax<>, Scalar, Eigen::RowMajor>(rows, columns);
    register_shape<sigmajet::LogSoftmax<>, Scalar, Eigen::ColMajor>(rows, columns);
  }
}

}  // namespace softmax_rows
