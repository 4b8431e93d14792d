#pragma once

#include "sigmajet/evaluate.hpp"
#include "sigmajet/products/elementwise.hpp"
#include "sigmajet/products/laplacian.hpp"
#include "sigmajet/products/rowwise.hpp"

/// @file
/// Products with the derivatives of an activation, without forming them. All take dense Eigen expressions of one shape
/// and scalar type, and return x's plain object or write to `out`, under the rules of evaluate: `out` is resized where
/// it can be, and may be exactly one of the inputs, else it shares no memory with them. Wrong shapes and overlaps throw
/// std::invalid_argument before anything is written.

SIGMAJET_NAMESPACE_BEGIN
namespace detail {

template <class Product, class Activation, class Out, class X, class... Others>
void product_of_dense(Product product, const Activation& activation, Out& out, const Input<X>& x,
                      const Input<Others>&... others) {
  (check_shape(others, x), ...);
  with_outputs(
      std::make_tuple(x, others...),
      [&](auto& to) { Products<Activation>::run(product, activation, inputs(x.xpr, others.xpr...), to); },
      Output{out, "the output", shape_of(x.xpr), "the input x is"});
}

/// A product at x and its other inputs, all of one shape, into `out`.
template <class Product, class Activation, class Out, class X, class... Others>
void product_into(Product product, const Activation& activation, Out&& out, const Input<X>& x,
                  const Input<Others>&... others) {
  static_assert(!is_none<Out>, "sigmajet: a product needs an output");
  if constexpr (check_call<order_for<Product, Activation>(), Activation, X, Others...>())
    if constexpr (check_output<X, Out>() && !is_none<Out>)
      product_of_dense(product, activation, as_output(out), as_dense(x), as_dense(others)...);
}

/// The same as a new object of x's kind.
template <class Product, class Activation, class X, class... Others>
auto product_of(Product product, const Activation& activation, const Input<X>& x, const Input<Others>&... others) {
  if constexpr (check_call<order_for<Product, Activation>(), Activation, X, Others...>()) {
    typename DenseOf<X>::PlainObject result;
    product_into(product, activation, result, x, others...);
    return result;
  }
}

}  // namespace detail

/// J(x) v: for an element-wise activation σ′(x)∘v.
template <class Activation, class X, class V, class Out>
void jvp(const Activation& activation, const X& x, const V& v, Out&& out) {
  detail::product_into(detail::Jvp{}, activation, std::forward<Out>(out), detail::Input{x, "x"}, detail::Input{v, "v"});
}
template <class Activation, class X, class V>
auto jvp(const Activation& activation, const X& x, const V& v) {
  return detail::product_of(detail::Jvp{}, activation, detail::Input{x, "x"}, detail::Input{v, "v"});
}

/// J(x)ᵀ g, the gradient of ⟨g, σ⟩ at x.
template <class Activation, class X, class G, class Out>
void vjp(const Activation& activation, const X& x, const G& g, Out&& out) {
  detail::product_into(detail::Vjp{}, activation, std::forward<Out>(out), detail::Input{x, "x"}, detail::Input{g, "g"});
}
template <class Activation, class X, class G>
auto vjp(const Activation& activation, const X& x, const G& g) {
  return detail::product_of(detail::Vjp{}, activation, detail::Input{x, "x"}, detail::Input{g, "g"});
}

/// ∇²⟨g, σ⟩(x) v: for an element-wise activation σ″(x)∘g∘v.
template <class Activation, class X, class G, class V, class Out>
void hvp(const Activation& activation, const X& x, const G& g, const V& v, Out&& out) {
  detail::product_into(detail::Hvp{}, activation, std::forward<Out>(out), detail::Input{x, "x"}, detail::Input{g, "g"},
                       detail::Input{v, "v"});
}
template <class Activation, class X, class G, class V>
auto hvp(const Activation& activation, const X& x, const G& g, const V& v) {
  return detail::product_of(detail::Hvp{}, activation, detail::Input{x, "x"}, detail::Input{g, "g"},
                            detail::Input{v, "v"});
}

/// J(x), K×K, for a vector x of K coefficients. For a row-wise activation and N distributions of length K, their N
/// Jacobians stacked: (N·K)×K.
template <class Activation, class X>
auto jacobian(const Activation& activation, const X& x) {
  if constexpr (detail::check_call<detail::order_for<detail::Jvp, Activation>(), Activation, X>())
    return detail::Products<Activation>::jacobian(activation, detail::as_dense(x));
}

/// ∇²⟨g, σ⟩(x), K×K, for vectors x and g of K coefficients.
template <class Activation, class X, class G>
auto hessian(const Activation& activation, const X& x, const G& g) {
  if constexpr (detail::check_call<detail::order_for<detail::Hvp, Activation>(), Activation, X, G>()) {
    detail::check_shape(detail::as_dense(detail::Input{g, "g"}), detail::as_dense(detail::Input{x, "x"}));
    return detail::Products<Activation>::hessian(activation, detail::as_dense(x), detail::as_dense(g));
  }
}

namespace detail {

template <class Activation, class U, class Du, class Ddu, class Y, class Dy, class Ddy>
void compose_dense(const Activation& activation, const Input<U>& u, const Input<Du>& du, const Input<Ddu>& ddu, Y& y,
                   Dy& dy, Ddy& ddy) {
  check_shape(du, u);
  check_shape(ddu, u);
  const auto output = [&](auto& out, const char* name) { return Output{out, name, shape_of(u.xpr), "the input u is"}; };
  with_outputs(
      std::make_tuple(u, du, ddu),
      [&](auto&... outs) { Products<Activation>::run(Compose{}, activation, inputs(u.xpr, du.xpr, ddu.xpr), outs...); },
      output(y, "the output y"), output(dy, "the output dy"), output(ddy, "the output ddy"));
}

}  // namespace detail

/// The second-order chain rule along a direction: with du, ddu the first and second derivative of u, those of σ(u) are
/// dy = J du and ddy = D²σ[du, du] + J ddu; for an element-wise activation σ′∘du and σ″∘du² + σ′∘ddu.
template <class Activation, class U, class Du, class Ddu, class Y, class Dy, class Ddy>
void compose(const Activation& activation, const U& u, const Du& du, const Ddu& ddu, Y&& y, Dy&& dy, Ddy&& ddy) {
  using namespace detail;
  if constexpr (check_call<order_for<Compose, Activation>(), Activation, U, Du, Ddu>()) {
    constexpr bool has_all = !is_rowwise<Activation> || !(is_none<Y> || is_none<Dy> || is_none<Ddy>);
    static_assert(has_all, "sigmajet: compose of a row-wise activation writes all three outputs");
    if constexpr (check_outputs<U, Y, Dy, Ddy>() && has_all)
      compose_dense(activation, as_dense(Input{u, "u"}), as_dense(Input{du, "du"}), as_dense(Input{ddu, "ddu"}),
                    as_output(y), as_output(dy), as_output(ddy));
  }
}
template <class Activation, class U, class Du, class Ddu>
auto compose(const Activation& activation, const U& u, const Du& du, const Ddu& ddu) {
  if constexpr (detail::check_call<detail::order_for<detail::Compose, Activation>(), Activation, U, Du, Ddu>()) {
    Jet<typename detail::DenseOf<U>::PlainObject, 2> result;
    compose(activation, u, du, ddu, result.value, result.d1, result.d2);
    return result;
  }
}

namespace detail {

template <class Activation, class U, class Du, class Lap, class Y, class Dy, class YLap>
void laplacian_of_dense(const Activation& activation, const Input<U>& u, const Input<Du>& du, const Input<Lap>& lap,
                        Y& y, Dy& dy, YLap& ylap) {
  check_shape(lap, u);
  const Shape shape = shape_of(u.xpr), wide = shape_of(du.xpr);
  if (wide.rows != shape.rows || (shape.columns == 0 ? wide.columns != 0 : wide.columns % shape.columns != 0))
    fail<std::invalid_argument>("du is ", wide, ", but holds arrays of the shape of u side by side, which is ", shape);
  const auto& stored_u = with_memory(u.xpr);
  const auto& stored_du = with_memory(du.xpr);
  const auto& stored_lap = with_memory(lap.xpr);
  with_outputs(
      std::make_tuple(u, du, lap),
      [&](auto&... outs) { LaplacianPass(activation, stored_u, stored_du, stored_lap, outs...).run(); },
      Output{y, "the output y", shape, "the input u is"}, Output{dy, "the output dy", wide, "the input du is"},
      Output{ylap, "the output ylap", shape, "the input u is"});
}

}  // namespace detail

/// Carries gradient and Laplacian through an element-wise activation (Li et al. 2024): u and lap = Δu are R×C, du holds
/// D directional derivatives of u side by side, R×(C·D); y = σ(u), dy = σ′∘du in the same arrangement, and
/// ylap = σ″∘Σ du² + σ′∘lap. An input expression without memory of its own is evaluated first.
template <class Activation, class U, class Du, class Lap, class Y, class Dy, class YLap>
void forward_laplacian(const Activation& activation, const U& u, const Du& du, const Lap& lap, Y&& y, Dy&& dy,
                       YLap&& ylap) {
  using namespace detail;
  if constexpr (check_call<2, Activation, U, Du, Lap>()) {
    constexpr bool has_all = !(is_none<Y> || is_none<Dy> || is_none<YLap>);
    static_assert(has_all, "sigmajet: forward_laplacian writes all three outputs");
    if constexpr (check_outputs<U, Y, Dy, YLap>() && has_all)
      laplacian_of_dense(activation, as_dense(Input{u, "u"}), as_dense(Input{du, "du"}), as_dense(Input{lap, "lap"}),
                         as_output(y), as_output(dy), as_output(ylap));
  }
}

SIGMAJET_NAMESPACE_END
