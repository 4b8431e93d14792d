#pragma once

#include "sigmajet/simd/registers.hpp"

/// @file
/// The numbers of log1p.hpp, whose head says what each of them is for.

SIGMAJET_NAMESPACE_BEGIN
namespace detail {

/// The logarithm by a quotient: with s = f/(2+f) and z = s², ln(1+f) = 2 s + s z P(z), where P is the polynomial p,
/// minimax on z ≤ 0.04 by Sollya's fpminimax.
template <class Scalar>
struct LogConstants;

template <>
struct LogConstants<double> {
  /// ln 2 in two words, of which the first has so few bits that its product with any exponent is exact.
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

/// The logarithm by a table: for the integer j next to (N−1) e, an entry c near 1/(1 + j/(N−1)) makes z = c (1+e) − 1 a
/// small number, and ln(1+e) = ln(1+z) − ln c. Each c is chosen among its neighbours so that −ln c is next to a number
/// of the format, and needs no second word. The first c is 1: there z is e, exactly. quadratic_part is (ln(1+z) −
/// z)/z².
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

/// (ln(1+e) − e)/e² = −1/2 + e/3 − … as far as the terms count for e below 1/64.
inline constexpr double log1p_minus_terms[] = {-1.0 / 2, 1.0 / 3,  -1.0 / 4, 1.0 / 5,  -1.0 / 6,
                                               1.0 / 7,  -1.0 / 8, 1.0 / 9,  -1.0 / 10};

}  // namespace detail
SIGMAJET_NAMESPACE_END
