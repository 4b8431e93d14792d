#pragma once

#include <cstddef>
#include <string_view>
#include <tuple>

/// The activations, with their default parameters, as a user without this library fuses them by hand:
/// derivatives from the rounded value, so that the tails are lost. `Math` supplies the elementary functions
/// of its number or vector `Math::Value` (vector_math.hpp, plain_loops.hpp). Nothing of sigmajet is here, for
/// the sake of -ffast-math.
namespace textbook {

template <class Value>
struct Jet {
  Value value, d1, d2;
};

struct Formula {};

struct Tanh : Formula {
  static constexpr std::string_view name = "tanh";
};
template <class Math, class Value = typename Math::Value>
Jet<Value> jet(Tanh, Value x) {
  const Value t = Math::tanh(x);
  const Value d1 = 1.f - t * t;
  return {t, d1, -2.f * t * d1};
}

struct Sigmoid : Formula {
  static constexpr std::string_view name = "sigmoid";
};
template <class Math, class Value = typename Math::Value>
Jet<Value> jet(Sigmoid, Value x) {
  const Value s = Math::reciprocal(1.f + Math::exp(-x));
  const Value d1 = s * (1.f - s);
  return {s, d1, d1 * (1.f - 2.f * s)};
}

struct Softplus : Formula {
  static constexpr std::string_view name = "softplus";
};
template <class Math, class Value = typename Math::Value>
Jet<Value> jet(Softplus, Value x) {
  const Value e = Math::exp(-Math::abs(x));
  const Value r = Math::reciprocal(1.f + e);
  const Value s = x > 0.f ? r : e * r;
  return {(x > 0.f ? x : Value{}) + Math::log1p(e), s, s * (1.f - s)};
}

struct AntiTanh : Formula {
  static constexpr std::string_view name = "antitanh";
};
template <class Math, class Value = typename Math::Value>
Jet<Value> jet(AntiTanh, Value x) {
  const auto ln2 = static_cast<typename Math::Scalar>(0.69314718055994531);
  const Value a = Math::abs(x);
  const Value e = Math::exp(-2.f * a);
  const Value t = (1.f - e) * Math::reciprocal(1.f + e);
  return {a - ln2 + Math::log1p(e), x > 0.f ? t : -t, 1.f - t * t};
}

struct Quadratic : Formula {
  static constexpr std::string_view name = "quadratic";
};
template <class Math, class Value = typename Math::Value>
Jet<Value> jet(Quadratic, Value x) {
  return {.5f * x * x, x, Value{} + 1.f};
}

struct Identity : Formula {
  static constexpr std::string_view name = "identity";
};
template <class Math, class Value = typename Math::Value>
Jet<Value> jet(Identity, Value x) {
  return {x, Value{} + 1.f, Value{}};
}

struct ReLU : Formula {
  static constexpr std::string_view name = "relu";
};
template <class Math, class Value = typename Math::Value>
Jet<Value> jet(ReLU, Value x) {
  return {x > 0.f ? x : Value{}, x > 0.f ? Value{} + 1.f : Value{}, Value{}};
}

struct LeakyReLU : Formula {
  static constexpr std::string_view name = "leaky_relu";
};
template <class Math, class Value = typename Math::Value>
Jet<Value> jet(LeakyReLU, Value x) {
  const auto alpha = static_cast<typename Math::Scalar>(0.01);
  return {x > 0.f ? x : alpha * x, x > 0.f ? Value{} + 1.f : Value{} + alpha, Value{}};
}

struct ELU : Formula {
  static constexpr std::string_view name = "elu";
};
template <class Math, class Value = typename Math::Value>
Jet<Value> jet(ELU, Value x) {
  const Value m = Math::expm1(x);
  const Value e = m + 1.f;
  return {x > 0.f ? x : m, x > 0.f ? Value{} + 1.f : e, x > 0.f ? Value{} : e};
}

struct SoftSign : Formula {
  static constexpr std::string_view name = "softsign";
};
template <class Math, class Value = typename Math::Value>
Jet<Value> jet(SoftSign, Value x) {
  const Value q = Math::reciprocal(1.f + Math::abs(x));
  const Value d1 = q * q;
  const Value d2 = -2.f * d1 * q;
  return {x * q, d1, x > 0.f ? d2 : -d2};
}

struct SymmetricElliot : Formula {
  static constexpr std::string_view name = "symmetric_elliot";
};
template <class Math, class Value = typename Math::Value>
Jet<Value> jet(SymmetricElliot, Value x) {
  return jet<Math>(SoftSign{}, x);
}

struct Elliot : Formula {
  static constexpr std::string_view name = "elliot";
};
template <class Math, class Value = typename Math::Value>
Jet<Value> jet(Elliot, Value x) {
  const Jet<Value> s = jet<Math>(SoftSign{}, x);
  return {.5f * s.value + .5f, .5f * s.d1, .5f * s.d2};
}

struct Gaussian : Formula {
  static constexpr std::string_view name = "gaussian";
};
template <class Math, class Value = typename Math::Value>
Jet<Value> jet(Gaussian, Value x) {
  const Value g = Math::exp(-x * x);
  return {g, -2.f * x * g, (4.f * x * x - 2.f) * g};
}

struct SoftLIF : Formula {
  static constexpr std::string_view name = "softlif";
};
template <class Math, class Value = typename Math::Value>
Jet<Value> jet(SoftLIF, Value x) {
  using Scalar = typename Math::Scalar;
  const auto tau_rc = static_cast<Scalar>(0.02), tau_ref = static_cast<Scalar>(0.002), amp = static_cast<Scalar>(0.01);
  const Jet<Value> j = jet<Math>(Softplus{}, x);
  const Value v = amp / (tau_ref + tau_rc * Math::log1p(1.f / j.value));
  const Value c = tau_rc / amp / (j.value * (j.value + 1.f));
  const Value d1 = v * v * c * j.d1;
  return {v, d1, d1 * (2.f * d1 / v + j.d2 / j.d1 - j.d1 * (2.f * j.value + 1.f) / (j.value * (j.value + 1.f)))};
}

/// No activation: what a loop with the same streams costs.
struct Copy : Formula {};

template <class Math, class Value = typename Math::Value>
Jet<Value> jet(Copy, Value x) {
  return {x, x, x};
}

using All = std::tuple<Tanh, Sigmoid, Softplus, AntiTanh, Quadratic, Identity, ReLU, LeakyReLU, ELU, SoftSign,
                       SymmetricElliot, Elliot, Gaussian, SoftLIF>;

/// One input and three outputs, each aligned to a vector.
template <class Scalar>
struct Streams {
  const Scalar* x;
  Scalar *y, *d1, *d2;
  std::ptrdiff_t size;
};

}  // namespace textbook
