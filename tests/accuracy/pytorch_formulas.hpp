#pragma once

#include <cmath>

#include <sigmajet/sigmajet.hpp>

/// @file
/// The activations as PyTorch computes them on a processor: forward, backward, and the backward of the backward, in the
/// working precision.

namespace pytorch {

template <class Scalar>
using Jet = sigmajet::Jet<Scalar, 2>;

/// From the output y.
template <class Scalar>
Jet<Scalar> jet(sigmajet::Tanh, Scalar x) {
  const Scalar y = std::tanh(x), d1 = 1 - y * y;
  return {y, d1, -2 * y * d1};
}

/// From the output y.
template <class Scalar>
Jet<Scalar> jet(sigmajet::Sigmoid, Scalar x) {
  const Scalar y = 1 / (1 + std::exp(-x));
  return {y, (1 - y) * y, (1 - y) * y * (1 - 2 * y)};
}

/// From the input; linear from its default threshold on.
template <class Scalar>
Jet<Scalar> jet(sigmajet::Softplus, Scalar x) {
  if (x > 20) return {x, 1, 0};
  const Scalar e = std::exp(x), s = 1 / (1 + std::exp(-x));
  return {std::log1p(e), e / (e + 1), (1 - s) * s};
}

/// From the output y.
template <class Scalar>
Jet<Scalar> jet(sigmajet::ELU, Scalar x) {
  if (x > 0) return {x, 1, 0};
  const Scalar y = std::expm1(x);
  return {y, y + 1, y + 1};
}

/// Composed of abs, a sum and a quotient, each with its backward.
template <class Scalar>
Jet<Scalar> jet(sigmajet::SoftSign, Scalar x) {
  const Scalar sign = x > 0 ? 1 : x < 0 ? -1 : 0;
  const Scalar sum = std::abs(x) + 1, y = x / sum, second = y / sum;
  return {y, 1 / sum - sign * second, 2 * sign * (sign * (second / sum) - 1 / sum / sum)};
}

template <class Scalar>
Jet<Scalar> jet(sigmajet::LeakyReLU, Scalar x) {
  const auto alpha = static_cast<Scalar>(0.01);
  return {x > 0 ? x : alpha * x, x > 0 ? 1 : alpha, 0};
}

template <class Scalar>
Jet<Scalar> jet(sigmajet::ReLU, Scalar x) {
  return {x < 0 ? 0 : x, x > 0 ? Scalar(1) : Scalar(0), 0};
}

template <class Activation, class Scalar, class = void>
constexpr bool is_known = false;
template <class Activation, class Scalar>
constexpr bool is_known<Activation, Scalar, std::void_t<decltype(jet(std::declval<Activation>(), Scalar()))>> = true;

}  // namespace pytorch
