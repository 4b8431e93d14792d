#pragma once

#include <algorithm>
#include <utility>

#include "sigmajet/jet.hpp"
#include "sigmajet/math/triple_product.hpp"

/// @file
/// The products with the derivatives of an activation. Each is one struct, the tag by which free functions, contexts
/// and modes name it: `Orders` are the derivatives that it takes of an element-wise activation, and `formula` makes a
/// jet of them and of the product's other inputs at one coefficient, with a member for each output. What it is of a
/// row-wise activation is a function `product` of the activation's `OfRow` that takes the tag.

SIGMAJET_NAMESPACE_BEGIN
namespace detail {

/// J v.
struct Jvp {
  using Orders = std::integer_sequence<int, 1>;

  template <class T>
  static SIGMAJET_FUNCTION Jet<T, 0> formula(const T& d1, const T& v) {
    return {d1 * v};
  }
};

/// Jᵀ g.
struct Vjp {
  using Orders = std::integer_sequence<int, 1>;

  template <class T>
  static SIGMAJET_FUNCTION Jet<T, 0> formula(const T& d1, const T& g) {
    return {d1 * g};
  }
};

/// ∇²⟨g, σ⟩ v, symmetric in g and v to the last bit.
struct Hvp {
  using Orders = std::integer_sequence<int, 2>;

  template <class T>
  static SIGMAJET_FUNCTION Jet<T, 0> formula(const T& d2, const T& g, const T& v) {
    return {math::triple_product(d2, g, v)};
  }
};

/// The second-order jet of t ↦ σ(u(t)) from that of u.
struct Compose {
  using Orders = std::integer_sequence<int, 0, 1, 2>;

  template <class T>
  static SIGMAJET_FUNCTION Jet<T, 2> formula(const T& value, const T& d1, const T& d2, const T& du, const T& ddu) {
    return {value, d1 * du, math::mul_add(d2 * du, du, d1 * ddu)};
  }
};

template <int... Orders>
constexpr int largest_of(std::integer_sequence<int, Orders...>) {
  return (std::max)({Orders...});
}
/// The highest derivative that a product takes of an element-wise activation.
template <class Product>
inline constexpr int order_of = largest_of(typename Product::Orders{});

/// How products are computed for a kind of activation:
///
///     template <class Product, class... Xs, class... Outs>
///     static void run(Product, const Activation&, const Inputs<Xs...>& xs, Outs&... outs);
///
/// writes the outputs of a product at xs, x and the product's other inputs, whose shapes agree; every output is exactly
/// one of the inputs or shares no memory with them and the other outputs. `jacobian` and `hessian` return the matrices.
template <class Activation, class = void>
struct Products;

}  // namespace detail
SIGMAJET_NAMESPACE_END
