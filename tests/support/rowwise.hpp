#pragma once

#include <limits>
#include <random>

#include <sigmajet/sigmajet.hpp>

#include "reference/softmax.hpp"
#include "support/bit_patterns.hpp"
#include "support/catch.hpp"
#include "support/ulp.hpp"

/// @file
/// What the tests of row-wise activations share.

namespace support {

using Eigen::Dynamic;
using Eigen::Index;
using sigmajet::Axis;
using sigmajet::LogSoftmax;
using sigmajet::Softmax;

template <class Scalar, int Order = Eigen::ColMajor>
using ArrayOf = Eigen::Array<Scalar, Dynamic, Dynamic, Order>;
template <class Scalar>
using VectorOf = Eigen::Array<Scalar, Dynamic, 1>;
template <class Scalar>
using Limits = std::numeric_limits<Scalar>;

template <class Vector>
reference::Numbers numbers_of(const Vector& x) {
  reference::Numbers numbers;
  for (Index i = 0; i < x.size(); ++i) numbers.push_back(static_cast<double>(x(i)));
  return numbers;
}

template <Axis A>
reference::Numbers exact_output(Softmax<A>, const reference::Numbers& x) {
  return reference::softmax(x);
}
template <Axis A>
reference::Numbers exact_output(LogSoftmax<A>, const reference::Numbers& x) {
  return reference::log_softmax(x);
}
template <Axis A>
reference::Number exact_slope(Softmax<A>, const reference::Numbers& s, std::size_t i, std::size_t j) {
  return reference::softmax_slope(s, i, j);
}
template <Axis A>
reference::Number exact_slope(LogSoftmax<A>, const reference::Numbers& s, std::size_t i, std::size_t j) {
  return reference::log_softmax_slope(s, i, j);
}

template <class Array>
void fill_normal(Array& x, double deviation, unsigned seed = 42) {
  std::mt19937 generator(seed);
  std::normal_distribution<double> normal(0, deviation);
  for (Index i = 0; i < x.rows(); ++i)
    for (Index j = 0; j < x.cols(); ++j) x(i, j) = static_cast<typename Array::Scalar>(normal(generator));
}

/// Distribution n of an array that holds them along an axis.
template <class Activation, class Array>
auto distribution(const Array& x, Index n) {
  using Result = VectorOf<typename Array::Scalar>;
  return Activation::axis == Axis::Rowwise ? Result(x.row(n).transpose()) : Result(x.col(n));
}

/// function(an activation) for both functions and axes.
template <class Function>
void for_each_softmax(Function&& function) {
  function(Softmax<>{});
  function(Softmax<Axis::Colwise>{});
  function(LogSoftmax<>{});
  function(LogSoftmax<Axis::Colwise>{});
}

template <class Scalar>
bool same(const ArrayOf<Scalar>& a, const ArrayOf<Scalar>& b) {
  return ((a - b).abs() <= 4 * Limits<Scalar>::epsilon() * b.abs()).all();
}

}  // namespace support
