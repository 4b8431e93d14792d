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
    if constexpr (math::is_pack<T>)
      if (!is_moderate_) return kernel_for_any_parameters<Order>(x);
    return kernel_for_moderate_parameters<Order>(x);
  }

 private:
  /// For parameters with which no product of them over- or underflows, and τ_ref ≤ τ_RC.
  template <int Order, class T>
  SIGMAJET_FUNCTION Jet<T, Order> kernel_for_moderate_parameters(const T& x) const {
    using math::select;
    Jet<T, Order> jet;
    const T one(1), zero(0), sigma(sigma_), inverse_sigma = one / sigma;
    const T tau_rc(tau_rc_), tau_ref(tau_ref_), amp(amp_), tau_rc_over_sigma = tau_rc / sigma;
    // z = x/σ in two words, the second only where it counts. x is cut where z or j would overflow.
    const T u = finite_quotient(x), z = u * inverse_sigma, magnitude = math::abs(z);
    const auto counts = magnitude < T(only_z_from), left = z < zero;
    const T z_low = select(counts, -math::product_error(z, sigma, u) * inverse_sigma, zero);
    const T magnitude_low = select(magnitude < T(math::decay_limit<T>()), select(left, z_low, -z_low), zero);
    const math::Exponential<T> exponential(math::TwoWords<T>{-magnitude, magnitude_low});
    const T e = exponential.value(), log = math::log1p_to_one(e);
    const T softplus = select(left, log, z + (log + z_low));

    // Far on the left e is below the precision, and soon below the exponents: j = σe, ln(1 + 1/j) = −z − ln σ + j.
    const auto is_far = z < T(far_left<T>());
    const T j = (math::min)(sigma * softplus, T(math::largest<T>()));
    const T far_log = (math::min)((-z - (z_low + log_sigma<T>())) + j, T(2 * only_z_from));
    // No quotient that is not used divides by 0.
    const T tiny(4 * (math::LimitsOf<T>::min)()), divisor = (math::max)(j, tiny), inverse_j = one / divisor;
    const T j_low = select(counts, math::product_error(sigma, softplus, j), zero);
    const T lost = -math::mul_add(inverse_j, j_low, math::product_error(inverse_j, divisor, one)) * inverse_j;
    const T logarithm = select(is_far, far_log, math::log1p(math::TwoWords<T>{inverse_j, lost}));
    const auto delay = math::two_product(tau_rc, logarithm);
    const T rest = select(counts, delay.low, zero) + tau_ref;
    // Beyond, −z is all that counts of the logarithm, and it may overflow where f does not.
    const auto beyond = z < T(-only_z_from);
    const T unit = select(beyond, T(unit_), one);
    const T long_period = math::mul_add(unit * tau_rc_over_sigma, -(math::min)(x, zero), unit * tau_ref);
    const auto rate = math::finite_reciprocal_of_sum(select(beyond, long_period, (math::max)(delay.high, rest)),
                                                     select(beyond, zero, (math::min)(delay.high, rest)));
    jet.value = rate.multiply(unit * amp);
    if constexpr (Order >= 1) {
      // f′/f = τ_RC rate ρ/(j + 1), with ρ = ratio/σ and ratio = sigmoid(z)/ln(1 + e^z), which is 1 on the far left.
      // bend = σ (j″/j′ − j′/j) = 1 − s − ratio, on the left (ln(1+e) − e)/((1+e) ln(1+e)), which does not cancel.
      const T lesser = math::ratio_to_one_plus(e), greater = one - lesser;
      const T left_bend = math::log1p_minus(e, log) / (math::max)(log, tiny) * greater;
      const T right_ratio = greater / (math::max)(softplus, tiny);
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

  /// For all others, in numbers of a wide range and two words. A function of its own, so that its size does not burden
  /// the loop of the kernel above.
  template <int Order, class T>
  SIGMAJET_DEVICE SIGMAJET_RARE Jet<T, Order> kernel_for_any_parameters(const T& x) const {
    using math::select;
    using Wide = math::Wide<T>;
    Jet<T, Order> jet;
    const T one(1), zero(0);
    const Wide sigma{T(sigma_)}, tau_rc{T(tau_rc_)}, tau_ref{T(tau_ref_)}, unit{one}, u{select(x == x, x, zero)};
    const Wide z = u / sigma, magnitude = select(x < zero, -z, z);
    const auto left = x < zero;
    const auto plain = magnitude.plain(wide_limit);
    // e^{−|z|}. Beyond the limit nothing of it counts on the right, and ln j is z + ln σ on the left.
    const T limit(math::decay_limit<T>());
    const auto is_beyond = plain.high > T(0.95) * limit;
    const math::ExponentialFactor<T> exponential(
        math::TwoWords<T>{-(math::min)(plain.high, limit), select(is_beyond, zero, -plain.low)});
    const T first_term(first_term_alone);
    const auto is_first_term = exponential.value() < first_term;
    const Wide wide_e = exponential.wide();
    const T e = (math::max)(exponential.value(), first_term);
    const auto log = math::log1p_to_one_in_two_words(e);
    const Wide softplus = select(is_first_term, wide_e, Wide(log));
    const Wide j = select(left, sigma * softplus, u + sigma * softplus);

    // ln(1 + 1/j). Of a large j by its series in q = 1/(2j + 1), as q (2 + bend); of a small j as −ln j.
    const Wide j_plus_one = unit + j, odd = j + j_plus_one, q = unit / odd;
    const T q_square = (q * q).rounded(),
            series = math::polynomial<detail::LogConstants<math::ScalarOf<T>>::p>(q_square);
    const Wide rest = q * q * Wide(series);
    const auto is_large = j.exponent >= T(large_exponent), is_small = j.exponent < T(-wide_limit);
    const T middle = math::log1p((unit / j).plain(wide_limit));
    Wide logarithm(select(is_small, -math::log_of_far(j), middle));
    logarithm = select(left & is_beyond, magnitude - Wide(T(log_sigma_)), logarithm);
    logarithm = select(is_large, q * (Wide(T(2)) + rest), logarithm);
    const Wide period = tau_ref + tau_rc * logarithm, rate = Wide(T(amp_)) / period;
    jet.value = select(x == x, rate.rounded(), x);
    if constexpr (Order >= 1) {
      // ρ = j′/j, and the difference of j″/j′ and j′/j on the left, where they cancel.
      const Wide greater = unit / (unit + wide_e), lesser = wide_e * greater;
      const Wide difference =
          select(is_first_term, wide_e * Wide(T(-0.5)), Wide(math::log1p_minus(e, log)) / Wide(log) * greater) / sigma;
      const Wide ratio = select(left, greater / sigma - difference, greater / j);
      const Wide step = ratio / (j_plus_one * period), slope = tau_rc * step, d1 = slope * rate;
      jet.d1 = select(x == x, d1.rounded(), x);
      if constexpr (Order >= 2) {
        // f″/f′ = 2f′/f + j″/j′ − ρ (2j + 1)/(j + 1). Of a large j the first and the last term cancel; their difference
        // is −ρ/((j + 1) period) ((2j + 1) τ_ref + τ_RC rest).
        const Wide bend = select(left, difference, lesser / sigma - ratio);
        const Wide of_small_j = slope + slope + (bend - ratio * j / j_plus_one);
        const Wide of_large_j = select(left, greater, lesser) / sigma - step * (odd * tau_ref + tau_rc * rest);
        const Wide d2 = d1 * select(is_large, of_large_j, of_small_j);
        jet.d2 = select(x == x, d2.rounded(), x);
      }
    }
    return jet;
  }

  static double positive(const char* parameter, double value) {
    return detail::checked_parameter(std::isfinite(value) && value > 0, "SoftLIF", parameter, "finite and > 0", value);
  }

  /// x, or what is nearest to it among numbers whose quotient by σ does not overflow, nor the product of that with σ.
  template <class T>
  SIGMAJET_FUNCTION T finite_quotient(const T& x) const {
    if constexpr (math::is_pack<T>) {
      const T limit(0.99 * (std::min)(1.0, sigma_) * static_cast<double>(math::largest<T>()));
      return math::clamp_keep_nan(x, -limit, limit);
    } else {
      return x;
    }
  }

  /// From this |z| on, z is all that counts of its sums, and it is still a number in float. Beyond, products may
  /// overflow, whose error terms would be NaN.
  static constexpr double only_z_from = 1e25;

  /// Whether the parameters are those of the kernel for moderate ones.
  bool is_moderate() const {
    const auto is_between = [](double low, double x, double high) { return low <= x && x <= high; };
    return is_between(0x1p-10, sigma_, 32) && is_between(0x1p-20, tau_ref_, tau_rc_) && tau_rc_ <= 0x1p20 &&
           is_between(0x1p-20, std::abs(amp_), 0x1p20);
  }

  /// From this exponent of j on down, ln(1 + 1/j) is −ln j to all digits.
  static constexpr int wide_limit = 60;
  /// From this exponent on, j is at least 2, and q² at most 1/25, as far as the polynomial of the series is good.
  static constexpr int large_exponent = 2;
  /// Below, e is ln(1 + e) to all digits.
  static constexpr double first_term_alone = 0x1p-60;

  /// From here on to the left e^z and j² are below half an ulp of 1.
  template <class T>
  SIGMAJET_FUNCTION double far_left() const {
    const double digits = math::is_pack<T> ? 36 : 2.303 * math::LimitsOf<T>::max_digits10;
    return -digits - 4 - (std::max)(0.0, log_sigma_);
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
  bool is_moderate_ = is_moderate();
  /// A power of two below σ/τ_RC and 1.
  double unit_ = (std::min)(1.0, std::ldexp(1.0, std::ilogb(sigma_) - std::ilogb(tau_rc_) - 1));
};

SIGMAJET_NAMESPACE_END
