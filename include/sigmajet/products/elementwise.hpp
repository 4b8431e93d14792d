#pragma once

#include <Eigen/Core>

#include "sigmajet/activation.hpp"
#include "sigmajet/loop/fused_pass.hpp"
#include "sigmajet/operands/outputs.hpp"
#include "sigmajet/products/product.hpp"

/// @file
/// The products of an element-wise activation, whose Jacobian is diagonal, as operations of the fused pass.

SIGMAJET_NAMESPACE_BEGIN
namespace detail {

/// The order of derivative that a product asks of an activation's kernel; a row-wise one has none.
template <class Product, class Activation>
constexpr int order_for() {
  return is_rowwise<Activation> ? 0 : order_of<Product>;
}

/// A product from x, with the kernel for its derivatives.
template <class Product, class Activation>
struct ProductFromInput {
  Activation activation;

  template <class T, class... Others>
  SIGMAJET_FUNCTION auto operator()(const T& x, const Others&... others) const {
    return of(activation.template kernel<order_of<Product>>(x), typename Product::Orders{}, others...);
  }

 private:
  template <class KernelJet, int... Orders, class... Others>
  static SIGMAJET_FUNCTION auto of(const KernelJet& jet, std::integer_sequence<int, Orders...>,
                                   const Others&... others) {
    return Product::formula(get<Orders>(jet)..., others...);
  }
};

/// A product from the derivatives that it takes, computed before.
template <class Product>
struct ProductFromDerivatives {
  static constexpr bool is_memory_bound = true;

  template <class... T>
  SIGMAJET_FUNCTION auto operator()(const T&... operands) const {
    return Product::formula(operands...);
  }
};

template <class X>
using SquareMatrix = Eigen::Matrix<typename X::Scalar, X::SizeAtCompileTime, X::SizeAtCompileTime, Eigen::ColMajor,
                                   X::MaxSizeAtCompileTime, X::MaxSizeAtCompileTime>;

template <class X>
void check_vector(const char* function, const X& x) {
  if (x.rows() != 1 && x.cols() != 1) fail<std::invalid_argument>(function, " takes a vector, but x is ", shape_of(x));
}

template <class Activation>
struct Products<Activation, std::enable_if_t<!is_rowwise<Activation>>> {
  template <class Product, class... Xs, class... Outs>
  static void run(Product, const Activation& activation, const Inputs<Xs...>& xs, Outs&... outs) {
    using Scalar = typename FirstOf<Xs...>::Scalar;
    fused_pass(ProductFromInput<Product, Activation>{valid_in<Scalar>(activation)}, xs, outs...);
  }
  template <class X>
  static auto jacobian(const Activation& activation, const X& x) {
    return diagonal_matrix<Jvp>("jacobian", activation, x);
  }
  template <class X, class G>
  static auto hessian(const Activation& activation, const X& x, const G& g) {
    return diagonal_matrix<Hvp>("hessian", activation, x, g);
  }

 private:
  /// The matrix that maps v to the product of x, the others and v.
  template <class Product, class X, class... Others>
  static SquareMatrix<X> diagonal_matrix(const char* function, const Activation& activation, const X& x,
                                         const Others&... others) {
    check_vector(function, x);
    const auto ones = X::PlainObject::Constant(x.rows(), x.cols(), typename X::Scalar(1));
    typename X::PlainObject diagonal;
    diagonal.resize(x.rows(), x.cols());
    run(Product{}, activation, inputs(x, others..., ones), diagonal);
    SquareMatrix<X> result = SquareMatrix<X>::Zero(x.size(), x.size());
    for (Eigen::Index i = 0; i < x.size(); ++i) result(i, i) = diagonal.data()[i];
    return result;
  }
};

}  // namespace detail
SIGMAJET_NAMESPACE_END
