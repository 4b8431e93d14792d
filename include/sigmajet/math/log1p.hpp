#pragma once

#include <limits>

#include "sigmajet/math/arithmetic.hpp"
#include "sigmajet/math/number.hpp"
#include "sigmajet/math/reciprocal.hpp"

SIGMAJET_NAMESPACE_BEGIN
namespace detail {

/// ln(1+f) = ln((1+s)/(1−s)) = 2 s + s R, R = z P(z), z = s², s = f/(2+f); minimax on z ≤ 0.04 (Sollya fpminimax).
template <class Scalar>
struct LogConstants;

template <>
struct LogConstants<double> {
  /// The leading word is short, so that its multiples are exact.
  static constexpr double ln2 = 0x1.62e42fefa3800p-1, ln2_low = 0x1.ef35793c76730p-45;
  /// Relative error of the logarithm: 5.6e-17 at the ends of the interval.
  static constexpr double p[] = {0.66666666666666940521679407538613304495811462402344,
                                 0.39999999999328694766376202096580527722835540771484,
                                 0.28571428838246737402783992365584708750247955322266,
                                 0.222221825330178701651817618767381645739078521728516,
                                 0.18184622219502050155526262642524670809507369995117,
                                 0.15283434721286937030271246840129606425762176513672,
                                 0.15120744446761300028292396291362820163171501159668};
};
template <>
struct LogConstants<float> {
  static constexpr float ln2 = 0x1.62e4p-1f, ln2_low = 0x1.7f7d1cp-20f;
  /// Relative error of the logarithm: 9.9e-9 at the ends of the interval.
  static constexpr float p[] = {0.666667163372039794921875f, 0.399785697460174560546875f,
                                0.29966795444488525390625f};
};

/// (ln(1+e) − e)/e² = −1/2 + e/3 − … to the terms that count below 1/64.
inline constexpr double log1p_minus_terms[] = {-1.0 / 2, 1.0 / 3,  -1.0 / 4, 1.0 / 5,  -1.0 / 6,
                                               1.0 / 7,  -1.0 / 8, 1.0 / 9,  -1.0 / 10};

/// base + ln(1+f) for −1/4 ≤ f ≤ 1/2 and s = f/(2+f), as f − (f²/2 − s (f²/2 + R)): f enters exactly, so that the
/// rounding of s and of the polynomial only counts against the quadratic part.
template <class T>
SIGMAJET_FUNCTION T log_from(const T& base, const T& base_low, const T& f, const T& s) {
  const T z = s * s;
  const T half_square = T(0.5) * f * f;
  const T r = math::polynomial<LogConstants<typename T::Scalar>::p>(z);
  const T small = math::mul_add(s, math::mul_add(z, r, half_square), base_low);
  return base + (f - (half_square - small));
}

}  // namespace detail

namespace math {

/// 1/(1+e) and ln(1+e) of 0 ≤ e ≤ 1 from one division.
template <class T, bool = has_machine_precision<T>>
class OnePlus {
 public:
  SIGMAJET_FUNCTION explicit OnePlus(const T& e) : e_(e), sum_(T(1) + e) {
    // Above 1/2 take ln 2 + ln(1+f) with f = (e−1)/2, so that s = f/(2+f) is at most 1/5.
    upper_ = e > T(0.5);
    numerator_ = select(upper_, e - T(1), e);
    denominator_ = e + select(upper_, T(3), T(2));
    quotient_ = T(1) / (sum_ * denominator_);
  }

  SIGMAJET_FUNCTION Reciprocal<T> reciprocal() const { return reciprocal_from(quotient_ * denominator_, T(1), e_, sum_); }

  SIGMAJET_FUNCTION T log() const {
    using Constants = detail::LogConstants<ScalarOf<T>>;
    const T s = (numerator_ * quotient_) * sum_;
    const T f = numerator_ * select(upper_, T(0.5), T(1));
    const T zero(0);
    return detail::log_from(select(upper_, T(Constants::ln2), zero), select(upper_, T(Constants::ln2_low), zero), f, s);
  }

 private:
  T e_, sum_, numerator_, denominator_, quotient_;
  typename T::Mask upper_;
};

template <class T>
class OnePlus<T, false> {
 public:
  explicit OnePlus(const T& e) : e_(e) {}

  Reciprocal<T> reciprocal() const { return reciprocal_of_sum(T(1), e_); }
  T log() const { return detail::log1p_of(e_.value); }

 private:
  T e_;
};

/// ln(1+x) of x = high + low > −1, within 2 ulp; −inf at −1, NaN below. low is at most an ulp of high.
template <class T>
SIGMAJET_FUNCTION T log1p(const TwoWords<T>& x) {
  if constexpr (!has_machine_precision<T>) {
    return detail::log1p_of(x.high.value);
  } else {
    using Scalar = ScalarOf<T>;
    using Constants = detail::LogConstants<Scalar>;
    constexpr Scalar infinity = std::numeric_limits<Scalar>::infinity();
    const T sum = T(1) + x.high;
    // What the sum lost, where that still matters.
    const T lost = select(x.high > T(1), T(1) - (sum - x.high), x.high - (sum - T(1))) + x.low;
    const auto [significand, exponent] = split(sum);
    const T f = significand - T(1);
    const T f_low = lost * power_of_two(-min(exponent, T(60)));
    const T low = mul_add(exponent, T(Constants::ln2_low), negated_mul_add(f, f_low, f_low));
    const T log = detail::log_from(exponent * T(Constants::ln2), low, f, f / (T(2) + f));
    const T nan(std::numeric_limits<Scalar>::quiet_NaN());
    const T at_the_ends = select(x.high == T(infinity), x.high, select(x.high == T(-1), T(-infinity), nan));
    return select((x.high > T(-1)) & (x.high < T(infinity)), log, at_the_ends);
  }
}
template <class T>
SIGMAJET_FUNCTION T log1p(const T& x) {
  return log1p(TwoWords<T>{x, T(0)});
}

/// ln cosh a for a ≥ 0, from t = tanh a and e = e^{−2a}: −ln(1 − t²)/2 for a small t, which does not cancel at 0, and
/// a − ln 2 + ln(1 + e) beyond. Either way one logarithm, in float and double of a number in [3/4, 4/3].
template <class T>
SIGMAJET_FUNCTION T log_cosh(const T& a, const TwoWords<T>& t, const T& e) {
  const auto small = t.high < T(has_machine_precision<T> ? 0.5 : 0.75);
  const T square = t.high * t.high, f = select(small, -square, e);
  const T square_low = mul_add(t.high + t.high, t.low, product_error(t.high, t.high, square));
  if constexpr (has_machine_precision<T>) {
    using Constants = detail::LogConstants<ScalarOf<T>>;
    const T low = select(small, negated_mul_add(square, square_low, -square_low), T(-Constants::ln2_low));
    const T log = detail::log_from(select(small, T(0), a - T(Constants::ln2)), low, f, f / (T(2) + f));
    return select(small, T(-0.5) * log, log);
  } else {
    const T log = detail::log1p_of(f.value);
    return select(small, T(0.5) * (square_low / (T(1) + f) - log), a - T(detail::log_of(T(2).value)) + log);
  }
}

/// ln(1+e) − e for 0 ≤ e ≤ 1 and log = ln(1+e), by its series where the difference cancels.
template <class T>
SIGMAJET_FUNCTION T log1p_minus(const T& e, const T& log) {
  if constexpr (has_machine_precision<T>) {
    return select(e < T(1.0 / 64), (e * e) * polynomial<detail::log1p_minus_terms>(e), log - e);
  } else {
    if (e > T(1) / T(64)) return log - e;
    T sum(0), power = -e * e;
    for (int n = 2; abs(power) > T(epsilon<T>()) * abs(sum) / T(4) && n < 1000; ++n) {
      sum = sum + power / T(n);
      power = -power * e;
    }
    return sum;
  }
}

}  // namespace math
SIGMAJET_NAMESPACE_END
