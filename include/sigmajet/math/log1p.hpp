#pragma once

#include <limits>

#include "sigmajet/math/arithmetic.hpp"
#include "sigmajet/math/number.hpp"

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
  static constexpr double p[] = {
      0.66666666666666940521679407538613304495811462402344, 0.39999999999328694766376202096580527722835540771484,
      0.28571428838246737402783992365584708750247955322266, 0.222221825330178701651817618767381645739078521728516,
      0.18184622219502050155526262642524670809507369995117, 0.15283434721286937030271246840129606425762176513672,
      0.15120744446761300028292396291362820163171501159668};
};
template <>
struct LogConstants<float> {
  static constexpr float ln2 = 0x1.62e4p-1f, ln2_low = 0x1.7f7d1cp-20f;
  /// Relative error of the logarithm: 9.9e-9 at the ends of the interval.
  static constexpr float p[] = {0.666667163372039794921875f, 0.399785697460174560546875f, 0.29966795444488525390625f};
  /// (ln(1+e) − e)/e² for 0 ≤ e ≤ 1; relative error of the logarithm: 5.3e-9.
  static constexpr float quadratic_part_to_one[] = {-0x1.ffffd2p-2f, 0x1.554ddp-2f,  -0x1.ff23e6p-3f,
                                                    0x1.934b52p-3f,  -0x1.3a435p-3f, 0x1.b4adbcp-4f,
                                                    -0x1.d6afc4p-5f, 0x1.4916cep-6f, -0x1.af47cep-9f};
};

#if SIGMAJET_HAS_AVX512
/// ln(1+e) = ln(1+z) − ln c with z = c (1+e) − 1, for c near 1/(1 + j/(N−1)) and j the integer next to (N−1) e. The c
/// are chosen so that −ln c is next to a number of the format; the first is 1. The polynomial is (ln(1+z) − z)/z².
template <class Scalar>
struct UnitLogTable;

template <>
struct UnitLogTable<double> {
  static constexpr int size = 16;
  static constexpr double c[size] = {
      0x1.0000000000000p+0, 0x1.dff6cb6b560c9p-1, 0x1.c3c0c8e8155e5p-1, 0x1.aaa0d7902ac51p-1,
      0x1.943a4efe97965p-1, 0x1.7ff34be9171a0p-1, 0x1.6dac00517da29p-1, 0x1.5d1a7e4ca3c53p-1,
      0x1.4dedc665e7f10p-1, 0x1.3ff8c4b03e473p-1, 0x1.3334e4c4c5edap-1, 0x1.275c3f2a0ea5ep-1,
      0x1.1c6985a54e989p-1, 0x1.12472e9ae4d31p-1, 0x1.08d3f2a7ccbe0p-1, 0x1.000daa842974dp-1};
  static constexpr double minus_log_c[size] = {0,
                                               0x1.08a81997dc022p-4,
                                               0x1.00630b02e9114p-3,
                                               0x1.75942a287c8ffp-3,
                                               0x1.e4096fccbdd1fp-3,
                                               0x1.26b801dfdb233p-2,
                                               0x1.58aa9386edbd4p-2,
                                               0x1.8825ac88fdcf3p-2,
                                               0x1.b5a781e9a555ep-2,
                                               0x1.e15fc617d01dcp-2,
                                               0x1.05881d0cc550cp-1,
                                               0x1.19aa723cd1a36p-1,
                                               0x1.2d013c219e233p-1,
                                               0x1.3f94d05699725p-1,
                                               0x1.51887a28925c0p-1,
                                               0x1.62c8dba20d101p-1};
  /// Relative error of ln(1+z): 2.1e-17.
  static constexpr double quadratic_part[] = {-0x1.fffffffffffa0p-2, 0x1.5555555555493p-2,  -0x1.000000011a9f7p-2,
                                              0x1.9999999caa878p-3,  -0x1.5555395aaa899p-3, 0x1.24922973fe9fcp-3,
                                              -0x1.0083318b0d37cp-3, 0x1.c8217ce671554p-4};
};
template <>
struct UnitLogTable<float> {
  static constexpr int size = 32;
  static constexpr float c[size] = {
      0x1.0p+0f,      0x1.eff034p-1f, 0x1.e0f1cep-1f, 0x1.d2ca1p-1f,  0x1.c57e66p-1f, 0x1.b8dfacp-1f, 0x1.acf76ep-1f,
      0x1.a1badcp-1f, 0x1.96eb86p-1f, 0x1.8cd04ep-1f, 0x1.831372p-1f, 0x1.79e7a8p-1f, 0x1.712746p-1f, 0x1.68b814p-1f,
      0x1.60bde6p-1f, 0x1.59179p-1f,  0x1.51b712p-1f, 0x1.4aae4cp-1f, 0x1.43e584p-1f, 0x1.3d6992p-1f, 0x1.37404p-1f,
      0x1.313496p-1f, 0x1.2b85eep-1f, 0x1.25eb64p-1f, 0x1.208d5ap-1f, 0x1.1b69fap-1f, 0x1.1672d6p-1f, 0x1.11b5c4p-1f,
      0x1.0d1364p-1f, 0x1.088a0ap-1f, 0x1.042d8p-1f,  0x1.00040cp-1f};
  static constexpr float minus_log_c[size] = {0,
                                              0x1.051ac4p-5f,
                                              0x1.004c2cp-4f,
                                              0x1.7aa952p-4f,
                                              0x1.f10584p-4f,
                                              0x1.324fbcp-3f,
                                              0x1.6a6288p-3f,
                                              0x1.a0bf1ep-3f,
                                              0x1.d67124p-3f,
                                              0x1.04f96ep-2f,
                                              0x1.1e6aa4p-2f,
                                              0x1.36f86cp-2f,
                                              0x1.4ef688p-2f,
                                              0x1.66a17p-2f,
                                              0x1.7d87cap-2f,
                                              0x1.93fb56p-2f,
                                              0x1.aa1bdep-2f,
                                              0x1.bfa9bcp-2f,
                                              0x1.d4e3dcp-2f,
                                              0x1.e99906p-2f,
                                              0x1.fdaba2p-2f,
                                              0x1.08e0bcp-1f,
                                              0x1.128002p-1f,
                                              0x1.1c2b6ap-1f,
                                              0x1.259b14p-1f,
                                              0x1.2ece14p-1f,
                                              0x1.37dacep-1f,
                                              0x1.40a48cp-1f,
                                              0x1.4962c6p-1f,
                                              0x1.521772p-1f,
                                              0x1.5a9a74p-1f,
                                              0x1.62dc18p-1f};
  /// Relative error of ln(1+z): 2.4e-9.
  static constexpr float quadratic_part[] = {-0x1.0p-1f, 0x1.5560a4p-2f, -0x1.000bf2p-2f};
};
#endif

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
  const T low = math::mul_add(s, math::mul_add(z, r, half_square), base_low);
  return base + (f - (half_square - low));
}

}  // namespace detail

namespace math {

/// ln(1+e) for 0 ≤ e ≤ 1.
template <class T>
SIGMAJET_FUNCTION T log1p_to_one(const T& e) {
  if constexpr (!is_pack<T>) {
    return detail::log1p_of(e.value);
  } else {
#if SIGMAJET_HAS_AVX512
    using Table = detail::UnitLogTable<ScalarOf<T>>;
    const T index = mul_add(e, T(Table::size - 1), T(detail::integer_magic<ScalarOf<T>>));
    const T c = lookup<Table::c>(index), base = lookup<Table::minus_log_c>(index);
    const T z = mul_add(e, c, c - T(1)), square = z * z;
    return base + mul_add(square, polynomial<Table::quadratic_part>(z, square), z);
#else
    using Constants = detail::LogConstants<ScalarOf<T>>;
    if constexpr (SIGMAJET_HAS_FMA && std::is_same_v<ScalarOf<T>, float>) {
      const T square = e * e;
      return mul_add(square, polynomial<Constants::quadratic_part_to_one>(e, square), e);
    } else {
      // Above 1/2 as ln 2 + ln(1+f) with f = (e−1)/2, so that s = f/(2+f) is at most 1/5.
      const auto upper = e > T(0.5);
      const T numerator = select(upper, e - T(1), e), f = numerator * select(upper, T(0.5), T(1));
      const T s = numerator / (e + select(upper, T(3), T(2))), zero(0);
      return detail::log_from(select(upper, T(Constants::ln2), zero), select(upper, T(Constants::ln2_low), zero), f, s);
    }
#endif
  }
}

/// ln(1+x) of x = high + low > −1, within 2 ulp; −inf at −1, NaN below. low is at most an ulp of high.
template <class T>
SIGMAJET_FUNCTION T log1p(const TwoWords<T>& x) {
  if constexpr (!is_pack<T>) {
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
    const T f_low = lost * power_of_two(-(min)(exponent, T(60)));
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

/// ln(1+e) − e for 0 ≤ e ≤ 1 and log = ln(1+e), by its series where the difference cancels.
template <class T>
SIGMAJET_FUNCTION T log1p_minus(const T& e, const T& log) {
  if constexpr (is_pack<T>) {
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
