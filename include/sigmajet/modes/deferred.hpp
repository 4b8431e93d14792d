#pragma once

#include "sigmajet/evaluate.hpp"
#include "sigmajet/products/elementwise.hpp"
#include "sigmajet/products/rowwise.hpp"

/// @file
/// What an activation keeps between its value and its derivatives, and how these follow from it.

SIGMAJET_NAMESPACE_BEGIN
namespace detail {

/// The derivatives of an activation as functions of the word it keeps.
template <class Activation>
struct FromWord : Elementwise<FromWord<Activation>> {
  static constexpr int max_order = Activation::max_order;
  Activation activation;

  explicit FromWord(const Activation& given) : activation(given) {}

  template <int Order, class T>
  SIGMAJET_FUNCTION auto kernel(const T& word) const {
    return activation.template backward_kernel<Order>(word);
  }
};

/// The value and the word as the two outputs of a pass.
template <class Activation>
struct ValueAndWord {
  Activation activation;

  template <class T>
  SIGMAJET_FUNCTION Jet<T, 1> operator()(const T& x) const {
    const auto cached = activation.forward_kernel(x);
    return {cached.value, cached.word};
  }
};

/// The value, and x itself.
template <class Activation>
struct ValueAndInput {
  Activation activation;

  template <class T>
  SIGMAJET_FUNCTION Jet<T, 1> operator()(const T& x) const {
    return {activation.template kernel<0>(x).value, x};
  }
};

/// How the deferred derivatives of a kind of activation are computed for one scalar type, under the conditions of
/// Products: specialised for the other kinds.
template <class Activation, class Scalar, class = void>
struct Deferred {
  /// Number types of the user differentiate through x.
  static constexpr Cache cache =
      Activation::cache == Cache::word && !is_machine_scalar<WorkingScalar<Scalar>> ? Cache::input : Activation::cache;
  /// A word of a 16-bit format would not hold the derivatives' precision.
  using Word = std::conditional_t<cache == Cache::word, WorkingScalar<Scalar>, Scalar>;

  template <class X, class Y, class Words>
  static void forward(const Activation& activation, const X& x, Y& y, Words& words) {
    if constexpr (cache == Cache::nothing)
      evaluate_into(activation, x, std::index_sequence<0>{}, y);
    else if constexpr (cache == Cache::input)
      fused_pass(ValueAndInput<Activation>{activation}, inputs(x), y, words);
    else
      fused_pass(ValueAndWord<Activation>{activation}, inputs(x), y, words);
  }
  template <class Words, class... Outs>
  static void derivatives(const Activation& activation, const Words& words, Outs&... outs) {
    constexpr int order = highest_order<const None, Outs...>();
    check_activation < order<0 ? 0 : order, Activation>();
    if constexpr (order >= 0) fused_pass(Derivatives<order, Source>{Source(activation)}, inputs(words), none, outs...);
  }
  template <class Words, class V, class Out>
  static void jvp(const Activation& activation, const Words& words, const V& v, Out& out) {
    Products<Source>::jvp(Source(activation), words, v, out);
  }
  template <class Words, class G, class Out>
  static void vjp(const Activation& activation, const Words& words, const G& g, Out& out) {
    Products<Source>::vjp(Source(activation), words, g, out);
  }
  template <class Words, class G, class V, class Out>
  static void hvp(const Activation& activation, const Words& words, const G& g, const V& v, Out& out) {
    Products<Source>::hvp(Source(activation), words, g, v, out);
  }

 private:
  using Source = std::conditional_t<cache == Cache::word, FromWord<Activation>, Activation>;
};

/// A row-wise activation keeps its probabilities s. For logSoftmax too: e^{log s} of a rounded log s is off by |log
/// s|/2 ulp, and s spares the exponential.
template <class Activation, class Scalar>
struct Deferred<Activation, Scalar, std::enable_if_t<is_rowwise<Activation>>> {
  static constexpr Cache cache = Cache::word;
  using Word = WorkingScalar<Scalar>;

  template <class X, class Y, class Words>
  static void forward(const Activation&, const X& x, Y& y, Words& s) {
    rowwise_forward<Activation>(x, y, s);
  }
  template <class Words, class... Outs>
  static void derivatives(const Activation&, const Words&, Outs&...) {
    check_activation<1, Activation>();
  }
  template <class Words, class V, class Out>
  static void jvp(const Activation&, const Words& s, const V& v, Out& out) {
    rowwise_jvp<From::softmax, Activation>(s, v, out);
  }
  template <class Words, class G, class Out>
  static void vjp(const Activation&, const Words& s, const G& g, Out& out) {
    rowwise_vjp<From::softmax, Activation>(s, g, out);
  }
  template <class Words, class G, class V, class Out>
  static void hvp(const Activation&, const Words& s, const G& g, const V& v, Out& out) {
    rowwise_hvp<From::softmax, Activation>(s, g, v, out);
  }
};

}  // namespace detail
SIGMAJET_NAMESPACE_END
