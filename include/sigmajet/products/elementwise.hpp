#pragma once

#include <Eigen/Core>

#include "sigmajet/operands/outputs.hpp"

/// @file
/// The products of an element-wise activation, whose Jacobian is diagonal, as operations of the fused loop.

SIGMAJET_NAMESPACE_BEGIN
namespace detail {

/// σ′(x) v.
template <class Activation>
struct FirstDerivativeTimes {
  Activation activation;

  template <class T>
  SIGMAJET_FUNCTION Jet<T, 0> operator()(const T& x, const T& v) const {
    return {activation.template kernel<1>(x).d1 * v};
  }
};

/// σ″(x) g v: symmetric in g and v to the last bit.
template <class Activation>
struct SecondDerivativeTimes {
  Activation activation;

  template <class T>
  SIGMAJET_FUNCTION Jet<T, 0> operator()(const T& x, const T& g, const T& v) const {
    return {activation.template kernel<2>(x).d2 * (g * v)};
  }
};

/// The second-order jet of t ↦ σ(u(t)) from that of u.
template <class Activation>
struct Composition {
  Activation activation;

  template <class T>
  SIGMAJET_FUNCTION Jet<T, 2> operator()(const T& u, const T& du, const T& ddu) const {
    const auto jet = activation.template kernel<2>(u);
    return {jet.value, jet.d1 * du, math::mul_add(jet.d2 * du, du, jet.d1 * ddu)};
  }
};

template <class X>
using SquareMatrix = Eigen::Matrix<typename X::Scalar, X::SizeAtCompileTime, X::SizeAtCompileTime, Eigen::ColMajor,
                                   X::MaxSizeAtCompileTime, X::MaxSizeAtCompileTime>;

template <class X>
void check_vector(const char* function, const X& x) {
  if (x.rows() != 1 && x.cols() != 1) fail<std::invalid_argument>(function, " takes a vector, but x is ", shape_of(x));
}

/// The diagonal matrix of the vector that multiply(x's plain object) fills.
template <class X, class Multiply>
SquareMatrix<X> diagonal_matrix(const char* function, const X& x, Multiply&& multiply) {
  check_vector(function, x);
  typename X::PlainObject diagonal;
  diagonal.resize(x.rows(), x.cols());
  multiply(diagonal);
  SquareMatrix<X> result = SquareMatrix<X>::Zero(x.size(), x.size());
  for (Eigen::Index i = 0; i < x.size(); ++i) result(i, i) = diagonal.data()[i];
  return result;
}

/// How the products of a kind of activation are computed, once all shapes are found right and every output is exactly
/// one of the inputs or shares no memory with them: specialised for the other kinds.
template <class Activation, class = void>
struct Products {
  template <class X, class V, class Out>
  static void jvp(const Activation& activation, const X& x, const V& v, Out& out) {
    check_activation<1, Activation>();
    fused_pass(FirstDerivativeTimes<Activation>{activation}, inputs(x, v), out);
  }
  /// The Jacobian is its own transpose.
  template <class X, class G, class Out>
  static void vjp(const Activation& activation, const X& x, const G& g, Out& out) {
    jvp(activation, x, g, out);
  }
  template <class X, class G, class V, class Out>
  static void hvp(const Activation& activation, const X& x, const G& g, const V& v, Out& out) {
    check_activation<2, Activation>();
    fused_pass(SecondDerivativeTimes<Activation>{activation}, inputs(x, g, v), out);
  }
  template <class X>
  static auto jacobian(const Activation& activation, const X& x) {
    const auto ones = X::PlainObject::Constant(x.rows(), x.cols(), typename X::Scalar(1));
    return diagonal_matrix("jacobian", x, [&](auto& diagonal) { jvp(activation, x, ones, diagonal); });
  }
  template <class X, class G>
  static auto hessian(const Activation& activation, const X& x, const G& g) {
    const auto ones = X::PlainObject::Constant(x.rows(), x.cols(), typename X::Scalar(1));
    return diagonal_matrix("hessian", x, [&](auto& diagonal) { hvp(activation, x, g, ones, diagonal); });
  }
  template <class U, class Du, class Ddu, class... Outs>
  static void compose(const Activation& activation, const U& u, const Du& du, const Ddu& ddu, Outs&... outs) {
    check_activation<2, Activation>();
    fused_pass(Composition<Activation>{activation}, inputs(u, du, ddu), outs...);
  }
};

}  // namespace detail
SIGMAJET_NAMESPACE_END
