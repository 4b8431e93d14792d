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

/// A product at x and its other inputs, all of one shape, into `out`.
template <class Product, class Activation, class Out, class X, class... Others>
void product_into(Product product, const Activation& activation, Out& out, const Input<X>& x,
                  const Input<Others>&... others) {
  check_inputs<X, Others...>();
  check_output<X, Out>();
  static_assert(!is_none<Out>, "sigmajet: a product needs an output");
  (check_shape(others, x), ...);
  with_outputs(
      std::make_tuple(x, others...),
      [&](auto& to) { Products<Activation>::run(product, activation, inputs(x.xpr, others.xpr...), to); },
      Output{as_output(out), "the output", shape_of(x.xpr), "the input x is"});
}

/// The same as a new object of x's kind.
template <class Product, class Activation, class X, class... Others>
typename X::PlainObject product_of(Product product, const Activation& activation, const Input<X>& x,
                                   const Input<Others>&... others) {
  typename X::PlainObject result;
  product_into(product, activation, result, x, others...);
  return result;
}

}  // namespace detail

/// J(x) v: for an element-wise activation σ′(x)∘v.
template <class Activation, class X, class V, class Out>
void jvp(const Activation& activation, const Eigen::DenseBase<X>& x, const Eigen::DenseBase<V>& v, Out&& out) {
  detail::product_into(detail::Jvp{}, activation, out, detail::Input{x.derived(), "x"},
                       detail::Input{v.derived(), "v"});
}
template <class Activation, class X, class V>
typename X::PlainObject jvp(const Activation& activation, const Eigen::DenseBase<X>& x, const Eigen::DenseBase<V>& v) {
  return detail::product_of(detail::Jvp{}, activation, detail::Input{x.derived(), "x"},
                            detail::Input{v.derived(), "v"});
}

/// J(x)ᵀ g, the gradient of ⟨g, σ⟩ at x.
template <class Activation, class X, class G, class Out>
void vjp(const Activation& activation, const Eigen::DenseBase<X>& x, const Eigen::DenseBase<G>& g, Out&& out) {
  detail::product_into(detail::Vjp{}, activation, out, detail::Input{x.derived(), "x"},
                       detail::Input{g.derived(), "g"});
}
template <class Activation, class X, class G>
typename X::PlainObject vjp(const Activation& activation, const Eigen::DenseBase<X>& x, const Eigen::DenseBase<G>& g) {
  return detail::product_of(detail::Vjp{}, activation, detail::Input{x.derived(), "x"},
                            detail::Input{g.derived(), "g"});
}

/// ∇²⟨g, σ⟩(x) v: for an element-wise activation σ″(x)∘g∘v.
template <class Activation, class X, class G, class V, class Out>
void hvp(const Activation& activation, const Eigen::DenseBase<X>& x, const Eigen::DenseBase<G>& g,
         const Eigen::DenseBase<V>& v, Out&& out) {
  detail::product_into(detail::Hvp{}, activation, out, detail::Input{x.derived(), "x"}, detail::Input{g.derived(), "g"},
                       detail::Input{v.derived(), "v"});
}
template <class Activation, class X, class G, class V>
typename X::PlainObject hvp(const Activation& activation, const Eigen::DenseBase<X>& x, const Eigen::DenseBase<G>& g,
                            const Eigen::DenseBase<V>& v) {
  return detail::product_of(detail::Hvp{}, activation, detail::Input{x.derived(), "x"}, detail::Input{g.derived(), "g"},
                            detail::Input{v.derived(), "v"});
}

/// J(x), K×K, for a vector x of K coefficients. For a row-wise activation and N distributions of length K, their N
/// Jacobians stacked: (N·K)×K.
template <class Activation, class X>
auto jacobian(const Activation& activation, const Eigen::DenseBase<X>& x) {
  detail::check_inputs<X>();
  return detail::Products<Activation>::jacobian(activation, x.derived());
}

/// ∇²⟨g, σ⟩(x), K×K, for vectors x and g of K coefficients.
template <class Activation, class X, class G>
auto hessian(const Activation& activation, const Eigen::DenseBase<X>& x, const Eigen::DenseBase<G>& g) {
  detail::check_inputs<X, G>();
  detail::check_shape(detail::Input{g.derived(), "g"}, detail::Input{x.derived(), "x"});
  return detail::Products<Activation>::hessian(activation, x.derived(), g.derived());
}

/// The second-order chain rule along a direction: with du, ddu the first and second derivative of u, those of σ(u) are
/// dy = J du and ddy = D²σ[du, du] + J ddu; for an element-wise activation σ′∘du and σ″∘du² + σ′∘ddu.
template <class Activation, class U, class Du, class Ddu, class Y, class Dy, class Ddy>
void compose(const Activation& activation, const Eigen::DenseBase<U>& u, const Eigen::DenseBase<Du>& du,
             const Eigen::DenseBase<Ddu>& ddu, Y&& y, Dy&& dy, Ddy&& ddy) {
  detail::check_inputs<U, Du, Ddu>();
  (detail::check_output<U, Y>(), detail::check_output<U, Dy>(), detail::check_output<U, Ddy>());
  const detail::Input input{u.derived(), "u"};
  const detail::Input first{du.derived(), "du"};
  const detail::Input second{ddu.derived(), "ddu"};
  detail::check_shape(first, input);
  detail::check_shape(second, input);
  const auto output = [&](auto& out, const char* name) {
    return detail::Output{out, name, detail::shape_of(input.xpr), "the input u is"};
  };
  detail::with_outputs(
      std::make_tuple(input, first, second),
      [&](auto&... outs) {
        detail::Products<Activation>::run(detail::Compose{}, activation,
                                          detail::inputs(u.derived(), du.derived(), ddu.derived()), outs...);
      },
      output(detail::as_output(y), "the output y"), output(detail::as_output(dy), "the output dy"),
      output(detail::as_output(ddy), "the output ddy"));
}
template <class Activation, class U, class Du, class Ddu>
Jet<typename U::PlainObject, 2> compose(const Activation& activation, const Eigen::DenseBase<U>& u,
                                        const Eigen::DenseBase<Du>& du, const Eigen::DenseBase<Ddu>& ddu) {
  Jet<typename U::PlainObject, 2> result;
  compose(activation, u, du, ddu, result.value, result.d1, result.d2);
  return result;
}

/// Carries gradient and Laplacian through an element-wise activation (Li et al. 2024): u and lap = Δu are R×C, du holds
/// D directional derivatives of u side by side, R×(C·D); y = σ(u), dy = σ′∘du in the same arrangement, and
/// ylap = σ″∘Σ du² + σ′∘lap. An input expression without memory of its own is evaluated first.
template <class Activation, class U, class Du, class Lap, class Y, class Dy, class YLap>
void forward_laplacian(const Activation& activation, const Eigen::DenseBase<U>& u, const Eigen::DenseBase<Du>& du,
                       const Eigen::DenseBase<Lap>& lap, Y&& y, Dy&& dy, YLap&& ylap) {
  detail::check_activation<2, Activation>();
  detail::check_inputs<U, Du, Lap>();
  (detail::check_output<U, Y>(), detail::check_output<U, Dy>(), detail::check_output<U, YLap>());
  static_assert(!detail::is_none<Y> && !detail::is_none<Dy> && !detail::is_none<YLap>,
                "sigmajet: forward_laplacian writes all three outputs");
  const detail::Input input{u.derived(), "u"};
  const detail::Input first{du.derived(), "du"};
  const detail::Input second{lap.derived(), "lap"};
  detail::check_shape(second, input);
  if (du.rows() != u.rows() || (u.cols() == 0 ? du.cols() != 0 : du.cols() % u.cols() != 0))
    detail::fail<std::invalid_argument>("du is ", detail::shape_of(first.xpr),
                                        ", but holds arrays of the shape of u side by side, which is ",
                                        detail::shape_of(input.xpr));
  const auto& stored_u = detail::with_memory(u.derived());
  const auto& stored_du = detail::with_memory(du.derived());
  const auto& stored_lap = detail::with_memory(lap.derived());
  detail::with_outputs(
      std::make_tuple(input, first, second),
      [&](auto&... outs) { detail::LaplacianPass(activation, stored_u, stored_du, stored_lap, outs...).run(); },
      detail::Output{detail::as_output(y), "the output y", detail::shape_of(input.xpr), "the input u is"},
      detail::Output{detail::as_output(dy), "the output dy", detail::shape_of(first.xpr), "the input du is"},
      detail::Output{detail::as_output(ylap), "the output ylap", detail::shape_of(input.xpr), "the input u is"});
}

SIGMAJET_NAMESPACE_END
