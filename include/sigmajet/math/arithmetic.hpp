#pragma once

#include <cmath>
#include <iterator>
#include <limits>

#include "sigmajet/simd/pack.hpp"

/// @file
/// The elementary operations a kernel may use beside + − * / and comparisons. Each takes packs or numbers alike; none
/// contracts, reorders or raises an accuracy question: they are exact, or rounded once, unless they say otherwise.

SIGMAJET_NAMESPACE_BEGIN
namespace math {

using detail::Number;
using detail::Pack;

/// True for a pack, which computes in float or double, where polynomials and error terms of that format are worth their
/// cost; false for a Number.
using detail::is_pack;

template <class T>
using ScalarOf = typename T::Scalar;

/// True where the rounding errors of T's sums and products are numbers of T too, which can be computed.
template <class T>
inline constexpr bool has_error_terms = is_pack<T> || std::numeric_limits<ScalarOf<T>>::radix == 2;

/// The largest finite number of T.
template <class T>
SIGMAJET_FUNCTION ScalarOf<T> largest() {
  return ScalarOf<T>(Eigen::NumTraits<ScalarOf<T>>::highest());
}
/// The distance from 1 to the next number of T.
template <class T>
SIGMAJET_FUNCTION ScalarOf<T> epsilon() {
  return ScalarOf<T>(Eigen::NumTraits<ScalarOf<T>>::epsilon());
}

/// mask ? yes : no, lane by lane. Both sides are evaluated.
template <class Scalar, int Lanes, int Count>
SIGMAJET_FUNCTION Pack<Scalar, Lanes, Count> select(const detail::Mask<Scalar, Lanes, Count>& mask,
                                                    const Pack<Scalar, Lanes, Count>& yes,
                                                    const Pack<Scalar, Lanes, Count>& no) {
  return Pack<Scalar, Lanes, Count>::each(
      [](const auto& m, const auto& y, const auto& n) SIGMAJET_LAMBDA { return detail::packet::choose(m, y, n); }, mask, yes,
      no);
}
template <class Type>
Number<Type> select(bool mask, const Number<Type>& yes, const Number<Type>& no) {
  return mask ? yes : no;
}

/// x with the sign flipped where `to` has the sign bit set: the sign of `to` on an x ≥ 0.
template <class T>
SIGMAJET_FUNCTION T with_sign_of(const T& x, const T& to) {
  if constexpr (is_pack<T>)
    return T::each([](const auto& a, const auto& b) SIGMAJET_LAMBDA { return detail::packet::flip_sign(a, b); }, x, to);
  else if constexpr (std::is_floating_point_v<ScalarOf<T>>)
    return select(std::signbit(to.value), -x, x);
  else
    return select(to < T(0), -x, x);
}

/// |x|.
template <class T>
SIGMAJET_FUNCTION T abs(const T& x) {
  return with_sign_of(x, x);
}

/// −|x|.
template <class T>
SIGMAJET_FUNCTION T minus_abs(const T& x) {
  if constexpr (is_pack<T>)
    return T::each([](const auto& a, const auto& s) SIGMAJET_LAMBDA { return detail::packet::bit_or(a, s); }, x,
                   T(ScalarOf<T>(-0.0)));
  else
    return -abs(x);
}

/// |x| with the sign of `to`.
template <class T>
SIGMAJET_FUNCTION T copysign(const T& x, const T& to) {
  return with_sign_of(abs(x), to);
}

/// The larger and the smaller of x and a bound; NaN where x is NaN.
template <class T>
SIGMAJET_FUNCTION T(max)(const T& x, const T& bound) {
  if constexpr (is_pack<T>)
    return T::each([](const auto& a, const auto& b) SIGMAJET_LAMBDA { return detail::packet::at_least(a, b); }, x, bound);
  else
    return select(x < bound, bound, x);
}
template <class T>
SIGMAJET_FUNCTION T(min)(const T& x, const T& bound) {
  if constexpr (is_pack<T>)
    return T::each([](const auto& a, const auto& b) SIGMAJET_LAMBDA { return detail::packet::at_most(a, b); }, x, bound);
  else
    return select(x > bound, bound, x);
}
template <class T>
SIGMAJET_FUNCTION T clamp_keep_nan(const T& x, const T& low, const T& high) {
  return (min)((max)(x, low), high);
}

/// √x.
template <class T>
SIGMAJET_FUNCTION T sqrt(const T& x) {
  using std::sqrt;
  if constexpr (is_pack<T>)
    return T::each([](const auto& a) SIGMAJET_LAMBDA { return detail::packet::square_root(a); }, x);
  else
    return T(ScalarOf<T>(sqrt(x.value)));
}

/// a b + c, rounded once where the target has the instruction and twice where it has not; in one build always the same.
template <class T>
SIGMAJET_FUNCTION T mul_add(const T& a, const T& b, const T& c) {
#if SIGMAJET_HAS_FMA
  if constexpr (is_pack<T>)
    return T::each(
        [](const auto& x, const auto& y, const auto& z)
            SIGMAJET_LAMBDA { return detail::packet::fused_multiply_add(x, y, z); },
        a, b, c);
  else
#endif
    return a * b + c;
}

/// c − a b and a b − c, rounded as mul_add.
template <class T>
SIGMAJET_FUNCTION T negated_mul_add(const T& a, const T& b, const T& c) {
#if SIGMAJET_HAS_FMA
  if constexpr (is_pack<T>)
    return T::each([](const auto& x, const auto& y,
                      const auto& z) SIGMAJET_LAMBDA { return detail::packet::fused_negated_multiply_add(x, y, z); },
                   a, b, c);
  else
#endif
    return c - a * b;
}
template <class T>
SIGMAJET_FUNCTION T mul_subtract(const T& a, const T& b, const T& c) {
#if SIGMAJET_HAS_FMA
  if constexpr (is_pack<T>)
    return T::each([](const auto& x, const auto& y,
                      const auto& z) SIGMAJET_LAMBDA { return detail::packet::fused_multiply_subtract(x, y, z); },
                   a, b, c);
  else
#endif
    return a * b - c;
}

/// a b + c rounded once for float and double on every target; slow where there is no instruction. For other numbers,
/// the product and the sum of the type.
template <class T>
SIGMAJET_FUNCTION T fma(const T& a, const T& b, const T& c) {
  if constexpr (is_pack<T>)
    return T::each(
        [](const auto& x, const auto& y, const auto& z)
            SIGMAJET_LAMBDA { return detail::packet::fused_multiply_add(x, y, z); },
        a, b, c);
  else
    return a * b + c;
}

/// x 2^floor(k), rounded once, gradual underflow included, for 1/2 ≤ |x| or x = 0 and for k that two normal powers of
/// two can make up.
template <class T>
SIGMAJET_FUNCTION T scale(const T& x, const T& k) {
  return T::each([](const auto& a, const auto& b) SIGMAJET_LAMBDA { return detail::packet::scale(a, b); }, x, k);
}

/// 2^k for an integer k among the normal exponents.
template <class T>
SIGMAJET_FUNCTION T power_of_two(const T& k) {
  return T::each([](const auto& a) SIGMAJET_LAMBDA { return detail::packet::power_of_two(a); }, k);
}

template <class T>
struct Split {
  T significand, exponent;
};

/// x = significand 2^exponent with the significand in [3/4, 3/2), for a positive normal x.
template <class T>
SIGMAJET_FUNCTION Split<T> split(const T& x) {
  using Scalar = ScalarOf<T>;
  constexpr int bits = detail::mantissa_bits<Scalar>;
  using Bits = detail::BitsOf<Scalar>;
  // Half an exponent step carries into the exponent from 3/2 on.
  const T half_step(detail::bit_cast<Scalar>(static_cast<Bits>(Bits(1) << (bits - 1))));
  const T one(1), magic(detail::integer_magic<Scalar>);
  const T biased =
      T::each([](const auto& a,
                 const auto& h)
                  SIGMAJET_LAMBDA { return detail::packet::shift_right<bits>(detail::packet::add_bits(a, h)); },
              x, half_step);
  const T significand = T::each(
      [](const auto& a, const auto& e, const auto& o) SIGMAJET_LAMBDA {
        return detail::packet::add_bits(detail::packet::subtract_bits(a, detail::packet::shift_left<bits>(e)), o);
      },
      x, biased, one);
  const T exponent =
      T::each([](const auto& e, const auto& m) SIGMAJET_LAMBDA { return detail::packet::add_bits(e, m); }, biased, magic) -
      T(detail::integer_magic<Scalar> + Scalar(detail::exponent_bias<Scalar>));
  return {significand, exponent};
}

/// x without the low half of its significand: products of two such halves are exact.
template <class T>
SIGMAJET_FUNCTION T upper_half(const T& x) {
  using Scalar = ScalarOf<T>;
  if constexpr (is_pack<T>) {
    using Bits = detail::BitsOf<Scalar>;
    constexpr int low_bits = std::is_same_v<Scalar, float> ? 12 : 27;
    const T mask(detail::bit_cast<Scalar>(static_cast<Bits>(~Bits(0) << low_bits)));
    return T::each([](const auto& a, const auto& m) SIGMAJET_LAMBDA { return detail::packet::bit_and(a, m); }, x, mask);
  } else {
    T power(1);
    for (int i = 0; i < (std::numeric_limits<Scalar>::digits + 1) / 2; ++i) power = power + power;
    const T shifted = (power + T(1)) * x;
    return shifted - (shifted - x);
  }
}

/// a b − p for p near a b: the rounding error of a product, exact unless it underflows. Where there is no fma, by
/// products of halves (Dekker 1971). 0 for numbers that do not round to a number of bits, or overflow.
template <class T>
SIGMAJET_FUNCTION T product_error(const T& a, const T& b, const T& p) {
#if SIGMAJET_HAS_FMA
  if constexpr (is_pack<T>) return mul_subtract(a, b, p);
#endif
  if constexpr (has_error_terms<T>) {
    const T a_high = upper_half(a), a_low = a - a_high;
    const T b_high = upper_half(b), b_low = b - b_high;
    const T error = (((a_high * b_high - p) + a_high * b_low) + a_low * b_high) + a_low * b_low;
    if constexpr (is_pack<T>) return error;
    return select(error == error, error, T(0));
  }
  return T(0);
}

#if SIGMAJET_HAS_AVX512
/// Table[the low bits of index], of a constant array.
template <const auto& Table, class T>
SIGMAJET_FUNCTION T lookup(const T& index) {
  return T::each([](const auto& i) SIGMAJET_LAMBDA { return detail::packet::lookup(Table, i); }, index);
}
#endif

/// a b − c, accurate also where it cancels.
template <class T>
SIGMAJET_FUNCTION T product_minus(const T& a, const T& b, const T& c) {
#if SIGMAJET_HAS_FMA
  if constexpr (is_pack<T>) return mul_subtract(a, b, c);
#endif
  const T product = a * b;
  return (product - c) + product_error(a, b, product);
}

/// A number as the unevaluated sum high + low.
template <class T>
struct TwoWords {
  T high, low;
};

/// a b in two words.
template <class T>
SIGMAJET_FUNCTION TwoWords<T> two_product(const T& a, const T& b) {
  const T high = a * b;
  return {high, product_error(a, b, high)};
}

/// −a b, rounded little more than once; no zero but +0.
template <class T>
SIGMAJET_FUNCTION T minus_product(const TwoWords<T>& a, const T& b) {
#if SIGMAJET_HAS_FMA
  if constexpr (is_pack<T>) return negated_mul_add(a.high, b, negated_mul_add(a.low, b, T(0)));
#endif
  const T product = a.high * b;
  return (T(0) - product) - (product_error(a.high, b, product) + a.low * b);
}

/// Coefficients[0] + Coefficients[1] x + …, of a constant array.
template <const auto& Coefficients, class T>
SIGMAJET_FUNCTION T polynomial(const T& x) {
  constexpr std::size_t last = std::size(Coefficients) - 1;
  T sum(static_cast<ScalarOf<T>>(Coefficients[last]));
  detail::for_each_index(
      [&](auto i) SIGMAJET_LAMBDA {
        constexpr auto coefficient = Coefficients[last - 1 - decltype(i)::value];
        sum = mul_add(sum, x, T(coefficient));
      },
      std::make_index_sequence<last>{});
  return sum;
}

/// The same from x and x², with half as long a chain of operations.
template <const auto& Coefficients, class T>
SIGMAJET_FUNCTION T polynomial(const T& x, const T& square) {
  constexpr std::size_t count = std::size(Coefficients), pairs = count / 2;
  const auto pair = [&](auto i) SIGMAJET_LAMBDA {
    constexpr auto low = Coefficients[2 * decltype(i)::value], high = Coefficients[2 * decltype(i)::value + 1];
    return mul_add(T(high), x, T(low));
  };
  T sum = pair(std::integral_constant<std::size_t, pairs - 1>{});
  if constexpr (count % 2 == 1) {
    constexpr auto last = Coefficients[count - 1];
    sum = mul_add(T(last), square, sum);
  }
  detail::for_each_index(
      [&](auto i) SIGMAJET_LAMBDA {
        sum = mul_add(sum, square, pair(std::integral_constant<std::size_t, pairs - 2 - decltype(i)::value>{}));
      },
      std::make_index_sequence<pairs - 1>{});
  return sum;
}

}  // namespace math
SIGMAJET_NAMESPACE_END
