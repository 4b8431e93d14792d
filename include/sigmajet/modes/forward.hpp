#pragma once

#include "sigmajet/evaluate.hpp"
#include "sigmajet/products.hpp"

SIGMAJET_NAMESPACE_BEGIN

/// An activation whose derivatives are computed together with its value.
template <class Activation>
class ForwardMode {
 public:
  explicit ForwardMode(const Activation& activation = Activation()) : activation_(activation) {}

  const Activation& activation() const { return activation_; }

  /// jet<2>, for a scalar or an array.
  template <class X>
  auto operator()(const X& x) const {
    return jet<2>(activation_, x);
  }
  /// evaluate(x, y, d1, …): value and derivatives into the caller's storage.
  template <class X, class... Outs>
  void operator()(const X& x, Outs&&... outs) const {
    evaluate(activation_, x, std::forward<Outs>(outs)...);
  }
  /// compose(u, du, ddu [, y, dy, ddy]).
  template <class U, class Du, class Ddu, class... Outs>
  auto compose(const U& u, const Du& du, const Ddu& ddu, Outs&&... outs) const {
    return sigmajet::compose(activation_, u, du, ddu, std::forward<Outs>(outs)...);
  }
  /// forward_laplacian(u, du, lap, y, dy, ylap).
  template <class U, class Du, class Lap, class Y, class Dy, class YLap>
  void laplacian(const U& u, const Du& du, const Lap& lap, Y&& y, Dy&& dy, YLap&& ylap) const {
    forward_laplacian(activation_, u, du, lap, std::forward<Y>(y), std::forward<Dy>(dy), std::forward<YLap>(ylap));
  }

 private:
  Activation activation_;
};

SIGMAJET_NAMESPACE_END
