#pragma once

#include "sigmajet/modes/context.hpp"

SIGMAJET_NAMESPACE_BEGIN

/// An activation with its context: the value now, derivatives at the x of the last forward when they are asked for. All
/// but forward throw std::logic_error before the first one. Two objects share nothing. Kept is the context's: 0
/// computes derivatives when they are asked for, 1 and 2 compute those up to that order in forward.
template <class Activation, class Array, int Kept = 0>
class BackwardMode {
 public:
  explicit BackwardMode(const Activation& activation = Activation()) : activation_(activation) {}

  const Activation& activation() const { return activation_; }
  const Context<Activation, Array, Kept>& context() const { return context_; }

  /// y = σ(x); y may be x itself.
  template <class X, class Y>
  void forward(const X& x, Y&& y) {
    sigmajet::forward(activation_, x, std::forward<Y>(y), context_);
  }
  /// backward(d1), backward(d1, d2), …: σ′, σ″, …
  template <class... Outs>
  void backward(Outs&&... outs) const {
    derivatives(activation_, context_, std::forward<Outs>(outs)...);
  }
  /// J v.
  template <class V, class Out>
  void jvp(const V& v, Out&& out) const {
    sigmajet::jvp(activation_, context_, v, std::forward<Out>(out));
  }
  /// Jᵀ g.
  template <class G, class Out>
  void vjp(const G& g, Out&& out) const {
    sigmajet::vjp(activation_, context_, g, std::forward<Out>(out));
  }
  /// ∇²⟨g, σ⟩ v.
  template <class G, class V, class Out>
  void hvp(const G& g, const V& v, Out&& out) const {
    sigmajet::hvp(activation_, context_, g, v, std::forward<Out>(out));
  }

 private:
  Activation activation_;
  Context<Activation, Array, Kept> context_;
};

SIGMAJET_NAMESPACE_END
