#pragma once

#include <cmath>

#include "sigmajet/products.hpp"

SIGMAJET_NAMESPACE_BEGIN
namespace detail {

/// s + (x − s) rate, from the end that is nearer to it: from s the digits of x would be lost where s is large and the
/// rate nearly 1. In two products, since x − s may overflow; they cancel exactly where x = s.
struct LeakyIntegration {
  double rate;

  template <class T>
  SIGMAJET_FUNCTION Jet<T, 0> operator()(const T& x, const T& s) const {
    return {rate <= 0.5 ? moved(s, x, T(rate)) : moved(x, s, T(1 - rate))};
  }

 private:
  template <class T>
  static SIGMAJET_FUNCTION T moved(const T& from, const T& to, const T& share) {
    return from + (to * share - from * share);
  }
};

}  // namespace detail

/// An activation behind a leaky integrator: each step moves a state s to s + (x − s) dt/τ and gives y = σ(s). The state
/// is 0 at first use, and has the shape of the first x since the last reset.
template <class Activation, class Array>
class Continuous {
  static_assert(detail::owns_memory<Array>,
                "sigmajet: the second template parameter is the matrix or array type of x, as Eigen::ArrayXd");

 public:
  /// @throws std::invalid_argument unless tau, dt and their quotient, the latter in the type of x, are finite and > 0.
  explicit Continuous(const Activation& activation = Activation(), double tau = 1, double dt = 1)
      : activation_(activation), rate_(checked_rate(checked(dt, "dt") / checked(tau, "tau"))) {
    state_.setZero();
  }

  const Activation& activation() const { return activation_; }

  /// One step. y may be x itself.
  /// @throws std::invalid_argument if x has another shape than the state, before anything is written.
  template <class X, class Y>
  void step(const X& x, Y&& y) {
    if constexpr (detail::check_call<0, Activation, Array, X>())
      if constexpr (detail::check_output<Array, Y>())
        step_dense(detail::as_dense(detail::Input{x, "x"}), detail::as_output(y));
  }

  /// s, which each step overwrites.
  const Array& state() const { return state_; }

  /// Back to 0, for x of any shape.
  void reset() {
    state_.setZero();
    has_shape_ = stepped_ = false;
  }
  template <class State>
  void reset(const State& state) {
    if constexpr (detail::check_inputs<Array, State>())
      reset_dense(detail::as_dense(detail::Input{state, "the new state"}));
  }

  /// ∂s/∂x and ∂s/∂(the state before), the same for all coefficients.
  double ds_dx() const { return rate_; }
  double ds_dprevious() const { return 1 - rate_; }

  /// σ′(s), for an element-wise activation. This and the products throw std::logic_error before a step.
  template <class D>
  void dy_ds(D&& d) const {
    check_stepped();
    evaluate(activation_, state_, none, std::forward<D>(d));
  }
  /// J v and Jᵀ g for the Jacobian J = ∂y/∂s.
  template <class V, class Out>
  void jvp(const V& v, Out&& out) const {
    check_stepped();
    sigmajet::jvp(activation_, state_, v, std::forward<Out>(out));
  }
  template <class G, class Out>
  void vjp(const G& g, Out&& out) const {
    check_stepped();
    sigmajet::vjp(activation_, state_, g, std::forward<Out>(out));
  }

 private:
  template <class X, class Y>
  void step_dense(const detail::Input<X>& x, Y& y) {
    const detail::Shape shape = detail::shape_of(x.xpr);
    if (has_shape_) detail::check_shape(x, detail::shape_of(state_), "the state");
    check_fits(shape, "x");
    detail::with_outputs(
        std::make_tuple(x),
        [&](auto& state, auto& to) {
          if (!has_shape_) state.setZero();
          detail::fused_pass(detail::LeakyIntegration{rate_}, detail::inputs(x.xpr, state), state);
          evaluate(activation_, state, to);
        },
        detail::Output{state_, "the state", shape, "the input x is"},
        detail::Output{y, "the output", shape, "the input x is"});
    has_shape_ = stepped_ = true;
  }
  template <class State>
  void reset_dense(const detail::Input<State>& state) {
    check_fits(detail::shape_of(state.xpr), "the state");
    detail::with_outputs(
        std::make_tuple(state), [&](auto& to) { to.array() = state.xpr.array(); },
        detail::Output{state_, "the state", detail::shape_of(state.xpr), "the new state is"});
    has_shape_ = true;
    stepped_ = false;
  }
  static double checked(double value, const char* parameter) {
    return detail::checked_parameter(std::isfinite(value) && value > 0, "Continuous", parameter, "finite and > 0",
                                     value);
  }
  static double checked_rate(double rate) {
    return detail::checked_parameter(detail::is_normal_in<typename Array::Scalar>(rate), "Continuous", "dt/tau",
                                     "a normal number of x's type", rate);
  }
  static void check_fits(const detail::Shape& shape, const char* name) {
    if (!detail::fits<Array>(shape))
      detail::fail<std::invalid_argument>(name, " is ", shape, ": no shape of the state's array");
  }
  void check_stepped() const {
    if (!stepped_) detail::fail<std::logic_error>("there are no derivatives before a step: call step first");
  }

  Activation activation_;
  double rate_;
  Array state_;
  bool has_shape_ = false, stepped_ = false;
};

SIGMAJET_NAMESPACE_END
