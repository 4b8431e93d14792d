#pragma once

#include <cmath>
#include <limits>

#include "sigmajet/activation.hpp"

SIGMAJET_NAMESPACE_BEGIN

/// σ(x) = ln(1 + e^{βx})/β, σ′ = sigmoid(βx), σ″ = β sigmoid′(βx).
///
/// With z = βx in two words and e = e^{−|z|}: σ = max(x, 0) + ln(1 + e)/β. A finite threshold gives the rule of PyTorch
/// and hessQuik: where βx > threshold, σ = x, σ′ = 1, σ″ = 0. Their default is 20, ours is none.
class Softplus : public Elementwise<Softplus> {
 public:
  static constexpr const char* name = "softplus";

  /// @throws std::invalid_argument unless beta is finite and > 0 and threshold is > 0.
  explicit Softplus(double beta = 1, double threshold = std::numeric_limits<double>::infinity())
      : beta_(detail::checked_parameter(std::isfinite(beta) && beta > 0, "Softplus", "beta", "finite and > 0", beta)),
        threshold_(detail::checked_parameter(threshold > 0, "Softplus", "threshold", "> 0", threshold)) {}

  double beta() const { return beta_; }
  double threshold() const { return threshold_; }
  std::array<Parameter, 2> parameters() const { return {{{"beta", beta_}, {"threshold", threshold_}}}; }

  template <class Scalar>
  ErrorBounds error_bounds() const {
    return beta_ == 1 ? detail::error_bounds_in<Scalar>({2, 2, 2.5}, {3.5, 2, 2.5})
                      : detail::error_bounds_in<Scalar>({4, 3, 4}, {5.5, 3, 4});
  }

  template <int Order, class T>
  SIGMAJET_FUNCTION Jet<T, Order> kernel(const T& x) const {
    if (is_plain_) return unit_kernel<Order>(x);
    if (beta_ == 1) return with_threshold<Order>(x, unit_kernel<Order>(x));
    return with_threshold<Order>(x, scaled_kernel<Order>(x));
  }

 private:
  /// β = 1.
  template <int Order, class T>
  static SIGMAJET_FUNCTION Jet<T, Order> unit_kernel(const T& x) {
    Jet<T, Order> jet;
    const T e = math::Exponential<T>(math::minus_abs(x)).value();
    if constexpr (Order >= 1) {
      const T s = math::ratio_to_one_plus(e);
      jet.d1 = math::logistic(s, x);
      if constexpr (Order >= 2) jet.d2 = math::logistic_slope(s);
    }
    // Last, because the logarithm needs the most registers: with 16 of them an earlier one costs a tenth of the time.
    jet.value = (math::max)(x, T(0)) + math::log1p_to_one(e);
    return jet;
  }

  /// Any β: z = βx rounded would lose |z|/2 ulp of e^{−|z|}, and e may be subnormal where e/β or βe is not.
  template <int Order, class T>
  SIGMAJET_FUNCTION Jet<T, Order> scaled_kernel(const T& x) const {
    Jet<T, Order> jet;
    const T beta(beta_), inverse_beta = T(1) / beta;
    const T magnitude = (math::min)(math::abs(x), T(math::decay_limit<T>()) * inverse_beta);
    const auto z = math::two_product(beta, magnitude);
    const math::ExponentialFactor<T> exponential(math::TwoWords<T>{-z.high, -z.low});
    const T e = exponential.value();
    const auto is_far = e < T(math::epsilon<T>()) * T(first_term_share);
    jet.value = (math::max)(x, T(0)) +
                math::select(is_far, exponential.times(inverse_beta), math::log1p_to_one(e) * inverse_beta);
    if constexpr (Order >= 1) {
      const T s = math::ratio_to_one_plus(e);
      jet.d1 = math::logistic(s, x);
      // β halved, since β times a number below 2 may overflow where βe^z does not.
      if constexpr (Order >= 2)
        jet.d2 = math::select(is_far, exponential.times(T(0.5 * beta_), 1), beta * math::logistic_slope(s));
    }
    return jet;
  }

  template <int Order, class T>
  SIGMAJET_FUNCTION Jet<T, Order> with_threshold(const T& x, const Jet<T, Order>& jet) const {
    if (std::isinf(threshold_)) return jet;
    const auto linear = (beta_ == 1 ? x : T(bounded_beta_) * x) > T(bounded_threshold_);
    Jet<T, Order> result;
    result.value = math::select(linear, x, jet.value);
    if constexpr (Order >= 1) result.d1 = math::select(linear, T(1), jet.d1);
    if constexpr (Order >= 2) result.d2 = math::select(linear, T(0), jet.d2);
    return result;
  }

  /// Below this share of epsilon, e is all that counts of ln(1 + e), of e/(1 + e) and of e/(1 + e)²: the second terms
  /// of these series add less than a sixteenth of an ulp.
  static constexpr double first_term_share = 1.0 / 16;

  double beta_, threshold_;
  /// Both times the power of two by which βx overflows nowhere.
  double unit_ = detail::bounding_unit(beta_), bounded_beta_ = beta_ * unit_, bounded_threshold_ = threshold_ * unit_;
  // One test in the inner loop.
  bool is_plain_ = beta_ == 1 && std::isinf(threshold_);
};

SIGMAJET_NAMESPACE_END
