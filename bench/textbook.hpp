#pragma once

#include <cstddef>
#include <cstring>
#include <type_traits>
#include <utility>

#include <sigmajet/sigmajet.hpp>

/// The activations, with their default parameters, as a user without this library fuses them by hand:
/// derivatives from the rounded value, so that the tails are lost. `Math` supplies the elementary functions
/// of its vector `Math::Value` (vector_math.hpp).
namespace textbook {

template <class Value>
struct Jet {
  Value value, d1, d2;
};

template <class Math, class Value = typename Math::Value>
Jet<Value> jet(sigmajet::Tanh, Value x) {
  const Value t = Math::tanh(x);
  const Value d1 = 1.f - t * t;
  return {t, d1, -2.f * t * d1};
}

template <class Math, class Value = typename Math::Value>
Jet<Value> jet(sigmajet::Sigmoid, Value x) {
  const Value s = Math::reciprocal(1.f + Math::exp(-x));
  const Value d1 = s * (1.f - s);
  return {s, d1, d1 * (1.f - 2.f * s)};
}

template <class Math, class Value = typename Math::Value>
Jet<Value> jet(sigmajet::Softplus, Value x) {
  const Value e = Math::exp(-Math::abs(x));
  const Value r = Math::reciprocal(1.f + e);
  const Value s = x > 0.f ? r : e * r;
  return {(x > 0.f ? x : Value{}) + Math::log1p(e), s, s * (1.f - s)};
}

template <class Math, class Value = typename Math::Value>
Jet<Value> jet(sigmajet::AntiTanh, Value x) {
  const auto ln2 = static_cast<typename Math::Scalar>(0.69314718055994531);
  const Value a = Math::abs(x);
  const Value e = Math::exp(-2.f * a);
  const Value t = (1.f - e) * Math::reciprocal(1.f + e);
  return {a - ln2 + Math::log1p(e), x > 0.f ? t : -t, 1.f - t * t};
}

template <class Math, class Value = typename Math::Value>
Jet<Value> jet(sigmajet::Quadratic, Value x) {
  return {.5f * x * x, x, Value{} + 1.f};
}

template <class Math, class Value = typename Math::Value>
Jet<Value> jet(sigmajet::Identity, Value x) {
  return {x, Value{} + 1.f, Value{}};
}

template <class Math, class Value = typename Math::Value>
Jet<Value> jet(sigmajet::ReLU, Value x) {
  return {x > 0.f ? x : Value{}, x > 0.f ? Value{} + 1.f : Value{}, Value{}};
}

template <class Math, class Value = typename Math::Value>
Jet<Value> jet(sigmajet::LeakyReLU, Value x) {
  const auto alpha = static_cast<typename Math::Scalar>(0.01);
  return {x > 0.f ? x : alpha * x, x > 0.f ? Value{} + 1.f : Value{} + alpha, Value{}};
}

template <class Math, class Value = typename Math::Value>
Jet<Value> jet(sigmajet::ELU, Value x) {
  const Value m = Math::expm1(x);
  const Value e = m + 1.f;
  return {x > 0.f ? x : m, x > 0.f ? Value{} + 1.f : e, x > 0.f ? Value{} : e};
}

template <class Math, class Value = typename Math::Value>
Jet<Value> jet(sigmajet::SoftSign, Value x) {
  const Value q = Math::reciprocal(1.f + Math::abs(x));
  const Value d1 = q * q;
  const Value d2 = -2.f * d1 * q;
  return {x * q, d1, x > 0.f ? d2 : -d2};
}

template <class Math, class Value = typename Math::Value>
Jet<Value> jet(sigmajet::SymmetricElliot, Value x) {
  return jet<Math>(sigmajet::SoftSign{}, x);
}

template <class Math, class Value = typename Math::Value>
Jet<Value> jet(sigmajet::Elliot, Value x) {
  const Jet<Value> s = jet<Math>(sigmajet::SoftSign{}, x);
  return {.5f * s.value + .5f, .5f * s.d1, .5f * s.d2};
}

template <class Math, class Value = typename Math::Value>
Jet<Value> jet(sigmajet::Gaussian, Value x) {
  const Value g = Math::exp(-x * x);
  return {g, -2.f * x * g, (4.f * x * x - 2.f) * g};
}

template <class Math, class Value = typename Math::Value>
Jet<Value> jet(sigmajet::SoftLIF, Value x) {
  using Scalar = typename Math::Scalar;
  const auto tau_rc = static_cast<Scalar>(0.02), tau_ref = static_cast<Scalar>(0.002),
             amp = static_cast<Scalar>(0.01);
  const Jet<Value> j = jet<Math>(sigmajet::Softplus{}, x);
  const Value v = amp / (tau_ref + tau_rc * Math::log1p(1.f / j.value));
  const Value c = tau_rc / amp / (j.value * (j.value + 1.f));
  const Value d1 = v * v * c * j.d1;
  return {v, d1,
          d1 * (2.f * d1 / v + j.d2 / j.d1 - j.d1 * (2.f * j.value + 1.f) / (j.value * (j.value + 1.f)))};
}

/// No activation: what a loop with the same streams costs.
struct Copy {};

template <class Math, class Value = typename Math::Value>
Jet<Value> jet(Copy, Value x) {
  return {x, x, x};
}

template <class Math, class Activation, class = void>
constexpr bool is_known = false;
template <class Math, class Activation>
constexpr bool is_known<
    Math, Activation, std::void_t<decltype(jet<Math>(std::declval<Activation>(), typename Math::Value{}))>> =
    true;

/// One input and three outputs, each aligned to a vector.
template <class Scalar>
struct Streams {
  const Scalar* x;
  Scalar *y, *d1, *d2;
  std::ptrdiff_t size;
};

/// Writes the first Outputs members of every jet, two vectors side by side; the size is a multiple of two
/// vectors.
template <class Math, int Outputs, bool NonTemporal = false, class Activation, class Scalar>
void fused_loop(Activation activation, const Streams<Scalar>& s) {
  using Value = typename Math::Value;
  constexpr std::ptrdiff_t lanes = sizeof(Value) / sizeof(Scalar);
  const auto load = [](const Scalar* from) {
    Value x;
    std::memcpy(&x, from, sizeof(x));
    return x;
  };
  const auto store = [](Scalar* to, Value first, Value second) {
    Math::template store<NonTemporal>(to, first);
    Math::template store<NonTemporal>(to + lanes, second);
  };
  for (std::ptrdiff_t i = 0; i < s.size; i += 2 * lanes) {
    const Jet<Value> first = jet<Math>(activation, load(s.x + i));
    const Jet<Value> second = jet<Math>(activation, load(s.x + i + lanes));
    store(s.y + i, first.value, second.value);
    if constexpr (Outputs >= 2) store(s.d1 + i, first.d1, second.d1);
    if constexpr (Outputs >= 3) store(s.d2 + i, first.d2, second.d2);
  }
}

}  // namespace textbook
