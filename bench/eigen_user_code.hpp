#pragma once

#include <type_traits>
#include <utility>

#include <Eigen/Core>

#include <sigmajet/sigmajet.hpp>

/// The activations, with their default parameters, as a user of Eigen alone writes them: one array expression
/// for each output.
namespace eigen_user_code {

template <int Outputs, class Input, class Output>
void evaluate(sigmajet::Tanh, const Input& x, Output& y, Output& d1, Output& d2) {
  using Scalar = typename Input::Scalar;
  y = x.tanh();
  if constexpr (Outputs >= 2) d1 = Scalar(1) - y.square();
  if constexpr (Outputs >= 3) d2 = Scalar(-2) * y * d1;
}

template <int Outputs, class Input, class Output>
void evaluate(sigmajet::Sigmoid, const Input& x, Output& y, Output& d1, Output& d2) {
  y = x.logistic();
  if constexpr (Outputs >= 2) d1 = y * (1 - y);
  if constexpr (Outputs >= 3) d2 = d1 * (1 - 2 * y);
}

template <int Outputs, class Input, class Output>
void evaluate(sigmajet::Softplus, const Input& x, Output& y, Output& d1, Output& d2) {
  y = x.exp().log1p();
  if constexpr (Outputs >= 2) d1 = x.logistic();
  if constexpr (Outputs >= 3) d2 = d1 * (1 - d1);
}

template <int Outputs, class Input, class Output>
void evaluate(sigmajet::AntiTanh, const Input& x, Output& y, Output& d1, Output& d2) {
  const auto ln2 = static_cast<typename Input::Scalar>(0.69314718055994531);
  y = x.abs() + (1 + (-2 * x.abs()).exp()).log() - ln2;
  if constexpr (Outputs >= 2) d1 = x.tanh();
  if constexpr (Outputs >= 3) d2 = 1 - d1.square();
}

template <int Outputs, class Input, class Output>
void evaluate(sigmajet::Quadratic, const Input& x, Output& y, Output& d1, Output& d2) {
  y = x.square() / 2;
  if constexpr (Outputs >= 2) d1 = x;
  if constexpr (Outputs >= 3) d2.setOnes();
}

template <int Outputs, class Input, class Output>
void evaluate(sigmajet::Identity, const Input& x, Output& y, Output& d1, Output& d2) {
  y = x;
  if constexpr (Outputs >= 2) d1.setOnes();
  if constexpr (Outputs >= 3) d2.setZero();
}

template <int Outputs, class Input, class Output>
void evaluate(sigmajet::ReLU, const Input& x, Output& y, Output& d1, Output& d2) {
  using Scalar = typename Input::Scalar;
  y = x.max(Scalar(0));
  if constexpr (Outputs >= 2) d1 = (x > 0).template cast<Scalar>();
  if constexpr (Outputs >= 3) d2.setZero();
}

template <int Outputs, class Input, class Output>
void evaluate(sigmajet::LeakyReLU, const Input& x, Output& y, Output& d1, Output& d2) {
  const auto alpha = static_cast<typename Input::Scalar>(0.01);
  y = x.max(alpha * x);
  if constexpr (Outputs >= 2) d1 = (x > 0).select(Input::Ones(x.rows(), x.cols()), alpha);
  if constexpr (Outputs >= 3) d2.setZero();
}

template <int Outputs, class Input, class Output>
void evaluate(sigmajet::ELU, const Input& x, Output& y, Output& d1, Output& d2) {
  using Scalar = typename Input::Scalar;
  y = (x > 0).select(x, x.exp() - 1);
  if constexpr (Outputs >= 2) d1 = (x > 0).select(Scalar(1), y + 1);
  if constexpr (Outputs >= 3) d2 = (x > 0).select(Scalar(0), y + 1);
}

template <int Outputs, class Input, class Output>
void evaluate(sigmajet::SoftSign, const Input& x, Output& y, Output& d1, Output& d2) {
  y = x / (1 + x.abs());
  if constexpr (Outputs >= 2) d1 = (1 + x.abs()).square().inverse();
  if constexpr (Outputs >= 3) d2 = -2 * x.sign() * d1 / (1 + x.abs());
}

template <int Outputs, class Input, class Output>
void evaluate(sigmajet::SymmetricElliot, const Input& x, Output& y, Output& d1, Output& d2) {
  evaluate<Outputs>(sigmajet::SoftSign{}, x, y, d1, d2);
}

template <int Outputs, class Input, class Output>
void evaluate(sigmajet::Elliot, const Input& x, Output& y, Output& d1, Output& d2) {
  const auto half = static_cast<typename Input::Scalar>(0.5);
  y = half * x / (1 + x.abs()) + half;
  if constexpr (Outputs >= 2) d1 = half / (1 + x.abs()).square();
  if constexpr (Outputs >= 3) d2 = -2 * x.sign() * d1 / (1 + x.abs());
}

template <int Outputs, class Input, class Output>
void evaluate(sigmajet::Gaussian, const Input& x, Output& y, Output& d1, Output& d2) {
  y = (-x.square()).exp();
  if constexpr (Outputs >= 2) d1 = -2 * x * y;
  if constexpr (Outputs >= 3) d2 = (4 * x.square() - 2) * y;
}

template <int Outputs, class Input, class Output>
void evaluate(sigmajet::SoftLIF, const Input& x, Output& y, Output& d1, Output& d2) {
  using Scalar = typename Input::Scalar;
  const auto tau_rc = Scalar(0.02), tau_ref = Scalar(0.002), amp = Scalar(0.01);
  const Input j = (1 + x.exp()).log();
  y = amp / (tau_ref + tau_rc * (1 + 1 / j).log());
  if constexpr (Outputs >= 2) d1 = tau_rc / amp * y.square() / ((j + 1) * j * (1 + (-x).exp()));
  if constexpr (Outputs >= 3) {
    const Input s = 1 / (1 + (-x).exp());
    d2 = d1 * (2 * d1 / y + 1 - s - s * (2 * j + 1) / (j * (j + 1)));
  }
}

template <class Activation, class Array, class = void>
constexpr bool is_known = false;
template <class Activation, class Array>
constexpr bool is_known<Activation, Array,
                        std::void_t<decltype(evaluate<1>(
                            std::declval<Activation>(), std::declval<const Array&>(), std::declval<Array&>(),
                            std::declval<Array&>(), std::declval<Array&>()))>> = true;

}  // namespace eigen_user_code
