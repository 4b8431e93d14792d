#pragma once

#include <algorithm>
#include <cmath>
#include <limits>

#include "sigmajet/activation.hpp"

SIGMAJET_NAMESPACE_BEGIN

/// The smoothed firing rate of a leaky integrate-and-fire neuron (Hunsberger and Eliasmith 2015):
/// f(x) = amp/(τ_ref + τ_RC ln(1 + 1/j)) with j = σ ln(1 + e^{x/σ}). Times in seconds.
///
/// With ρ = j′/j: f′ = (τ_RC/amp) f² ρ/(j + 1) and f″ = f′ (2f′/f + j″/j′ − ρ(2j + 1)/(j + 1)). The bounds of f′ and f″
/// are in ulps of the largest term of the last sum, which has zeros inside (one near 1.73 for the defaults).
class SoftLIF : public Elementwise<SoftLIF> {
 public:
  static constexpr const char* name = "softlif";

  /// @throws std::invalid_argument unless sigma, tau_rc and tau_ref are finite and > 0, and amp is finite and not 0.
  explicit SoftLIF(double sigma = 1, double tau_rc = 0.02, double tau_ref = 0.002, double amp = 0.01)
      : sigma_(positive("sigma", sigma)),
        tau_rc_(positive("tau_rc", tau_rc)),
        tau_ref_(positive("tau_ref", tau_ref)),
        amp_(detail::checked_parameter(std::isfinite(amp) && amp != 0, "SoftLIF", "amp", "finite and not 0", amp)) {}

  double sigma() const { return sigma_; }
  double tau_rc() const { return tau_rc_; }
  double tau_ref() const { return tau_ref_; }
  double amp() const { return amp_; }
  std::array<Parameter, 4> parameters() const {
    return {{{"sigma", sigma_}, {"tau_rc", tau_rc_}, {"tau_ref", tau_ref_}, {"amp", amp_}}};
  }

  template <class Scalar>
  static constexpr ErrorBounds error_bounds() {
    return detail::error_bounds_in<Scalar>({3.5, 9, 10}, {5, 9, 10});
  }

  template <int Order, class T>
  SIGMAJET_FUNCTION Jet<T, Order> kernel(const T& x) const {
    using math::select;
    Jet<T, Order> jet;
    const T one(1), zero(0), sigma(sigma_), inverse_sigma = one / sigma;
    const T tau_rc(tau_rc_), tau_ref(tau_ref_), amp(amp_), tau_rc_over_sigma = tau_rc / sigma;
    // z = x/σ in two words, the second only where it is finite and counts.
    const T z = x * inverse_sigma, magnitude = math::abs(z);
    const auto counts = magnitude < T(only_z_from), left = z < zero;
    const T z_low = select(counts, -math::product_error(z, sigma, x) * inverse_sigma, zero);
    const T magnitude_low = select(magnitude < T(math::decay_limit<T>()), select(left, z_low, -z_low), zero);
    const math::Exponential<T> exponential(math::TwoWords<T>{-magnitude, magnitude_low});
    const T e = exponential.value(), log = math::log1p_to_one(e);
    const T softplus = select(left, log, z + (log + z_low));

    // Far on the left e is below the precision, and soon below the exponents: j = σe, ln(1 + 1/j) = −z − ln σ + j.
    const auto is_far = z < T(far_left<T>());
    const T j = (math::min)(sigma * softplus, T(math::largest<T>()));
    const T far_log = (-z - (z_low + log_sigma<T>())) + j;
    const T inverse_j = one / j, j_low = select(counts, math::product_error(sigma, softplus, j), zero);
    const T lost = -math::mul_add(inverse_j, j_low, math::product_error(inverse_j, j, one)) * inverse_j;
    const T logarithm = select(is_far, far_log, math::log1p(math::TwoWords<T>{inverse_j, lost}));
    const auto delay = math::two_product(tau_rc, logarithm);
    const T rest = select(counts, delay.low, zero) + tau_ref;
    // Beyond, −z is all that counts of the logarithm, and it may overflow where f does not.
    const auto beyond = z < T(-only_z_from);
    const T unit = select(beyond, T(unit_), one);
    const T long_period = math::mul_add(unit * tau_rc_over_sigma, -x, unit * tau_ref);
    const auto rate = math::finite_reciprocal_of_sum(select(beyond, long_period, (math::max)(delay.high, rest)),
                                                     select(beyond, zero, (math::min)(delay.high, rest)));
    jet.value = rate.multiply(unit * amp);
    if constexpr (Order >= 1) {
      // f′/f = τ_RC rate ρ/(j + 1), with ρ = ratio/σ and ratio = sigmoid(z)/ln(1 + e^z), which is 1 on the far left.
      // bend = σ (j″/j′ − j′/j) = 1 − s − ratio, on the left (ln(1+e) − e)/((1+e) ln(1+e)), which does not cancel.
      const T lesser = math::ratio_to_one_plus(e), greater = one - lesser;
      const T left_bend = math::log1p_minus(e, log) / log * greater, right_ratio = greater / softplus;
      const T ratio = select(is_far, one, select(left, greater - left_bend, right_ratio));
      const auto sum = math::reciprocal_of_sum((math::max)(j, one), (math::min)(j, one));
      const T inverse = sum.correct(sum.value());
      // In two factors, since their product may underflow before f′ does.
      const T quotient_low = math::product_error(tau_rc_over_sigma, sigma, tau_rc) * inverse_sigma;
      const auto numerator = math::two_product(unit * tau_rc_over_sigma, ratio);
      const T slope = rate.multiply({numerator.high, numerator.low - unit * quotient_low * ratio});
      jet.d1 = slope * (inverse * jet.value);
      if constexpr (Order >= 2) {
        const T bend = select(left, left_bend, lesser - right_ratio);
        const T curvature = select(is_far, zero, bend - ratio * (j * inverse)) * inverse_sigma;
        jet.d2 = jet.d1 * math::mul_add(slope + slope, inverse, curvature);
      }
    }
    return jet;
  }

 private:
  static double positive(const char* parameter, double value) {
    return detail::checked_parameter(std::isfinite(value) && value > 0, "SoftLIF", parameter, "finite and > 0", value);
  }

  /// From this |z| on, z is all that counts of its sums, and it is still a number in float. Beyond, products may
  /// overflow, whose error terms would be NaN.
  static constexpr double only_z_from = 1e25;

  /// From here on to the left e^z is below half an ulp of 1.
  template <class T>
  static constexpr double far_left() {
    if (math::is_pack<T>) return -40;
    return -2.303 * std::numeric_limits<typename T::Scalar>::max_digits10 - 4;
  }

  template <class T>
  SIGMAJET_FUNCTION T log_sigma() const {
    if constexpr (math::is_pack<T>)
      return T(log_sigma_);
    else
      return T(detail::log_of(T(sigma_).value));
  }

  double sigma_, tau_rc_, tau_ref_, amp_;
  double log_sigma_ = std::log(sigma_);
  /// A power of two below σ/τ_RC and 1.
  double unit_ = (std::min)(1.0, std::ldexp(1.0, std::ilogb(sigma_) - std::ilogb(tau_rc_) - 1));
};

SIGMAJET_NAMESPACE_END
