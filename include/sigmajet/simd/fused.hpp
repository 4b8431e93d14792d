#pragma once

#include <cfloat>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>

#include "sigmajet/simd/registers.hpp"

/// @file
/// a b + c of single numbers in one rounding: by std::fma, which compilers turn into the instruction where there is
/// one, but for MinGW's, which rounds twice.

SIGMAJET_NAMESPACE_BEGIN
namespace detail {
namespace packet {

#if LDBL_MANT_DIG == 64
/// A sum of two numbers with its rounding error (Knuth 1997, §4.2.2, theorem B).
template <class Wide>
void two_sum(Wide a, Wide b, Wide& sum, Wide& error) {
  sum = a + b;
  const Wide of_a = sum - b;
  error = (a - of_a) + (b - (sum - of_a));
}

/// a + b rounded to odd: an inexact sum becomes that one of its two neighbours whose last bit is set. A later rounding
/// to fewer bits then sees on which side of a tie the sum was.
inline long double sum_to_odd(long double a, long double b) {
  long double sum, error;
  two_sum(a, b, sum, error);
  std::uint64_t significand;
  std::memcpy(&significand, &sum, sizeof significand);
  if (error == 0 || (significand & 1) != 0) return sum;
  const long double infinity = std::numeric_limits<long double>::infinity();
  return std::nextafter(sum, error > 0 ? infinity : -infinity);
}

/// a b + c for floats and doubles, by the 80-bit format, in which their products and sums are exact in two numbers and
/// cannot overflow (Boldo and Melquiond 2008, with a last rounding to fewer bits).
template <class Scalar>
Scalar fused_by_long_double(Scalar a, Scalar b, Scalar c) {
  using Wide = long double;
  const Wide product = Wide(a) * b;
  if (product == 0 || !std::isfinite(product) || !std::isfinite(c)) return static_cast<Scalar>(product + c);
  // The upper 26 bits of a double, whose products with other halves are exact.
  const auto upper = [](double x) -> Wide {
    return bit_cast<double>(bit_cast<std::uint64_t>(x) & ~((std::uint64_t(1) << 27) - 1));
  };
  const Wide a_high = upper(a), a_low = a - a_high, b_high = upper(b), b_low = b - b_high;
  const Wide product_low = ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low;
  Wide high, low, sum, error;
  two_sum(Wide(c), product_low, high, low);
  two_sum(product, high, sum, error);
  return static_cast<Scalar>(sum_to_odd(sum, sum_to_odd(low, error)));
}
#endif

/// a b + c in one rounding.
template <class Scalar>
SIGMAJET_FUNCTION Scalar fused(Scalar a, Scalar b, Scalar c) {
#if defined(__MINGW32__) && !SIGMAJET_HAS_FMA && LDBL_MANT_DIG == 64
  return fused_by_long_double(a, b, c);
#else
  return std::fma(a, b, c);
#endif
}

}  // namespace packet
}  // namespace detail
SIGMAJET_NAMESPACE_END
