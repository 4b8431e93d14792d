#pragma once

#include "sigmajet/math/exp_constants.hpp"
#include "sigmajet/math/number_functions.hpp"
#include "sigmajet/math/polynomial.hpp"
#include "sigmajet/math/powers_of_two.hpp"
#include "sigmajet/math/two_words.hpp"
#include "sigmajet/math/wide_range.hpp"

/// @file
/// The one exponential that every activation stands on: e^y and 1 − e^y from one reduction.
///
/// With k = y/ln 2 rounded to a multiple of 1/N and t = y − k ln 2, a number of at most ln 2/(2N),
///
///     e^y = 2^floor(k) · 2^{j/N} · (1 + fraction),   fraction = e^t − 1 = t + t² q(t),
///
/// where j/N is what floor(k) leaves of k and q is a polynomial. Adding a large constant, the magic number, to y/ln 2
/// rounds it, and leaves k as an integer in the low bits of the sum; subtracting the constant gives k back as a number.
/// Since k ln 2 is larger than t, an error of it would be most of t: so ln 2 has two words, and the first difference is
/// exact. What t loses by its own rounding is at most half an ulp of e^y.
///
/// There are two variants. Where the target reads a table from a register, N is 16 or 32: the low bits of the sum are
/// the index j, `power` holds the 2^{j/N}, `power_error` the logarithm of what their rounding lost, which is added to
/// t, the polynomial is short, and the scaling instruction floors k by itself. Elsewhere N is 1, there is no table, and
/// the polynomial is longer. Then the magic number includes the bias of the exponents, so that one shift makes of the
/// sum a power of two, 2^{k + lift}: `lift` moves it into the normal numbers for every y that counts, and is taken back
/// by a product.
///
/// Scaling is the delicate part. 2^k may be subnormal, or 0, where a product of e^y with a large factor is a normal
/// number, which must not inherit the few bits of 2^k. Hence two types with one reduction:
///
/// | type                       | arguments                   | members beside value() and one_minus()               |
/// |----------------------------|-----------------------------|------------------------------------------------------|
/// | Exponential(y, offset)     | any y ≤ 1                   | times_moderate(f), for an f between 2^−30 and 2^30   |
/// | ExponentialFactor(y)       | \|y\| ≤ decay_limit, −∞, NaN | times(f), for any f, at the price of three products  |
///
/// For other number types both take the functions of the type, at the end of the file.

SIGMAJET_NAMESPACE_BEGIN
namespace math {

// ---- the reduction -----------------------------------------------------------------------------------------------

/// e^y = 2^floor(exponent) · table · (1 + fraction). `lost` is what the rounding of fraction lost. The low bits of
/// `rounded` are the index of the table or, where there is none, the biased exponent of 2^{exponent + lift}.
template <class T>
struct ExponentialParts {
  T rounded, exponent, table, fraction, lost;
};

/// k and its magic sum, the table's entry for it, and `rest`, what is left of y when k times the first word of ln 2 is
/// taken from it.
template <class T>
struct ExponentialReduction {
  T rounded, exponent, table, rest;
};

/// The number whose sum with y/ln 2 is rounded to a multiple of 1/N.
template <class T>
SIGMAJET_FUNCTION ScalarOf<T> exponent_magic() {
  using Scalar = ScalarOf<T>;
  static_assert(!detail::has_register_table || detail::has_scale,
                "sigmajet: only an instruction that scales floors the fractional exponents of a table");
  constexpr Scalar magic = detail::integer_magic<Scalar>;
  if constexpr (detail::has_register_table)
    return magic / detail::ExpTable<Scalar>::table_size;
  else
    return magic + Scalar(detail::exponent_bias<Scalar> + detail::ExpConstants<Scalar>::lift);
}

/// 2^{j/N} for the j in the low bits of `rounded`.
template <class T>
SIGMAJET_FUNCTION T fractional_power(const T& rounded) {
  if constexpr (detail::has_register_table)
    return lookup<detail::ExpTable<ScalarOf<T>>::power>(rounded);
  else
    return T(1);
}

/// The first half of the reduction. `rest` is exact: the product is not rounded, or has few enough bits.
template <class T>
SIGMAJET_FUNCTION ExponentialReduction<T> reduce_exponent(const T& y) {
  using Constants = detail::ExpConstants<ScalarOf<T>>;
  const T magic(exponent_magic<T>());
  const T rounded = mul_add(y, T(Constants::log2_e), magic), exponent = rounded - magic;
  const T rest = negated_mul_add(exponent, T(Constants::ln2), y);
  return {rounded, exponent, fractional_power(rounded), rest};
}

/// The parts of 2^floor(exponent) · table · e^t.
template <class T>
SIGMAJET_FUNCTION ExponentialParts<T> parts_from(const T& rounded, const T& exponent, const T& table, const T& t) {
  const T square = t * t;
  const T quadratic = polynomial<detail::ExpTable<ScalarOf<T>>::quadratic_part>(t, square);
  const T fraction = mul_add(square, quadratic, t);
  return {rounded, exponent, table, fraction, mul_add(square, quadratic, t - fraction)};
}

/// The parts of e^y, for a y from lowest_factor to the logarithm of the largest number.
template <class T>
SIGMAJET_FUNCTION ExponentialParts<T> exponential_parts(const T& y) {
  const auto [rounded, exponent, table, rest] = reduce_exponent(y);
  const T ln2_low(detail::ExpConstants<ScalarOf<T>>::ln2_low);
  if constexpr (detail::has_register_table) {
    const T power_error = lookup<detail::ExpTable<ScalarOf<T>>::power_error>(rounded);
    return parts_from(rounded, exponent, table, rest + negated_mul_add(exponent, ln2_low, power_error));
  } else {
    return parts_from(rounded, exponent, table, negated_mul_add(exponent, ln2_low, rest));
  }
}
/// The same of a y in two words.
template <class T>
SIGMAJET_FUNCTION ExponentialParts<T> exponential_parts(const TwoWords<T>& y) {
  const auto [rounded, exponent, table, rest] = reduce_exponent(y.high);
  const T ln2_low(detail::ExpConstants<ScalarOf<T>>::ln2_low);
  if constexpr (detail::has_register_table) {
    const T power_error = lookup<detail::ExpTable<ScalarOf<T>>::power_error>(rounded);
    const T tail = negated_mul_add(exponent, ln2_low, power_error) + y.low;
    return parts_from(rounded, exponent, table, rest + tail);
  } else {
    return parts_from(rounded, exponent, table, rest + negated_mul_add(exponent, ln2_low, y.low));
  }
}

/// The parts of e^{−a²}, for a target with fma, where a² is never rounded: k times the short first word of ln 2 is
/// exact, and its difference with a a is one fused operation. It leaves out the error of the table, which is half an
/// ulp.
template <class T>
SIGMAJET_FUNCTION ExponentialParts<T> exponential_parts_of_minus_square(const T& a) {
  using Constants = detail::ExpConstants<ScalarOf<T>>;
  const T magic(exponent_magic<T>());
  const T rounded = mul_add(a * a, T(-Constants::log2_e), magic), exponent = rounded - magic;
  const T table = fractional_power(rounded);
  const T rest = negated_mul_add(a, a, exponent * T(-Constants::ln2_short));
  return parts_from(rounded, exponent, table, negated_mul_add(exponent, T(Constants::ln2_rest), rest));
}

// ---- for packs ---------------------------------------------------------------------------------------------------

/// What Exponential and ExponentialFactor have in common, made of the parts of e^y and of
/// power = 2^{exponent + offset} · table.
template <class T>
class ExponentialOfParts {
 public:
  /// 2^offset e^y.
  SIGMAJET_FUNCTION T value() const { return mul_add(power_, parts_.fraction, power_); }

  /// 2^offset (1 − e^y), with relative accuracy also where y is nearly 0 and 1 − value() would cancel; +0 at ±0.
  SIGMAJET_FUNCTION T one_minus() const { return negated_mul_add(power_, parts_.fraction, unit() - power_); }
  /// The same in two words. The second one is what the sums of the first have lost, and the error of the fraction.
  SIGMAJET_FUNCTION TwoWords<T> one_minus_in_two_words() const {
    const T difference = unit() - power_;
    const T high = negated_mul_add(power_, parts_.fraction, difference);
    const T low = negated_mul_add(power_, parts_.fraction, difference - high) + ((unit() - difference) - power_);
    return {high, negated_mul_add(power_, parts_.lost, low)};
  }

 protected:
  using Constants = detail::ExpConstants<ScalarOf<T>>;

  SIGMAJET_FUNCTION ExponentialOfParts(const ExponentialParts<T>& parts, const T& power, int exponent_offset)
      : exponent_offset_(exponent_offset), parts_(parts), power_(power) {}

  /// table · (1 + fraction), which is e^y without its power of two.
  SIGMAJET_FUNCTION T unscaled() const { return mul_add(parts_.table, parts_.fraction, parts_.table); }
  SIGMAJET_FUNCTION T unit() const { return T(1 << exponent_offset_); }

  int exponent_offset_;
  ExponentialParts<T> parts_;
  T power_;
};

/// 2^exponent_offset e^y and its complement, for any y ≤ 1, −∞ and NaN included. The offset keeps the value normal for
/// a while after e^y has become subnormal: tanh′ is 4E/(1+E)², say, and is made of 4E.
template <class T, bool = is_pack<T>>
class Exponential : public ExponentialOfParts<T> {
 public:
  SIGMAJET_FUNCTION explicit Exponential(const T& y, int exponent_offset = 0)
      : Exponential(exponential_parts((max)(y, T(Constants::lowest))), exponent_offset) {}
  SIGMAJET_FUNCTION explicit Exponential(const TwoWords<T>& y)
      : Exponential(exponential_parts(TwoWords<T>{(max)(y.high, T(Constants::lowest)), y.low}), 0) {}

  /// From here on to the left e^y times the offset is 0.
  static SIGMAJET_FUNCTION ScalarOf<T> lowest() { return Constants::lowest; }
  /// The exponential of a y that is no lower than lowest().
  static SIGMAJET_FUNCTION Exponential of_bounded(const T& y, int exponent_offset) {
    return {exponential_parts(y), exponent_offset};
  }

  /// e^{−a²}, for an a whose square is finite. a² rounded once would cost a²/2 ulp.
  static SIGMAJET_FUNCTION Exponential of_minus_square(const T& a) {
    if constexpr (detail::has_fma) {
      return {exponential_parts_of_minus_square(a), 0};
    } else {
      const auto square = two_product(a, a);
      return Exponential(TwoWords<T>{-square.high, -square.low});
    }
  }

  /// factor · e^y without the offset, for a |factor| ≤ 2^30 that is at least 2^−30 where e^y is below 2^−30. It
  /// underflows only where the product does. Without an instruction that scales it is cheaper than
  /// ExponentialFactor::times: e^y is kept times 2^lift, by which it stays normal. For other factors the lifted product
  /// may overflow or underflow itself.
  SIGMAJET_FUNCTION T times_moderate(const T& factor) const {
    if constexpr (detail::has_scale) {
      return scale(factor * this->unscaled(), this->parts_.exponent);
    } else {
      const T lifted = lifted_power(this->parts_);
      return factor * mul_add(lifted, this->parts_.fraction, lifted) * T(Constants::unlift);
    }
  }

 private:
  using Base = ExponentialOfParts<T>;
  using typename Base::Constants;

  SIGMAJET_FUNCTION Exponential(const ExponentialParts<T>& parts, int exponent_offset)
      : Base(parts, power_of(parts, exponent_offset), exponent_offset) {}

  /// 2^{exponent + offset} · table.
  static SIGMAJET_FUNCTION T power_of(const ExponentialParts<T>& parts, int exponent_offset) {
    if constexpr (detail::has_scale)
      return scale(parts.table, exponent_offset == 0 ? parts.exponent : parts.exponent + T(exponent_offset));
    else
      return lifted_power(parts) * T(Constants::unlift * ScalarOf<T>(1 << exponent_offset));
  }
  /// 2^{exponent + lift}, by a shift of the biased exponent in the low bits of `rounded`.
  static SIGMAJET_FUNCTION T lifted_power(const ExponentialParts<T>& parts) {
    return T::each(
        [](const auto& bits)
            SIGMAJET_LAMBDA { return detail::packet::shift_left<detail::mantissa_bits<ScalarOf<T>>>(bits); },
        parts.rounded);
  }
};

/// e^y as a factor of products that may be normal numbers where e^y is not, for any y ≤ decay_limit, −∞ and NaN
/// included.
template <class T, bool = is_pack<T>>
class ExponentialFactor : public ExponentialOfParts<T> {
 public:
  SIGMAJET_FUNCTION explicit ExponentialFactor(const T& y)
      : ExponentialFactor(exponential_parts((max)(y, T(Constants::lowest_factor)))) {}
  SIGMAJET_FUNCTION explicit ExponentialFactor(const TwoWords<T>& y)
      : ExponentialFactor(exponential_parts(TwoWords<T>{(max)(y.high, T(Constants::lowest_factor)), y.low})) {}

  /// 2^power · factor · e^y, for any factor up to half the largest number. The factor meets the fraction first and the
  /// power of two last, so that nothing underflows before the result does.
  SIGMAJET_FUNCTION T times(const T& factor, int power = 0) const {
    return scale(factor * this->unscaled(), power == 0 ? this->parts_.exponent : this->parts_.exponent + T(power));
  }
  /// e^y, which does not underflow.
  SIGMAJET_FUNCTION Wide<T> wide() const {
    const T magic(detail::integer_magic<ScalarOf<T>>), whole = (this->parts_.exponent + magic) - magic;
    return {scale(this->unscaled(), this->parts_.exponent - whole), T(0), whole};
  }

 private:
  using Base = ExponentialOfParts<T>;
  using typename Base::Constants;

  SIGMAJET_FUNCTION explicit ExponentialFactor(const ExponentialParts<T>& parts)
      : Base(parts, scale(parts.table, parts.exponent), 0) {}
};

// ---- for any other number ----------------------------------------------------------------------------------------

/// What Exponential and ExponentialFactor have in common for a Number: e^y by the function of its type. low is the
/// second word of y, by which e^y is multiplied as 1 + low.
template <class T>
class ExponentialOfNumber {
 public:
  T value() const { return unit_ * value_; }
  T one_minus() const { return -unit_ * T(detail::expm1_of(y_.value)) - unit_ * value_ * low_; }
  TwoWords<T> one_minus_in_two_words() const { return {one_minus(), T(0)}; }

 protected:
  explicit ExponentialOfNumber(const T& y, int exponent_offset = 0)
      : y_(y), value_(detail::exp_of(y_.value)), unit_(1 << exponent_offset) {}
  explicit ExponentialOfNumber(const TwoWords<T>& y) : ExponentialOfNumber(y.high) {
    low_ = y.low;
    value_ = value_ + value_ * low_;
  }

  /// factor · e^y. As (factor · e^{y/2}) · e^{y/2} where e^y may be subnormal, or 0, and the product is not. An
  /// infinite y is cut, because the derivatives of its half would be 0 · ∞.
  T product(const T& factor) const {
    const T smallest_normal = T(4) / T(largest<T>());
    if (value_ > smallest_normal / T(epsilon<T>())) return factor * value_;
    const T half = detail::exp_of((T(0.5) * (max)(y_, T(-largest<T>()))).value);
    return half == T(0) ? half : factor * half * (half + half * low_);
  }

 private:
  T y_, value_, unit_, low_ = T(0);
};

template <class T>
class Exponential<T, false> : public ExponentialOfNumber<T> {
 public:
  explicit Exponential(const T& y, int exponent_offset = 0) : ExponentialOfNumber<T>(y, exponent_offset) {}
  explicit Exponential(const TwoWords<T>& y) : ExponentialOfNumber<T>(y) {}
  static Exponential of_minus_square(const T& a) {
    const auto square = two_product(a, a);
    return Exponential(TwoWords<T>{-square.high, -square.low});
  }
  T times_moderate(const T& factor) const { return this->product(factor); }
};

template <class T>
class ExponentialFactor<T, false> : public ExponentialOfNumber<T> {
 public:
  explicit ExponentialFactor(const T& y) : ExponentialOfNumber<T>(y) {}
  explicit ExponentialFactor(const TwoWords<T>& y) : ExponentialOfNumber<T>(y) {}
  T times(const T& factor, int power = 0) const { return this->product(T(1 << power) * factor); }
};

}  // namespace math
SIGMAJET_NAMESPACE_END
