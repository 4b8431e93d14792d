#pragma once

#include <type_traits>
#include <utility>

#include <Eigen/Core>

#include <sigmajet/sigmajet.hpp>

/// The activations, with their default parameters, as a user of Eigen alone writes them: one array expression
/// for each output. value(act, x), first(act, x, y) and second(act, x, y, d1) read what they need of x, y =
/// σ(x) and d1 = σ′(x).
namespace eigen_user_code {

template <class Input>
auto constant(const Input& x, double c) {
  return Input::PlainObject::Constant(x.rows(), x.cols(), static_cast<typename Input::Scalar>(c));
}

template <class X>
auto value(sigmajet::Tanh, const X& x) {
  return x.tanh();
}
template <class X, class Y>
auto first(sigmajet::Tanh, const X&, const Y& y) {
  return typename Y::Scalar(1) - y.square();
}
template <class X, class Y, class D1>
auto second(sigmajet::Tanh, const X&, const Y& y, const D1& d1) {
  return typename Y::Scalar(-2) * y * d1;
}

template <class X>
auto value(sigmajet::Sigmoid, const X& x) {
  return 1 / (1 + (-x).exp());
}
template <class X, class Y>
auto first(sigmajet::Sigmoid, const X&, const Y& y) {
  return y * (1 - y);
}
template <class X, class Y, class D1>
auto second(sigmajet::Sigmoid, const X&, const Y& y, const D1& d1) {
  return d1 * (1 - 2 * y);
}

template <class X>
auto value(sigmajet::Softplus, const X& x) {
  return (1 + x.exp()).log();
}
template <class X, class Y>
auto first(sigmajet::Softplus, const X& x, const Y&) {
  return 1 / (1 + (-x).exp());
}
template <class X, class Y, class D1>
auto second(sigmajet::Softplus, const X&, const Y&, const D1& d1) {
  return d1 * (1 - d1);
}

template <class X>
auto value(sigmajet::AntiTanh, const X& x) {
  const auto ln2 = static_cast<typename X::Scalar>(0.69314718055994531);
  return x.abs() + (1 + (-2 * x.abs()).exp()).log() - ln2;
}
template <class X, class Y>
auto first(sigmajet::AntiTanh, const X& x, const Y&) {
  return x.tanh();
}
template <class X, class Y, class D1>
auto second(sigmajet::AntiTanh, const X&, const Y&, const D1& d1) {
  return 1 - d1.square();
}

template <class X>
auto value(sigmajet::Quadratic, const X& x) {
  return x.square() / 2;
}
template <class X, class Y>
const X& first(sigmajet::Quadratic, const X& x, const Y&) {
  return x;
}
template <class X, class Y, class D1>
auto second(sigmajet::Quadratic, const X& x, const Y&, const D1&) {
  return constant(x, 1);
}

template <class X>
const X& value(sigmajet::Identity, const X& x) {
  return x;
}
template <class X, class Y>
auto first(sigmajet::Identity, const X& x, const Y&) {
  return constant(x, 1);
}
template <class X, class Y, class D1>
auto second(sigmajet::Identity, const X& x, const Y&, const D1&) {
  return constant(x, 0);
}

template <class X>
auto value(sigmajet::ReLU, const X& x) {
  return x.max(typename X::Scalar(0));
}
template <class X, class Y>
auto first(sigmajet::ReLU, const X& x, const Y&) {
  return (x > 0).template cast<typename X::Scalar>();
}
template <class X, class Y, class D1>
auto second(sigmajet::ReLU, const X& x, const Y&, const D1&) {
  return constant(x, 0);
}

template <class X>
auto value(sigmajet::LeakyReLU, const X& x) {
  return x.max(typename X::Scalar(0.01) * x);
}
template <class X, class Y>
auto first(sigmajet::LeakyReLU, const X& x, const Y&) {
  return (x > 0).select(constant(x, 1), constant(x, 0.01));
}
template <class X, class Y, class D1>
auto second(sigmajet::LeakyReLU, const X& x, const Y&, const D1&) {
  return constant(x, 0);
}

template <class X>
auto value(sigmajet::ELU, const X& x) {
  return (x > 0).select(x, x.exp() - 1);
}
template <class X, class Y>
auto first(sigmajet::ELU, const X& x, const Y& y) {
  return (x > 0).select(constant(x, 1), y + 1);
}
template <class X, class Y, class D1>
auto second(sigmajet::ELU, const X& x, const Y& y, const D1&) {
  return (x > 0).select(constant(x, 0), y + 1);
}

template <class X>
auto value(sigmajet::SoftSign, const X& x) {
  return x / (1 + x.abs());
}
template <class X, class Y>
auto first(sigmajet::SoftSign, const X& x, const Y&) {
  return (1 + x.abs()).square().inverse();
}
template <class X, class Y, class D1>
auto second(sigmajet::SoftSign, const X& x, const Y&, const D1& d1) {
  return -2 * x.sign() * d1 / (1 + x.abs());
}

template <class X>
auto value(sigmajet::SymmetricElliot, const X& x) {
  return value(sigmajet::SoftSign{}, x);
}
template <class X, class Y>
auto first(sigmajet::SymmetricElliot, const X& x, const Y& y) {
  return first(sigmajet::SoftSign{}, x, y);
}
template <class X, class Y, class D1>
auto second(sigmajet::SymmetricElliot, const X& x, const Y& y, const D1& d1) {
  return second(sigmajet::SoftSign{}, x, y, d1);
}

template <class X>
auto value(sigmajet::Elliot, const X& x) {
  const typename X::Scalar half(0.5);
  return half * x / (1 + x.abs()) + half;
}
template <class X, class Y>
auto first(sigmajet::Elliot, const X& x, const Y&) {
  return typename X::Scalar(0.5) / (1 + x.abs()).square();
}
template <class X, class Y, class D1>
auto second(sigmajet::Elliot, const X& x, const Y& y, const D1& d1) {
  return second(sigmajet::SoftSign{}, x, y, d1);
}

template <class X>
auto value(sigmajet::Gaussian, const X& x) {
  return (-x.square()).exp();
}
template <class X, class Y>
auto first(sigmajet::Gaussian, const X& x, const Y& y) {
  return -2 * x * y;
}
template <class X, class Y, class D1>
auto second(sigmajet::Gaussian, const X& x, const Y& y, const D1&) {
  return (4 * x.square() - 2) * y;
}

/// SoftLIF from its current j = ln(1 + e^x).
template <class Current>
auto rate(const Current& j) {
  using Scalar = typename Current::Scalar;
  return Scalar(0.01) / (Scalar(0.002) + Scalar(0.02) * (1 + 1 / j).log());
}
template <class X>
auto value(sigmajet::SoftLIF, const X& x) {
  return rate((1 + x.exp()).log());
}

template <class Activation, class Array, class = void>
constexpr bool is_known = false;
template <class Activation, class Array>
constexpr bool is_known<Activation, Array,
                        std::void_t<decltype(value(std::declval<Activation>(), std::declval<const Array&>()))>> = true;

/// Whether a derivative is formed from y.
template <class Activation>
constexpr bool needs_value =
    std::disjunction_v<std::is_same<Activation, sigmajet::Tanh>, std::is_same<Activation, sigmajet::Sigmoid>,
                       std::is_same<Activation, sigmajet::ELU>, std::is_same<Activation, sigmajet::Gaussian>>;

template <int Outputs, class Activation, class Input, class Output>
void derivatives(Activation activation, const Input& x, const Output& y, Output& d1, Output& d2) {
  if constexpr (Outputs >= 2) d1 = first(activation, x, y);
  if constexpr (Outputs >= 3) d2 = second(activation, x, y, d1);
}

template <int Outputs, class Activation, class Input, class Output>
void evaluate(Activation activation, const Input& x, Output& y, Output& d1, Output& d2) {
  y = value(activation, x);
  derivatives<Outputs>(activation, x, y, d1, d2);
}

/// From j = ln(1 + e^x), which occurs several times.
template <int Outputs, class Input, class Output>
void softlif_derivatives(const Input& x, const Input& j, const Output& y, Output& d1, Output& d2) {
  if constexpr (Outputs >= 2) d1 = 2 * y.square() / ((j + 1) * j * (1 + (-x).exp()));
  if constexpr (Outputs >= 3) {
    const Input s = 1 / (1 + (-x).exp());
    d2 = d1 * (2 * d1 / y + 1 - s - s * (2 * j + 1) / (j * (j + 1)));
  }
}
template <int Outputs, class Input, class Output>
void derivatives(sigmajet::SoftLIF, const Input& x, const Output& y, Output& d1, Output& d2) {
  const Input j = (1 + x.exp()).log();
  softlif_derivatives<Outputs>(x, j, y, d1, d2);
}
template <int Outputs, class Input, class Output>
void evaluate(sigmajet::SoftLIF, const Input& x, Output& y, Output& d1, Output& d2) {
  const Input j = (1 + x.exp()).log();
  y = rate(j);
  softlif_derivatives<Outputs>(x, j, y, d1, d2);
}

/// σ′(x) v; `scratch` holds what goes between the expressions.
template <class Activation, class Input, class Output>
void jvp(Activation activation, const Input& x, const Input& v, Output& out, Output& scratch) {
  if constexpr (needs_value<Activation>) scratch = value(activation, x);
  out = first(activation, x, scratch) * v;
}
template <class Input, class Output>
void jvp(sigmajet::SoftLIF activation, const Input& x, const Input& v, Output& out, Output& scratch) {
  evaluate<2>(activation, x, scratch, out, out);
  out *= v;
}

/// σ″(x) g v.
template <class Activation, class Input, class Output>
void hvp(Activation activation, const Input& x, const Input& g, const Input& v, Output& out, Output& scratch) {
  if constexpr (needs_value<Activation>) scratch = value(activation, x);
  out = second(activation, x, scratch, first(activation, x, scratch)) * g * v;
}
template <class Input, class Output>
void hvp(sigmajet::Softplus activation, const Input& x, const Input& g, const Input& v, Output& out, Output& scratch) {
  scratch = first(activation, x, x);
  out = second(activation, x, x, scratch) * g * v;
}
template <class Input, class Output>
void hvp(sigmajet::SoftLIF activation, const Input& x, const Input& g, const Input& v, Output& out, Output& scratch) {
  Output d1(x.rows(), x.cols());
  evaluate<3>(activation, x, scratch, d1, out);
  out *= g * v;
}

}  // namespace eigen_user_code
