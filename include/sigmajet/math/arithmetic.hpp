#pragma once

#include <cmath>
#include <limits>

#include "sigmajet/simd/number.hpp"

/// @file
/// The elementary operations that a kernel may use beside + − * / and comparisons: selection, signs, bounds, square
/// root and the fused multiplication and addition.
///
/// A kernel is a template over a type T that is either a pack, many floats or doubles at once, or a Number, one number
/// of any other type. Everything in namespace math takes both. What is said of errors below is meant for packs; a
/// Number computes as precisely as the operators and functions of its type.

SIGMAJET_NAMESPACE_BEGIN
namespace math {

using detail::Number;
using detail::Pack;

/// True for a pack, which computes in float or double, where polynomials and error terms of that format are worth their
/// cost; false for a Number.
using detail::is_pack;

template <class T>
using ScalarOf = typename T::Scalar;

/// What is known at compile time of the format of T's numbers: digits, exponents, radix.
template <class T>
using LimitsOf = std::numeric_limits<detail::FormatOf<ScalarOf<T>>>;

/// True where the rounding errors of T's sums and products are numbers of T too, which can be computed.
template <class T>
inline constexpr bool has_error_terms = is_pack<T> || LimitsOf<T>::radix == 2;

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

// ---- selection and signs -----------------------------------------------------------------------------------------

/// mask ? yes : no, lane by lane.
/// - Types: packs with the mask of their comparison; numbers with a bool.
/// - Error: none.
/// - Valid: everything. Both sides are evaluated, whatever the mask.
/// - Result: yes or no, bit for bit.
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

/// Whether a mask is true in every lane.
template <class Scalar, int Lanes, int Count>
SIGMAJET_FUNCTION bool all(const detail::Mask<Scalar, Lanes, Count>& mask) {
  const auto signs = select(mask, Pack<Scalar, Lanes, Count>(-1), Pack<Scalar, Lanes, Count>(1));
  bool result = detail::packet::all_negative(signs.registers.first);
  if constexpr (Count > 1) result = result && detail::packet::all_negative(signs.registers.second);
  return result;
}
inline bool all(bool mask) { return mask; }

/// x with its sign flipped where `to` has the sign bit set, which gives an x ≥ 0 the sign of `to`.
/// - Types: packs and numbers. A Number type without a sign bit has the sign of the comparison with 0.
/// - Error: none.
/// - Valid: everything, zeros and NaN included.
/// - Result: x or −x.
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
/// - Types: packs and numbers.
/// - Error: none.
/// - Valid: everything.
/// - Result: x without its sign bit; |−0| is +0, |−∞| is +∞, |NaN| is NaN.
template <class T>
SIGMAJET_FUNCTION T abs(const T& x) {
  return with_sign_of(x, x);
}

/// −|x|, by one operation less than −abs(x).
/// - Types: packs and numbers.
/// - Error: none.
/// - Valid: everything.
/// - Result: x with its sign bit set; NaN gives NaN.
template <class T>
SIGMAJET_FUNCTION T minus_abs(const T& x) {
  if constexpr (is_pack<T>)
    return T::each([](const auto& a, const auto& s) SIGMAJET_LAMBDA { return detail::packet::bit_or(a, s); }, x,
                   T(ScalarOf<T>(-0.0)));
  else
    return -abs(x);
}

/// |x| with the sign of `to`.
/// - Types: packs and numbers.
/// - Error: none.
/// - Valid: everything, the sign of a zero or NaN in `to` included.
/// - Result: x or −x.
template <class T>
SIGMAJET_FUNCTION T copysign(const T& x, const T& to) {
  return with_sign_of(abs(x), to);
}

// ---- bounds ------------------------------------------------------------------------------------------------------

/// The larger of x and a bound.
/// - Types: packs and numbers.
/// - Error: none.
/// - Valid: every x, and a bound that is no NaN.
/// - Result: x or bound; NaN where x is NaN, unlike std::fmax. Of two zeros either. Of a Number that is equal to the
///   bound, x: max takes the derivatives of one and min those of the other, so that max + min has those of x + bound.
template <class T>
SIGMAJET_FUNCTION T(max)(const T& x, const T& bound) {
  if constexpr (is_pack<T>)
    return T::each([](const auto& a, const auto& b) SIGMAJET_LAMBDA { return detail::packet::at_least(a, b); }, x, bound);
  else
    return select(x < bound, bound, x);
}
/// The smaller of x and a bound.
/// - Types: packs and numbers.
/// - Error: none.
/// - Valid: every x, and a bound that is no NaN.
/// - Result: x or bound; NaN where x is NaN, unlike std::fmin. Of two zeros either. Of a Number that is equal to the
///   bound, the bound.
template <class T>
SIGMAJET_FUNCTION T(min)(const T& x, const T& bound) {
  if constexpr (is_pack<T>)
    return T::each([](const auto& a, const auto& b) SIGMAJET_LAMBDA { return detail::packet::at_most(a, b); }, x, bound);
  else
    return select(x >= bound, bound, x);
}
/// The smaller of x and 0.
/// - Types: packs and numbers.
/// - Error: none.
/// - Valid: everything.
/// - Result: x where x ≤ 0, with the derivatives of a Number at 0 too, or 0; NaN where x is NaN.
template <class T>
SIGMAJET_FUNCTION T negative_part(const T& x) {
  if constexpr (is_pack<T>)
    return (min)(x, T(0));
  else
    return select(x > T(0), T(0), x);
}
/// x, or the bound that it is beyond.
/// - Types: packs and numbers.
/// - Error: none.
/// - Valid: every x, and low ≤ high.
/// - Result: in [low, high]; NaN where x is NaN.
template <class T>
SIGMAJET_FUNCTION T clamp_keep_nan(const T& x, const T& low, const T& high) {
  return (min)((max)(x, low), high);
}

// ---- operations rounded once -------------------------------------------------------------------------------------

/// The largest error of an operation that is rounded once, in ulp.
inline constexpr double rounding_error_bound = 0.5;

/// √x.
/// - Types: packs and numbers.
/// - Error: rounding_error_bound.
/// - Valid: every x.
/// - Result: √x; √−0 is −0; NaN where x < 0 or NaN.
template <class T>
SIGMAJET_FUNCTION T sqrt(const T& x) {
  using std::sqrt;
  if constexpr (is_pack<T>)
    return T::each([](const auto& a) SIGMAJET_LAMBDA { return detail::packet::square_root(a); }, x);
  else
    return T(ScalarOf<T>(sqrt(x.value)));
}

/// a b + c rounded once on every target; slow where there is no instruction (see mul_add).
/// - Types: packs. For numbers the product and the sum of their type, which round twice.
/// - Error: rounding_error_bound.
/// - Valid: everything.
/// - Result: as std::fma.
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

/// a b + c by one instruction where the target has it, else by two. In one build it is always the same.
/// - Types: packs and numbers.
/// - Error: half an ulp of the result; without the instruction, half an ulp of the product in addition.
/// - Valid: everything.
/// - Result: a b + c.
template <class T>
SIGMAJET_FUNCTION T mul_add(const T& a, const T& b, const T& c) {
  if constexpr (detail::has_fma)
    return math::fma(a, b, c);
  else
    return a * b + c;
}

/// c − a b, rounded as mul_add.
/// - Types, error, valid: as mul_add.
/// - Result: c − a b; +0 where both are equal.
template <class T>
SIGMAJET_FUNCTION T negated_mul_add(const T& a, const T& b, const T& c) {
  if constexpr (detail::has_fma && is_pack<T>)
    return T::each([](const auto& x, const auto& y,
                      const auto& z) SIGMAJET_LAMBDA { return detail::packet::fused_negated_multiply_add(x, y, z); },
                   a, b, c);
  else
    return c - a * b;
}

/// a b − c, rounded as mul_add.
/// - Types, error, valid: as mul_add.
/// - Result: a b − c; +0 where both are equal.
template <class T>
SIGMAJET_FUNCTION T mul_subtract(const T& a, const T& b, const T& c) {
  if constexpr (detail::has_fma && is_pack<T>)
    return T::each([](const auto& x, const auto& y,
                      const auto& z) SIGMAJET_LAMBDA { return detail::packet::fused_multiply_subtract(x, y, z); },
                   a, b, c);
  else
    return a * b - c;
}

}  // namespace math
SIGMAJET_NAMESPACE_END
