#pragma once

#include "sigmajet/simd/registers.hpp"

/// @file
/// The numbers of exponential.hpp, whose head says what each of them is for.

SIGMAJET_NAMESPACE_BEGIN
namespace detail {

/// The logarithms of the reduction e^y = 2^k e^t, and the limits of the exponents.
template <class Scalar>
struct ExpConstants;

template <>
struct ExpConstants<double> {
  static constexpr double log2_e = 0x1.71547652b82fep+0;
  /// ln 2 in two words. With fma no product is rounded, and the first word may have all its bits; without, it has so
  /// few that its product with k is exact.
  static constexpr double ln2 = has_fma ? 0x1.62e42fefa39efp-1 : 0x1.62e42fefa3800p-1;
  static constexpr double ln2_low = has_fma ? 0x1.abc9e3b39803fp-56 : 0x1.ef35793c76730p-45;
  /// ln 2 in two words, of which the first has so few bits that its product with a multiple k of 1/N is exact.
  static constexpr double ln2_short = 0x1.62e42fefap-1, ln2_rest = 0x1.cf79abc9e3b3ap-40;
  /// For y below, e^y is 0 even times 2^30. It is the least y for which 2^{k + lift} is a normal number.
  static constexpr double lowest = -1063;
  /// 2^{k + lift} is a normal number for y from `lowest` to 1, where 2^k may be 0; unlift = 2^−lift takes it back.
  static constexpr int lift = 512;
  static constexpr double unlift = 0x1p-512;
  /// For y below, e^y is 0 even times the largest number; down to here 2^{k/3}, of which `scale` makes 2^k, is normal.
  static constexpr double lowest_factor = -1490;
};
template <>
struct ExpConstants<float> {
  static constexpr float log2_e = 0x1.715476p+0f;
  static constexpr float ln2 = has_fma ? 0x1.62e43p-1f : 0x1.62e4p-1f;
  static constexpr float ln2_low = has_fma ? -0x1.05c61p-29f : 0x1.7f7d1cp-20f;
  static constexpr float ln2_short = 0x1.62cp-1f, ln2_rest = 0x1.217f7ep-12f;
  static constexpr float lowest = -131;
  static constexpr int lift = 64;
  static constexpr float unlift = 0x1p-64f;
  static constexpr float lowest_factor = -200;
};

/// The powers 2^{j/N} for the fractions of k, and the minimax polynomial (e^t − 1 − t)/t² for |t| ≤ ln 2/(2N), by
/// Sollya's fpminimax. N is table_size: more than 1 with a table in a register, else 1.
template <class Scalar, bool HasTable = has_register_table>
struct ExpTable;

template <>
struct ExpTable<double, true> {
  static constexpr int table_size = 16;
  static constexpr double power[16] = {
      0x1.0000000000000p+0, 0x1.0b5586cf9890fp+0, 0x1.172b83c7d517bp+0, 0x1.2387a6e756238p+0,
      0x1.306fe0a31b715p+0, 0x1.3dea64c123422p+0, 0x1.4bfdad5362a27p+0, 0x1.5ab07dd485429p+0,
      0x1.6a09e667f3bcdp+0, 0x1.7a11473eb0187p+0, 0x1.8ace5422aa0dbp+0, 0x1.9c49182a3f090p+0,
      0x1.ae89f995ad3adp+0, 0x1.c199bdd85529cp+0, 0x1.d5818dcfba487p+0, 0x1.ea4afa2a490dap+0};
  /// ln(2^{j/N} / power[j]).
  static constexpr double power_error[16] = {0,
                                             0x1.79aa65d837b6cp-54,
                                             -0x1.01b15eaa59348p-55,
                                             0x1.68efde3a8a894p-54,
                                             0x1.34d754db0abb6p-55,
                                             0x1.59f48a72a4c6dp-55,
                                             0x1.690cebb7aafb0p-56,
                                             0x1.063e1e21c5409p-54,
                                             -0x1.3b3efbf5e2229p-54,
                                             -0x1.b32dcb94da51dp-56,
                                             0x1.db72fc1f0eab4p-55,
                                             0x1.1affc2b91ce27p-56,
                                             0x1.c1a7792cb3387p-55,
                                             0x1.36eae30af0cb3p-56,
                                             0x1.4a385a63d07a7p-56,
                                             -0x1.ff7128fd391f1p-55};
  /// Relative error of the resulting e^t − 1: 2.4e-18.
  static constexpr double quadratic_part[] = {0.50000000000000011102230246251565404236316680908203125,
                                              0.1666666666666667129259593593815225176513195037841796875,
                                              4.1666666663330693964883977287172456271946430206298828125e-2,
                                              8.33333333266232136049556089574252837337553501129150390625e-3,
                                              1.3889067968379342592200043071670734207145869731903076171875e-3,
                                              1.98415208374208322674522816096441601985134184360504150390625e-4};
};
template <>
struct ExpTable<double, false> {
  static constexpr int table_size = 1;
  /// Relative error of the resulting e^t − 1: 5.4e-19.
  static constexpr double quadratic_part[] = {0.5,
                                              0.1666666666666667129259593593815225176513195037841796875,
                                              4.1666666666667678231489839845380629412829875946044921875e-2,
                                              8.3333333333258929886966370759182609617710113525390625e-3,
                                              1.38888888888769848790893934875612103496678173542022705078125e-3,
                                              1.984126987542652752107702474049233387631829828023910522460937e-4,
                                              2.480158734242291919511354258975899256256525404751300811767578e-5,
                                              2.755725480165391900203237032784819859898561844602227210998535e-6,
                                              2.755725700403085813360937531002470279872795799747109413146973e-7,
                                              2.510542102106048228685776242240929034821306231606286019086838e-8,
                                              2.092035086417112249117318843261506544628502979321638122200966e-9};
};

template <>
struct ExpTable<float, true> {
  static constexpr int table_size = 32;
  static constexpr float power[32] = {
      0x1.0p+0f,      0x1.059b0ep+0f, 0x1.0b5586p+0f, 0x1.11301ep+0f, 0x1.172b84p+0f, 0x1.1d4874p+0f, 0x1.2387a6p+0f,
      0x1.29e9ep+0f,  0x1.306fep+0f,  0x1.371a74p+0f, 0x1.3dea64p+0f, 0x1.44e086p+0f, 0x1.4bfdaep+0f, 0x1.5342b6p+0f,
      0x1.5ab07ep+0f, 0x1.6247ecp+0f, 0x1.6a09e6p+0f, 0x1.71f75ep+0f, 0x1.7a1148p+0f, 0x1.82589ap+0f, 0x1.8ace54p+0f,
      0x1.93737cp+0f, 0x1.9c4918p+0f, 0x1.a5503cp+0f, 0x1.ae89fap+0f, 0x1.b7f77p+0f,  0x1.c199bep+0f, 0x1.cb720ep+0f,
      0x1.d5818ep+0f, 0x1.dfc974p+0f, 0x1.ea4afap+0f, 0x1.f50766p+0f};
  /// ln(2^{j/N} / power[j]).
  static constexpr float power_error[32] = {0,
                                            -0x1.947416p-25f,
                                            0x1.8d96d4p-25f,
                                            -0x1.dda2fep-25f,
                                            -0x1.9c0c22p-27f,
                                            -0x1.a2fbb4p-25f,
                                            0x1.964902p-25f,
                                            -0x1.2b0dbcp-25f,
                                            0x1.125002p-25f,
                                            -0x1.cde8cep-26f,
                                            0x1.370be4p-25f,
                                            0x1.336de2p-30f,
                                            -0x1.0a3552p-25f,
                                            -0x1.c541b6p-26f,
                                            -0x1.00d8acp-27f,
                                            -0x1.6cb284p-25f,
                                            0x1.26055cp-26f,
                                            0x1.8b2bb8p-26f,
                                            -0x1.05cb44p-25f,
                                            -0x1.1c2142p-26f,
                                            0x1.67a1cap-28f,
                                            -0x1.348e56p-25f,
                                            0x1.a3b5e4p-28f,
                                            -0x1.0b7ec8p-25f,
                                            -0x1.f9c306p-27f,
                                            -0x1.e4c886p-26f,
                                            -0x1.6961b4p-28f,
                                            -0x1.b5151ep-28f,
                                            -0x1.a5217cp-28f,
                                            -0x1.ab7132p-26f,
                                            0x1.61428ep-28f,
                                            -0x1.2ad5f8p-27f};
  /// Relative error of the resulting e^t − 1: 1.4e-8.
  static constexpr float quadratic_part[] = {0x1.00007cp-1f, 0x1.5555eap-3f};
};
template <>
struct ExpTable<float, false> {
  static constexpr int table_size = 1;
  /// Relative error of the resulting e^t − 1: 7.3e-10.
  static constexpr float quadratic_part[] = {0.5f,
                                             0.16666667163372039794921875f,
                                             4.16665114462375640869140625e-2f,
                                             8.333177305757999420166015625e-3f,
                                             1.3930504210293292999267578125e-3f,
                                             1.997232320718467235565185546875e-4f};
};

}  // namespace detail
SIGMAJET_NAMESPACE_END
