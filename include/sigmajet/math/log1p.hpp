#pragma once

#include <limits>

#include "sigmajet/math/log_constants.hpp"
#include "sigmajet/math/number_functions.hpp"
#include "sigmajet/math/polynomial.hpp"
#include "sigmajet/math/powers_of_two.hpp"
#include "sigmajet/math/two_words.hpp"
#include "sigmajet/math/wide_range.hpp"

/// @file
/// ln(1 + x), of any x and, cheaper, of an e between 0 and 1, which is all that softplus and ln cosh need.
///
/// The sum 1 + x loses what x has below the last digit of 1, and for a small x that is most of it. So what the sum s
/// loses is kept beside it as a number, c. The sum is taken apart as 2^n (1 + f) with f between −1/4 and 1/2, and
///
///     ln(1 + x) = n ln 2 + ln(1 + f) + c/s.
///
/// With q = f/(2 + f), ln(1 + f) = 2 artanh q is an odd series in q that converges fast. It is summed as f plus a
/// correction of the size of f²/2: f itself is exact, so that the rounding errors of q and of the polynomial count only
/// as far as the correction does.
///
/// For e between 0 and 1, n is 0 or 1. Where the target reads a table from a register, a reciprocal from it brings 1 +
/// e to nearly 1 without a division; in float with fma one polynomial does for the whole interval.

SIGMAJET_NAMESPACE_BEGIN
namespace detail {

/// f − ln(1+f) − base_low, for −1/4 ≤ f ≤ 1/2 and s = f/(2+f): f²/2 − s (f²/2 + z P(z)) − base_low with z = s².
template <class T>
SIGMAJET_FUNCTION T log_correction(const T& base_low, const T& f, const T& s) {
  const T z = s * s;
  const T half_square = T(0.5) * f * f;
  const T r = math::polynomial<LogConstants<typename T::Scalar>::p>(z);
  return half_square - math::mul_add(s, math::mul_add(z, r, half_square), base_low);
}
/// base + base_low + ln(1+f), for the same f and s.
template <class T>
SIGMAJET_FUNCTION T log_from(const T& base, const T& base_low, const T& f, const T& s) {
  return base + (f - log_correction(base_low, f, s));
}

/// log1p_to_one by a table in registers.
template <class T>
SIGMAJET_FUNCTION T log1p_by_table(const T& e) {
  using Table = UnitLogTable<typename T::Scalar>;
  const T index = math::mul_add(e, T(Table::size - 1), T(integer_magic<typename T::Scalar>));
  const T c = math::lookup<Table::c>(index), base = math::lookup<Table::minus_log_c>(index);
  const T z = math::mul_add(e, c, c - T(1)), square = z * z;
  return base + math::mul_add(square, math::polynomial<Table::quadratic_part>(z, square), z);
}

/// ln(1+e) = base + base_low + ln(1+f) for 0 ≤ e ≤ 1: above 1/2 as ln 2 + ln(1+f) with f = (e−1)/2, so that
/// s = f/(2+f) is at most 1/5.
template <class T>
struct UnitLogReduction {
  T base, base_low, f, s;

  SIGMAJET_FUNCTION explicit UnitLogReduction(const T& e) {
    using Constants = LogConstants<typename T::Scalar>;
    using math::select;
    const auto upper = e > T(0.5);
    const T numerator = select(upper, e - T(1), e), zero(0);
    f = numerator * select(upper, T(0.5), T(1));
    s = numerator / (e + select(upper, T(3), T(2)));
    base = select(upper, T(Constants::ln2), zero);
    base_low = select(upper, T(Constants::ln2_low), zero);
  }
};
/// log1p_to_one by a quotient.
template <class T>
SIGMAJET_FUNCTION T log1p_by_quotient(const T& e) {
  const UnitLogReduction<T> parts(e);
  return log_from(parts.base, parts.base_low, parts.f, parts.s);
}

/// log1p divides what the sum 1 + x has lost by at most this power of two, since 2^−exponent is subnormal for the two
/// largest exponents. There an error of one ulp in x is less than a fiftieth of an ulp of its logarithm.
template <class Scalar>
inline constexpr int lost_exponent_limit = exponent_bias<Scalar> - 1;

/// Below, the difference ln(1+e) − e cancels, and its series takes its place.
inline constexpr double log1p_minus_series_below = 1.0 / 64;

}  // namespace detail

namespace math {

/// The largest error of log1p_to_one, in ulp.
inline constexpr double log1p_to_one_error_bound = 1.5;

/// ln(1+e) for e between 0 and 1.
/// - Types: packs; numbers by the log1p of their type, or by a formula of its log.
/// - Error: log1p_to_one_error_bound.
/// - Valid: 0 ≤ e ≤ 1, and NaN.
/// - Result: between 0 and ln 2; NaN at NaN.
template <class T>
SIGMAJET_FUNCTION T log1p_to_one(const T& e) {
  if constexpr (!is_pack<T>) {
    return detail::log1p_of(e.value);
  } else if constexpr (detail::has_register_table) {
    return detail::log1p_by_table(e);
  } else if constexpr (detail::has_fma && std::is_same_v<ScalarOf<T>, float>) {
    const T square = e * e;
    return mul_add(square, polynomial<detail::LogConstants<float>::quadratic_part_to_one>(e, square), e);
  } else {
    return detail::log1p_by_quotient(e);
  }
}

/// The largest error of log1p, in ulp.
inline constexpr double log1p_error_bound = 1.75;

/// ln(1+x) of an x in two words.
/// - Types: packs; numbers by the log1p of their type of the first word.
/// - Error: log1p_error_bound.
/// - Valid: every x.
/// - Result: ln(1+x), but +0 at −0; −∞ at −1; NaN below and at NaN; +∞ at +∞.
template <class T>
SIGMAJET_FUNCTION T log1p(const TwoWords<T>& x) {
  if constexpr (!is_pack<T>) {
    return detail::log1p_of(x.high.value);
  } else {
    using Scalar = ScalarOf<T>;
    using Constants = detail::LogConstants<Scalar>;
    constexpr Scalar infinity = std::numeric_limits<Scalar>::infinity();
    const T sum = T(1) + x.high;
    // Subtracting the larger summand from the sum first is exact.
    const T lost = select(x.high > T(1), T(1) - (sum - x.high), x.high - (sum - T(1))) + x.low;
    const auto [significand, exponent] = split(sum);
    const T f = significand - T(1);
    // lost/sum to first order: 2^−exponent (1 − f) stands for 1/sum.
    const T f_low = lost * power_of_two(-(min)(exponent, T(detail::lost_exponent_limit<Scalar>)));
    const T low = mul_add(exponent, T(Constants::ln2_low), negated_mul_add(f, f_low, f_low));
    const T log = detail::log_from(exponent * T(Constants::ln2), low, f, f / (T(2) + f));
    const T nan(std::numeric_limits<Scalar>::quiet_NaN());
    const T at_the_ends = select(x.high == T(infinity), x.high, select(x.high == T(-1), T(-infinity), nan));
    return select((x.high > T(-1)) & (x.high < T(infinity)), log, at_the_ends);
  }
}
/// ln(1+x).
/// - Types, error, valid: as log1p of two words, of which the second is 0.
/// - Result: as there, but x itself at ±0.
template <class T>
SIGMAJET_FUNCTION T log1p(const T& x) {
  const T log = log1p(TwoWords<T>{x, T(0)});
  if constexpr (is_pack<T>)
    return copysign(log, x);
  else
    return log;
}

/// ln x of a positive x, with the error of one or two roundings where x is far from 1.
template <class T>
SIGMAJET_FUNCTION T log_of_far(const Wide<T>& x) {
  using Constants = detail::LogConstants<ScalarOf<T>>;
  return mul_add(x.exponent, T(Constants::ln2), mul_add(x.exponent, T(Constants::ln2_low), log1p(x.high - T(1))));
}

/// ln(1+e) − e, a negative number, for 0 ≤ e ≤ 1 and log = ln(1+e). By its series where the difference cancels most.
template <class T>
SIGMAJET_FUNCTION T log1p_minus(const T& e, const T& log) {
  if constexpr (is_pack<T>) {
    const T series = (e * e) * polynomial<detail::log1p_minus_terms>(e);
    return select(e < T(detail::log1p_minus_series_below), series, log - e);
  } else {
    if (e > T(1) / T(64)) return log - e;
    // −e²/2 + e³/3 − …, until a term is less than a quarter of an ulp of the sum; no type needs a thousand.
    T sum(0), power = -e * e;
    for (int n = 2; abs(power) > T(epsilon<T>()) * abs(sum) / T(4) && n < 1000; ++n) {
      sum = sum + power / T(n);
      power = -power * e;
    }
    return sum;
  }
}

/// ln(1+e) of a pack in two words, for 0 ≤ e ≤ 1, within a third of an ulp: log1p_by_quotient without the roundings of
/// its last sums.
template <class T>
SIGMAJET_FUNCTION TwoWords<T> log1p_to_one_in_two_words(const T& e) {
  const detail::UnitLogReduction<T> parts(e);
  const auto log = two_sum(parts.f, -detail::log_correction(parts.base_low, parts.f, parts.s));
  const auto sum = two_sum(parts.base, log.high);
  return {sum.high, sum.low + log.low};
}

/// ln(1+e) − e, as log1p_minus, with a relative error of a few ulp. Up to e = 1/2 the difference cancels; there
/// q = e/(2+e) makes of it −q (e − q² P(q²)), with the P of log_from.
template <class T>
SIGMAJET_FUNCTION T log1p_minus(const T& e, const TwoWords<T>& log) {
  const T q = e / (T(2) + e), z = q * q;
  const T rest = e - z * polynomial<detail::LogConstants<ScalarOf<T>>::p>(z);
  return select(e < T(0.5), -q * rest, (log.high - e) + log.low);
}

}  // namespace math
SIGMAJET_NAMESPACE_END
