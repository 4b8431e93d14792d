#pragma once

#include <sigmajet/sigmajet.hpp>

/// Activations that keep something else in a context than the library's do.
namespace context_words {

using sigmajet::Cache;
using sigmajet::Cached;
using sigmajet::Jet;
namespace math = sigmajet::math;

template <class Activation, class Derived>
struct Variant : sigmajet::Elementwise<Derived> {
  template <int Order, class T>
  SIGMAJET_FUNCTION Jet<T, Order> kernel(const T& x) const {
    return Activation().template kernel<Order>(x);
  }
};

template <class Activation>
struct KeepsInput : Variant<Activation, KeepsInput<Activation>> {};

/// Keeps one word for each coefficient, from which σ′ and σ″ follow without another exponential or logarithm.
template <class Activation>
struct KeepsWord;

/// 4e^{−2|x|} with the sign of x.
template <>
struct KeepsWord<sigmajet::Tanh> : Variant<sigmajet::Tanh, KeepsWord<sigmajet::Tanh>> {
  static constexpr Cache cache = Cache::word;

  template <class T>
  SIGMAJET_FUNCTION Cached<T> forward_kernel(const T& x) const {
    const math::Exponential<T> exponential(math::minus_abs(x + x), 2);
    const T e4 = exponential.value();
    const T t = math::reciprocal_of_sum(T(4), e4).multiply(exponential.one_minus_in_two_words());
    return {math::with_sign_of(t, x), math::with_sign_of(e4, x)};
  }
  template <int Order, class T>
  SIGMAJET_FUNCTION Jet<T, Order> backward_kernel(const T& word) const {
    Jet<T, Order> jet;
    const T e4 = math::abs(word);
    const auto reciprocal = math::reciprocal_of_sum(T(4), e4);
    const T half = reciprocal.value() + reciprocal.value(), r = half + half;
    if constexpr (Order >= 1) jet.d1 = reciprocal.correct(e4 * (r * r), 2);
    if constexpr (Order >= 2) {
      const T t = reciprocal.correct((T(4) - e4) * reciprocal.value());
      jet.d2 = T(0) - math::with_sign_of(t * (jet.d1 + jet.d1), word);
    }
    return jet;
  }
};

/// e^{−|x|} with the sign of x.
template <>
struct KeepsWord<sigmajet::Sigmoid> : Variant<sigmajet::Sigmoid, KeepsWord<sigmajet::Sigmoid>> {
  static constexpr Cache cache = Cache::word;

  template <class T>
  SIGMAJET_FUNCTION Cached<T> forward_kernel(const T& x) const {
    const T e = math::Exponential<T>(math::minus_abs(x)).value(), small = math::ratio_to_one_plus(e);
    return {math::select(x < T(0), small, T(1) - small), math::with_sign_of(e, x)};
  }
  template <int Order, class T>
  SIGMAJET_FUNCTION Jet<T, Order> backward_kernel(const T& word) const {
    Jet<T, Order> jet;
    const T e = math::abs(word), small = math::ratio_to_one_plus(e);
    if constexpr (Order >= 1) jet.d1 = math::negated_mul_add(small, small, small);
    if constexpr (Order >= 2) jet.d2 = T(0) - math::with_sign_of(jet.d1 * ((T(1) - e) * (T(1) - small)), word);
    return jet;
  }
};

/// tanh x, which is σ′.
template <>
struct KeepsWord<sigmajet::AntiTanh> : Variant<sigmajet::AntiTanh, KeepsWord<sigmajet::AntiTanh>> {
  static constexpr Cache cache = Cache::word;

  template <class T>
  SIGMAJET_FUNCTION Cached<T> forward_kernel(const T& x) const {
    const auto jet = sigmajet::AntiTanh().kernel<1>(x);
    return {jet.value, jet.d1};
  }
  template <int Order, class T>
  SIGMAJET_FUNCTION Jet<T, Order> backward_kernel(const T& word) const {
    Jet<T, Order> jet;
    if constexpr (Order >= 1) jet.d1 = word;
    if constexpr (Order >= 2) jet.d2 = math::negated_mul_add(word, word, T(1));
    return jet;
  }
};

/// 1/(1 + |x|) with the sign of x; σ″(0) = 0 is left out.
template <>
struct KeepsWord<sigmajet::SoftSign> : Variant<sigmajet::SoftSign, KeepsWord<sigmajet::SoftSign>> {
  static constexpr Cache cache = Cache::word;

  template <class T>
  SIGMAJET_FUNCTION Cached<T> forward_kernel(const T& x) const {
    const auto powers = sigmajet::detail::UnitElliotPowers<T>::for_product(x);
    return {math::with_sign_of(powers.product(), x), math::with_sign_of(powers.q(), x)};
  }
  template <int Order, class T>
  SIGMAJET_FUNCTION Jet<T, Order> backward_kernel(const T& word) const {
    Jet<T, Order> jet;
    if constexpr (Order >= 1) jet.d1 = word * word;
    if constexpr (Order >= 2) jet.d2 = T(0) - math::with_sign_of((jet.d1 + jet.d1) * math::abs(word), word);
    return jet;
  }
};

}  // namespace context_words
