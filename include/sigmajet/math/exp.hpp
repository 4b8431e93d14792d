#pragma once

#include "sigmajet/math/arithmetic.hpp"
#include "sigmajet/math/number.hpp"

/// @file
/// The one exponential every activation stands on: e^y and e^y − 1 from one reduction.

SIGMAJET_NAMESPACE_BEGIN
namespace detail {

/// The facts of e^y = 2^k e^t, with k a multiple of 1/N and |t| ≤ ln 2 / (2N).
///
/// N > 1 where 2^{j/N} comes out of a register by one permutation and the scaling instruction floors k by itself.
/// ln 2 is split so that k·ln2 is exact: with fma its leading word may be full (the difference is small), without it
/// the product itself must fit. The polynomial is (e^t − 1 − t)/t², minimax (Sollya fpminimax).
template <class Scalar>
struct ExpConstants;

template <>
struct ExpConstants<double> {
  static constexpr double log2_e = 0x1.71547652b82fep+0;
#if SIGMAJET_HAS_FMA
  static constexpr double ln2 = 0x1.62e42fefa39efp-1, ln2_low = 0x1.abc9e3b39803fp-56;
#else
  static constexpr double ln2 = 0x1.62e42fefa3800p-1, ln2_low = 0x1.ef35793c76730p-45;
#endif
  /// The same with so short a leading word that its product with k is exact.
  static constexpr double ln2_short = 0x1.62e42fefap-1, ln2_rest = 0x1.cf79abc9e3b3ap-40;
  /// Below, e^y times 2^30 is 0; 2^{k + lift} is normal down to here, and for k ≤ 1.
  static constexpr double lowest = -1063;
  static constexpr int lift = 512;
  static constexpr double unlift = 0x1p-512;
  /// Below, e^y times any factor is 0, and 2^k still scales in three steps.
  static constexpr double lowest_factor = -1490;
#if SIGMAJET_HAS_AVX512
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
#else
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
#endif
};

template <>
struct ExpConstants<float> {
  static constexpr float log2_e = 0x1.715476p+0f;
#if SIGMAJET_HAS_FMA
  static constexpr float ln2 = 0x1.62e43p-1f, ln2_low = -0x1.05c61p-29f;
#else
  static constexpr float ln2 = 0x1.62e4p-1f, ln2_low = 0x1.7f7d1cp-20f;
#endif
  /// The same with so short a leading word that its product with k is exact.
  static constexpr float ln2_short = 0x1.62cp-1f, ln2_rest = 0x1.217f7ep-12f;
  /// Below, e^y times 2^30 is 0; 2^{k + lift} is normal down to here, and for k ≤ 1.
  static constexpr float lowest = -131;
  static constexpr int lift = 64;
  static constexpr float unlift = 0x1p-64f;
  /// Below, e^y times any factor is 0, and 2^k still scales in three steps.
  static constexpr float lowest_factor = -200;
#if SIGMAJET_HAS_AVX512
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
#else
  static constexpr int table_size = 1;
  /// Relative error of the resulting e^t − 1: 7.3e-10.
  static constexpr float quadratic_part[] = {0.5f,
                                             0.16666667163372039794921875f,
                                             4.16665114462375640869140625e-2f,
                                             8.333177305757999420166015625e-3f,
                                             1.3930504210293292999267578125e-3f,
                                             1.997232320718467235565185546875e-4f};
#endif
};

}  // namespace detail

namespace math {

/// e^y = 2^exponent · table · (1 + fraction), where the fraction has lost what `lost` holds. The low bits of `rounded`
/// are the index of the table, or where there is none, the biased exponent of 2^{exponent + lift}.
template <class T>
struct ExponentialParts {
  T rounded, exponent, table, fraction, lost;
};

/// Rounds y log2(e) to a multiple of 1/N.
template <class T>
SIGMAJET_FUNCTION ScalarOf<T> exponent_magic() {
  using Scalar = ScalarOf<T>;
  using Constants = detail::ExpConstants<Scalar>;
  constexpr Scalar magic = detail::integer_magic<Scalar>;
  if constexpr (Constants::table_size > 1)
    return magic / Constants::table_size;
  else
    return magic + Scalar(detail::exponent_bias<Scalar> + Constants::lift);
}

/// The parts of e^{exponent ln2} table e^t.
template <class T>
SIGMAJET_FUNCTION ExponentialParts<T> exponential_parts(const T& rounded, const T& exponent, const T& table,
                                                        const T& t) {
  const T square = t * t;
  const T quadratic = polynomial<detail::ExpConstants<ScalarOf<T>>::quadratic_part>(t, square);
  const T fraction = mul_add(square, quadratic, t);
  return {rounded, exponent, table, fraction, mul_add(square, quadratic, t - fraction)};
}

/// For y within the exponents of e^y; low, at most an ulp of y, is added to it.
template <class T>
SIGMAJET_FUNCTION ExponentialParts<T> exponential_parts(const T& y, const T* low = nullptr) {
  using Constants = detail::ExpConstants<ScalarOf<T>>;
  const T magic(exponent_magic<T>());
  const T rounded = mul_add(y, T(Constants::log2_e), magic), exponent = rounded - magic;
  const T t = negated_mul_add(exponent, T(Constants::ln2), y), ln2_low(Constants::ln2_low);
#if SIGMAJET_HAS_AVX512
  const T table = lookup<Constants::power>(rounded);
  T tail = negated_mul_add(exponent, ln2_low, lookup<Constants::power_error>(rounded));
  if (low) tail = tail + *low;
  return exponential_parts(rounded, exponent, table, t + tail);
#else
  const T reduced = low ? t + negated_mul_add(exponent, ln2_low, *low) : negated_mul_add(exponent, ln2_low, t);
  return exponential_parts(rounded, exponent, T(1), reduced);
#endif
}

#if SIGMAJET_HAS_FMA
/// The parts of e^{−a²}, whose argument is never rounded; without the error of the table, half an ulp.
template <class T>
SIGMAJET_FUNCTION ExponentialParts<T> exponential_parts_of_minus_square(const T& a) {
  using Constants = detail::ExpConstants<ScalarOf<T>>;
  const T magic(exponent_magic<T>());
  const T rounded = mul_add(a * a, T(-Constants::log2_e), magic), exponent = rounded - magic;
#if SIGMAJET_HAS_AVX512
  const T table = lookup<Constants::power>(rounded);
#else
  const T table(1);
#endif
  const T t = negated_mul_add(a, a, exponent * T(-Constants::ln2_short));
  return exponential_parts(rounded, exponent, table, negated_mul_add(exponent, T(Constants::ln2_rest), t));
}
#endif

/// e^y of y = high + low ≤ 1 and 1 − e^y, from one reduction. Any y ≤ 1, −inf and NaN included; low is at most an ulp
/// of high. A power of two 2^shift multiplies both, so that a product of the first stays normal where e^y is not.
template <class T, bool = is_pack<T>>
class Exponential {
 public:
  SIGMAJET_FUNCTION explicit Exponential(const T& y, int shift = 0)
      : Exponential(exponential_parts((max)(y, T(Constants::lowest))), shift) {}
  SIGMAJET_FUNCTION explicit Exponential(const TwoWords<T>& y)
      : Exponential(exponential_parts((max)(y.high, T(Constants::lowest)), &y.low), 0) {}
  /// For `times`.
  static SIGMAJET_FUNCTION Exponential as_factor(const T& y) {
    return Exponential(exponential_parts((max)(y, T(Constants::lowest_factor))));
  }
  static SIGMAJET_FUNCTION Exponential as_factor(const TwoWords<T>& y) {
    return Exponential(exponential_parts((max)(y.high, T(Constants::lowest_factor)), &y.low));
  }
  /// e^{−a²}, for an a² that is finite.
  static SIGMAJET_FUNCTION Exponential of_minus_square(const T& a) {
#if SIGMAJET_HAS_FMA
    return {exponential_parts_of_minus_square(a), 0};
#else
    const auto square = two_product(a, a);
    return Exponential(TwoWords<T>{-square.high, -square.low});
#endif
  }

  /// 2^shift e^y.
  SIGMAJET_FUNCTION T value() const { return mul_add(power_, parts_.fraction, power_); }
  /// Of as_factor(y): factor 2^power e^y for any factor up to half the largest number, scaled last: it underflows only
  /// where the product does.
  SIGMAJET_FUNCTION T times(const T& factor, int power = 0) const {
    return scale(factor * unscaled(), power == 0 ? parts_.exponent : parts_.exponent + T(power));
  }
  /// factor e^y for |factor| ≤ 2^30, and ≥ 2^−30 where e^y is below 2^−30: faster without an instruction that scales.
  SIGMAJET_FUNCTION T times_moderate(const T& factor) const {
#if SIGMAJET_HAS_AVX512
    return scale(factor * unscaled(), parts_.exponent);
#else
    const T lifted = lifted_power(parts_);
    return factor * mul_add(lifted, parts_.fraction, lifted) * T(Constants::unlift);
#endif
  }
  /// 2^shift (1 − e^y), accurate also where it is small; +0 at ±0.
  SIGMAJET_FUNCTION T one_minus() const { return negated_mul_add(power_, parts_.fraction, unit() - power_); }
  /// The same with what its sums lost.
  SIGMAJET_FUNCTION TwoWords<T> one_minus_in_two_words() const {
    const T difference = unit() - power_;
    const T high = negated_mul_add(power_, parts_.fraction, difference);
    const T low = negated_mul_add(power_, parts_.fraction, difference - high) + ((unit() - difference) - power_);
    return {high, negated_mul_add(power_, parts_.lost, low)};
  }

 private:
  using Constants = detail::ExpConstants<ScalarOf<T>>;

  SIGMAJET_FUNCTION Exponential(const ExponentialParts<T>& parts, int shift) : shift_(shift), parts_(parts) {
#if SIGMAJET_HAS_AVX512
    power_ = scale(parts.table, shift == 0 ? parts.exponent : parts.exponent + T(shift));
#else
    power_ = lifted_power(parts) * T(Constants::unlift * ScalarOf<T>(1 << shift));
#endif
  }
  SIGMAJET_FUNCTION explicit Exponential(const ExponentialParts<T>& parts)
      : shift_(0), parts_(parts), power_(scale(parts.table, parts.exponent)) {}

#if !SIGMAJET_HAS_AVX512
  /// 2^{exponent + lift}.
  static SIGMAJET_FUNCTION T lifted_power(const ExponentialParts<T>& parts) {
    return T::each(
        [](const auto& bits)
            SIGMAJET_LAMBDA { return detail::packet::shift_left<detail::mantissa_bits<ScalarOf<T>>>(bits); },
        parts.rounded);
  }
#endif
  SIGMAJET_FUNCTION T unscaled() const { return mul_add(parts_.table, parts_.fraction, parts_.table); }
  SIGMAJET_FUNCTION T unit() const { return T(1 << shift_); }

  // power = 2^(exponent + shift) · table
  int shift_;
  ExponentialParts<T> parts_;
  T power_ = T(0);
};

/// The same for any other number, by the functions of its type.
template <class T>
class Exponential<T, false> {
 public:
  explicit Exponential(const T& y, int shift = 0) : y_(y), value_(detail::exp_of(y_.value)), unit_(1 << shift) {}
  explicit Exponential(const TwoWords<T>& y) : Exponential(y.high) {
    low_ = y.low;
    value_ = value_ + value_ * low_;
  }
  template <class Y>
  static Exponential as_factor(const Y& y) {
    return Exponential(y);
  }
  static Exponential of_minus_square(const T& a) {
    const auto square = two_product(a, a);
    return Exponential(TwoWords<T>{-square.high, -square.low});
  }

  T value() const { return unit_ * value_; }
  T times(const T& factor, int power = 0) const {
    const T scaled = T(1 << power) * factor;
    if (value_ > T((std::numeric_limits<ScalarOf<T>>::min)()) / T(epsilon<T>())) return scaled * value_;
    // e^y may be subnormal, or 0, where the product is not.
    const T half = detail::exp_of((y_ / T(2)).value);
    return half == T(0) ? half : scaled * half * (half + half * low_);
  }
  T times_moderate(const T& factor) const { return times(factor); }
  T one_minus() const { return -unit_ * T(detail::expm1_of(y_.value)) - unit_ * value_ * low_; }
  TwoWords<T> one_minus_in_two_words() const { return {one_minus(), T(0)}; }

 private:
  T y_, value_, unit_, low_ = T(0);
};

/// The y from which on e^{−y} is 0 even after a product, in float and double; elsewhere no limit.
template <class T>
SIGMAJET_FUNCTION ScalarOf<T> decay_limit() {
  if constexpr (is_pack<T>)
    return -detail::ExpConstants<ScalarOf<T>>::lowest_factor;
  else
    return largest<T>();
}
/// The same for the x of e^{−x²} and factors up to 2^30.
template <class T>
SIGMAJET_FUNCTION ScalarOf<T> square_decay_limit() {
  if constexpr (is_pack<T>)
    return std::is_same_v<ScalarOf<T>, float> ? ScalarOf<T>(11.4) : ScalarOf<T>(32.5);
  else
    return largest<T>();
}

/// e^x, within 1 ulp.
template <class T>
SIGMAJET_FUNCTION T exp(const T& x) {
  if constexpr (is_pack<T>)
    return Exponential<T>::as_factor((min)(x, T(decay_limit<T>()))).times(T(1));
  else
    return detail::exp_of(x.value);
}

/// e^x − 1, within 1 ulp.
template <class T>
SIGMAJET_FUNCTION T expm1(const T& x) {
  if constexpr (is_pack<T>) {
    const auto e = Exponential<T>::as_factor((min)(x, T(decay_limit<T>())));
    // From e^40 on the 1 is less than half an ulp, and the sum for the difference may overflow before the result does.
    return select(x > T(40), e.times(T(1)), copysign(e.one_minus(), x));
  } else {
    return detail::expm1_of(x.value);
  }
}

}  // namespace math
SIGMAJET_NAMESPACE_END
