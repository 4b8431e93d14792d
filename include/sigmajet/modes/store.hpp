#pragma once

#include <array>

#include "sigmajet/loop/derivatives.hpp"
#include "sigmajet/loop/fused_pass.hpp"
#include "sigmajet/products/elementwise.hpp"
#include "sigmajet/products/rowwise.hpp"

/// @file
/// What the forward pass of an activation keeps, and how derivatives and products follow from that later.

SIGMAJET_NAMESPACE_BEGIN
namespace detail {

/// How a context works for one kind of activation and one scalar type. It keeps `arrays` arrays of x's shape, which
/// hold numbers of type Number. forward writes them beside the value y; derivatives and product read them. Where there
/// is none, an array of any numbers stands in for them. Shapes agree, and outputs overlap inputs as Products allows.
template <class Activation, class Scalar, int Kept, class = void>
struct Store;

/// Whether the derivatives themselves are kept; those that are the same for all x need not be.
template <class Activation, int Kept>
constexpr bool keeps_derivatives() {
  if constexpr (is_rowwise<Activation>)
    return false;
  else
    return Kept > 0 && Activation::cache == Cache::input;
}

/// The value, and x itself.
template <class Activation>
struct ValueAndInput {
  Activation activation;

  template <class T>
  SIGMAJET_FUNCTION Jet<T, 1> operator()(const T& x) const {
    return {activation.template kernel<0>(x).value, x};
  }
};

/// x is kept, or nothing at all, and what is asked for is computed from it.
template <class Activation, class Scalar, int Kept>
struct Store<Activation, Scalar, Kept,
             std::enable_if_t<!is_rowwise<Activation> && !keeps_derivatives<Activation, Kept>()>> {
  using Number = Scalar;
  static constexpr int arrays = Activation::cache == Cache::nothing ? 0 : 1;

  template <class X, class Y, class Map>
  static void forward(const Activation& activation, const X& x, Y& y, std::array<Map, 1>& kept) {
    fused_pass(ValueAndInput<Activation>{valid_in<Scalar>(activation)}, inputs(x), y, kept[0]);
  }
  template <class X, class Y, class Map>
  static void forward(const Activation& activation, const X& x, Y& y, std::array<Map, 0>&) {
    if constexpr (!is_none<Y>) fused_pass(Derivatives<0, Activation>{valid_in<Scalar>(activation)}, inputs(x), y);
  }
  template <class X, class... Outs>
  static void derivatives(const Activation& activation, const std::array<X, 1>& kept, Outs&... outs) {
    constexpr int order = highest_order<const NoOutput, Outs...>();
    if constexpr (order > 0) {
      fused_pass(Derivatives<order, Activation>{activation}, inputs(kept[0]), none, outs...);
    }
  }
  template <class Product, class X, class... Others, class Out>
  static void product(Product product, const Activation& activation, const std::array<X, 1>& kept,
                      const Inputs<Others...>& others, Out& out) {
    Products<Activation>::run(product, activation, std::tuple_cat(inputs(kept[0]), others), out);
  }
};

/// An input as it is.
struct Unchanged {
  static constexpr bool is_memory_bound = true;

  template <class T>
  SIGMAJET_FUNCTION Jet<T, 0> operator()(const T& x) const {
    return {x};
  }
};

/// The derivatives up to order Kept are kept, in the working precision, so that a product takes one multiplication an
/// element, and gives the bits that it would give from x.
template <class Activation, class Scalar, int Kept>
struct Store<Activation, Scalar, Kept, std::enable_if_t<keeps_derivatives<Activation, Kept>()>> {
  using Number = WorkingScalar<Scalar>;
  static constexpr int arrays = Kept;

  template <class X, class Y, class Map>
  static void forward(const Activation& activation, const X& x, Y& y, std::array<Map, Kept>& kept) {
    check_activation<Kept, Activation>();
    std::apply(
        [&](auto&... derivatives) {
          fused_pass(Derivatives<Kept, Activation>{valid_in<Scalar>(activation)}, inputs(x), y, derivatives...);
        },
        kept);
  }
  template <class Map, class... Outs>
  static void derivatives(const Activation&, const std::array<Map, Kept>& kept, Outs&... outs) {
    check_kept<highest_order<const NoOutput, Outs...>()>();
    const std::tuple<Outs&...> to(outs...);
    for_each_wanted(to, [&](auto i, auto& out) { fused_pass(Unchanged{}, inputs(kept[i]), out); });
  }
  template <class Product, class Map, class... Others, class Out>
  static void product(Product, const Activation&, const std::array<Map, Kept>& kept, const Inputs<Others...>& others,
                      Out& out) {
    check_kept<order_of<Product>>();
    const auto operands = std::tuple_cat(select(kept, typename Product::Orders{}), others);
    fused_pass(ProductFromDerivatives<Product>{}, operands, out);
  }

 private:
  template <int Order>
  static constexpr void check_kept() {
    static_assert(
        Order <= Kept,
        "sigmajet: the context keeps no derivative of so high an order: give it a larger Kept, or 0 to compute "
        "derivatives when they are asked for");
  }
  /// The kept derivatives of some orders, as inputs.
  template <class Map, int... Orders>
  static auto select(const std::array<Map, Kept>& kept, std::integer_sequence<int, Orders...>) {
    return inputs(kept[Orders - 1]...);
  }
};

/// A row-wise activation keeps its probabilities s, whatever Kept is. For logSoftmax too: e^{log s} of a rounded log s
/// is off by |log s|/2 ulp, and s spares the exponential.
template <class Activation, class Scalar, int Kept>
struct Store<Activation, Scalar, Kept, std::enable_if_t<is_rowwise<Activation>>> {
  using Number = WorkingScalar<Scalar>;
  static constexpr int arrays = 1;

  template <class X, class Y, class Map>
  static void forward(const Activation&, const X& x, Y& y, std::array<Map, 1>& kept) {
    rowwise_forward<Activation>(x, y, kept[0]);
  }
  template <class Map, class... Outs>
  static void derivatives(const Activation&, const std::array<Map, 1>&, Outs&...) {
    check_activation<1, Activation>();
  }
  template <class Product, class Map, class... Others, class Out>
  static void product(Product, const Activation&, const std::array<Map, 1>& kept, const Inputs<Others...>& others,
                      Out& out) {
    rowwise_product<Product, From::softmax, Activation>(std::tuple_cat(inputs(kept[0]), others), out);
  }
};

}  // namespace detail
SIGMAJET_NAMESPACE_END
