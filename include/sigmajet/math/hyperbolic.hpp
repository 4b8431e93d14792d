#pragma once

#include "sigmajet/math/exp.hpp"
#include "sigmajet/math/log1p.hpp"
#include "sigmajet/math/reciprocal.hpp"

/// @file
/// tanh, its derivative 1/cosh² and its integral ln cosh from one exponential, E = e^{−2a} for a ≥ 0:
///
///     tanh a = 1 − 2E/(1 + E),   1/cosh² a = 4E/(1 + E)²,   ln cosh a = a − ln 2 + ln(1 + E).
///
/// The derivative of tanh as 1 − tanh² would be 0 as soon as tanh is rounded to 1, long before it underflows. Of the
/// three formulas the second cancels nowhere. The others do for small a, where minimax polynomials in a² take their
/// place: below 5/8, where both ways are about as accurate.

SIGMAJET_NAMESPACE_BEGIN
namespace detail {

/// ln 2 in two words, of which the first is rounded to nearest, and the polynomials (tanh a − a)/a³ and
/// (ln cosh a − a²/2)/a⁴ in a², minimax for a ≤ hyperbolic_series_below.
template <class Scalar>
struct HyperbolicConstants;

inline constexpr double hyperbolic_series_below = 0.625;

template <>
struct HyperbolicConstants<double> {
  static constexpr double ln2 = 0x1.62e42fefa39efp-1, ln2_low = 0x1.abc9e3b39803fp-56;
  /// Relative error of tanh a: 1.1e-17.
  static constexpr double tanh[] = {-0x1.55555555554ffp-2,  0x1.111111110ac94p-3,  -0x1.ba1ba1b503ae2p-5,
                                    0x1.664f477a62ed1p-6,   -0x1.226e161fb0041p-7, 0x1.d6cf26821490cp-9,
                                    -0x1.7d68933f40195p-10, 0x1.3365aa3f4107bp-11, -0x1.df5228f183577p-13,
                                    0x1.438990b22a6f2p-14,  -0x1.0d984d896368cp-16};
  /// Relative error of ln cosh a: 8.3e-19.
  static constexpr double log_cosh[] = {-0x1.5555555555548p-4,  0x1.6c16c16c14c82p-6,   -0x1.ba1ba1b87db4dp-8,
                                        0x1.1ea5d34754518p-9,   -0x1.833d886f126acp-11, 0x1.0d09d24281f56p-12,
                                        -0x1.7d7d74459d940p-14, 0x1.11b762bdcaca4p-15,  -0x1.82e91ea38b137p-17,
                                        0x1.e4e534a04403ep-19,  -0x1.812354eabfc0cp-21};
};
template <>
struct HyperbolicConstants<float> {
  static constexpr float ln2 = 0x1.62e43p-1f, ln2_low = -0x1.05c61p-29f;
  /// Relative error of tanh a: 4.6e-9.
  static constexpr float tanh[] = {-0x1.555532p-2f, 0x1.1106f6p-3f, -0x1.b835a4p-5f, 0x1.51f8d2p-6f, -0x1.750d14p-8f};
  /// Relative error of ln cosh a: 6.9e-10.
  static constexpr float log_cosh[] = {-0x1.55554cp-4f, 0x1.6c112p-6f, -0x1.b9051ep-8f, 0x1.12d04ap-9f,
                                       -0x1.09ed0ap-11f};
};

}  // namespace detail

namespace math {

/// tanh a, 1/cosh² a and ln cosh a for a ≥ 0, NaN included. Their errors are within the bounds that Tanh and AntiTanh
/// publish.
template <class T, bool = is_pack<T>>
class Hyperbolic {
 public:
  SIGMAJET_FUNCTION explicit Hyperbolic(const T& a)
      : a_(a),
        bounded_((min)(a, T(ScalarOf<T>(-0.5) * Exponential<T>::lowest()))),
        square_(bounded_ * bounded_),
        is_small_(a < T(detail::hyperbolic_series_below)),
        e4_(Exponential<T>::of_bounded(T(-2) * bounded_, 2).value()) {}

  /// tanh a.
  SIGMAJET_FUNCTION T tanh() const {
    const T series = mul_add(square_ * bounded_, polynomial<Constants::tanh>(square_), bounded_);
    return select(is_small_, series, negated_mul_add(T(2), e4_ / (T(4) + e4_), T(1)));
  }

  /// 1/cosh² a, from 4E, which stays normal for a while after E has become subnormal.
  SIGMAJET_FUNCTION T square_sech() const { return e4_ / square_of_sum(); }

  /// The rounding error of square_sech(), times (1+E)²: by so much it is too large. tanh″ = −2 tanh · tanh′ would
  /// inherit that error beside its own and pass its bound. For a small a, where tanh is small too, it is not needed: 0.
  SIGMAJET_FUNCTION T square_sech_error(const T& square_sech) const {
    return select(is_small_, T(0), product_error(square_sech, square_of_sum(), e4_));
  }

  /// ln cosh a.
  SIGMAJET_FUNCTION T log_cosh() const {
    const T series = square_ * mul_add(square_, polynomial<Constants::log_cosh>(square_), T(0.5));
    const T rest = log1p_to_one(T(0.25) * e4_) - T(Constants::ln2_low);
    return select(is_small_, series, (a_ - T(Constants::ln2)) + rest);
  }

 private:
  using Constants = detail::HyperbolicConstants<ScalarOf<T>>;

  /// (1+E)² from 4E, as 1 + 4E (1/2 + 4E/16). Without fma that rounds three times; for a small a, where E is near 1,
  /// the equal 4E + (1−E)² rounds but once that counts.
  SIGMAJET_FUNCTION T square_of_sum() const {
    const T square = mul_add(e4_, mul_add(e4_, T(1.0 / 16), T(0.5)), T(1));
    if constexpr (detail::has_fma) {
      return square;
    } else {
      const T rest = T(1) - T(0.25) * e4_;
      return select(is_small_, e4_ + rest * rest, square);
    }
  }

  // Cut where E is 0, so that the series overflow nowhere.
  T a_, bounded_, square_;
  typename T::Mask is_small_;
  T e4_;  // 4E
};

/// The same for any other number, by the functions of its type. tanh a is (1 − E)/(1 + E) here, where 1 − E is −expm1
/// and does not cancel.
template <class T>
class Hyperbolic<T, false> {
 public:
  explicit Hyperbolic(const T& a)
      : a_(a),
        exponential_(-(a + a)),
        reciprocal_(reciprocal_of_sum(T(1), exponential_.value())),
        tanh_(reciprocal_.multiply_in_two_words(exponential_.one_minus_in_two_words())) {}

  T tanh() const { return tanh_.high; }
  /// 1 − tanh² a for a small a: there 4E/(1 + E)² has a slope, of a type with derivatives, that cancels.
  T square_sech() const {
    const auto square = square_of_tanh();
    if (square.high < T(1.0 / 16)) return (T(1) - square.high) - square.low;
    const T r = reciprocal_.value();
    return exponential_.times(reciprocal_.correct(r * r, 2), 2);
  }
  T square_sech_error(const T&) const { return T(0); }
  /// Where tanh a < 3/4 as −ln(1 − tanh² a)/2, which does not cancel at 0; beyond, 1 − tanh² a would.
  T log_cosh() const {
    if (tanh_.high < T(0.75)) {
      const auto square = square_of_tanh();
      const T f = -square.high;
      return T(0.5) * (square.low / (T(1) + f) - T(detail::log1p_of(f.value)));
    }
    return a_ - T(detail::log_of(T(2).value)) + log1p_to_one(exponential_.value());
  }

 private:
  TwoWords<T> square_of_tanh() const {
    const T &t = tanh_.high, square = t * t;
    return {square, mul_add(t + t, tanh_.low, product_error(t, t, square))};
  }

  T a_;
  ExponentialFactor<T> exponential_;
  Reciprocal<T> reciprocal_;
  TwoWords<T> tanh_;
};

}  // namespace math
SIGMAJET_NAMESPACE_END
