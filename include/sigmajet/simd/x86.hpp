#pragma once

#include <limits>

#include "sigmajet/simd/operations.hpp"

/// @file
/// The operations that x86 has instructions for and Eigen no function, or a slower one: overloads for the registers of
/// the instruction sets that Eigen uses, and nothing on other targets.

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wignored-attributes"
#endif

SIGMAJET_NAMESPACE_BEGIN
namespace detail {
namespace packet {

#define SIGMAJET_INTEGER_OPERATIONS(Register, to_integer, to_real, shift_left_by, shift_right_by, plus, minus)        \
  template <int Count>                                                                                                \
  SIGMAJET_FUNCTION Register shift_left(Register a) {                                                                 \
    return to_real(shift_left_by(to_integer(a), Count));                                                              \
  }                                                                                                                   \
  template <int Count>                                                                                                \
  SIGMAJET_FUNCTION Register shift_right(Register a) {                                                                \
    return to_real(shift_right_by(to_integer(a), Count));                                                             \
  }                                                                                                                   \
  SIGMAJET_FUNCTION Register add_bits(Register a, Register b) { return to_real(plus(to_integer(a), to_integer(b))); } \
  SIGMAJET_FUNCTION Register subtract_bits(Register a, Register b) {                                                  \
    return to_real(minus(to_integer(a), to_integer(b)));                                                              \
  }

// ---- SSE2: 128 bits ----------------------------------------------------------------------------------------------

#if defined(EIGEN_VECTORIZE_SSE2)
template <>
inline constexpr bool streams<__m128> = true;
template <>
inline constexpr bool streams<__m128d> = true;
SIGMAJET_FUNCTION void stream(float* to, __m128 value) { _mm_stream_ps(to, value); }
SIGMAJET_FUNCTION void stream(double* to, __m128d value) { _mm_stream_pd(to, value); }

SIGMAJET_FUNCTION bool all_negative(__m128 a) { return _mm_movemask_ps(a) == 0xf; }
SIGMAJET_FUNCTION bool all_negative(__m128d a) { return _mm_movemask_pd(a) == 0x3; }

SIGMAJET_FUNCTION __m128 square_root(__m128 a) { return _mm_sqrt_ps(a); }
SIGMAJET_FUNCTION __m128d square_root(__m128d a) { return _mm_sqrt_pd(a); }

SIGMAJET_INTEGER_OPERATIONS(__m128, _mm_castps_si128, _mm_castsi128_ps, _mm_slli_epi32, _mm_srli_epi32, _mm_add_epi32,
                            _mm_sub_epi32)
SIGMAJET_INTEGER_OPERATIONS(__m128d, _mm_castpd_si128, _mm_castsi128_pd, _mm_slli_epi64, _mm_srli_epi64, _mm_add_epi64,
                            _mm_sub_epi64)
#endif

// ---- AVX: 256 bits -----------------------------------------------------------------------------------------------

#if defined(EIGEN_VECTORIZE_AVX)
template <>
inline constexpr bool streams<__m256> = true;
template <>
inline constexpr bool streams<__m256d> = true;
SIGMAJET_FUNCTION void stream(float* to, __m256 value) { _mm256_stream_ps(to, value); }
SIGMAJET_FUNCTION void stream(double* to, __m256d value) { _mm256_stream_pd(to, value); }

SIGMAJET_FUNCTION bool all_negative(__m256 a) { return _mm256_movemask_ps(a) == 0xff; }
SIGMAJET_FUNCTION bool all_negative(__m256d a) { return _mm256_movemask_pd(a) == 0xf; }

SIGMAJET_FUNCTION __m256 square_root(__m256 a) { return _mm256_sqrt_ps(a); }
SIGMAJET_FUNCTION __m256d square_root(__m256d a) { return _mm256_sqrt_pd(a); }
#endif

// ---- AVX2: integers of 256 bits ----------------------------------------------------------------------------------

#if defined(EIGEN_VECTORIZE_AVX2)
/// Ones in the first count lanes.
SIGMAJET_FUNCTION __m256i first_32(int count) {
  return _mm256_cmpgt_epi32(_mm256_set1_epi32(count), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
}
SIGMAJET_FUNCTION __m256i first_64(int count) {
  return _mm256_cmpgt_epi64(_mm256_set1_epi64x(count), _mm256_setr_epi64x(0, 1, 2, 3));
}
SIGMAJET_FUNCTION __m256 load_first(const float* from, int count, __m256 fill) {
  const __m256i mask = first_32(count);
  return _mm256_blendv_ps(fill, _mm256_maskload_ps(from, mask), _mm256_castsi256_ps(mask));
}
SIGMAJET_FUNCTION __m256d load_first(const double* from, int count, __m256d fill) {
  const __m256i mask = first_64(count);
  return _mm256_blendv_pd(fill, _mm256_maskload_pd(from, mask), _mm256_castsi256_pd(mask));
}
SIGMAJET_FUNCTION void store_first(float* to, int count, __m256 value) {
  _mm256_maskstore_ps(to, first_32(count), value);
}
SIGMAJET_FUNCTION void store_first(double* to, int count, __m256d value) {
  _mm256_maskstore_pd(to, first_64(count), value);
}

SIGMAJET_INTEGER_OPERATIONS(__m256, _mm256_castps_si256, _mm256_castsi256_ps, _mm256_slli_epi32, _mm256_srli_epi32,
                            _mm256_add_epi32, _mm256_sub_epi32)
SIGMAJET_INTEGER_OPERATIONS(__m256d, _mm256_castpd_si256, _mm256_castsi256_pd, _mm256_slli_epi64, _mm256_srli_epi64,
                            _mm256_add_epi64, _mm256_sub_epi64)
#endif

// ---- FMA ---------------------------------------------------------------------------------------------------------

// Three forms, since the compiler cannot fold the flip of a sign into the first.
#if SIGMAJET_HAS_FMA && defined(EIGEN_VECTORIZE_AVX)
SIGMAJET_FUNCTION __m128 fused_multiply_add(__m128 a, __m128 b, __m128 c) { return _mm_fmadd_ps(a, b, c); }
SIGMAJET_FUNCTION __m128d fused_multiply_add(__m128d a, __m128d b, __m128d c) { return _mm_fmadd_pd(a, b, c); }
SIGMAJET_FUNCTION __m256 fused_multiply_add(__m256 a, __m256 b, __m256 c) { return _mm256_fmadd_ps(a, b, c); }
SIGMAJET_FUNCTION __m256d fused_multiply_add(__m256d a, __m256d b, __m256d c) { return _mm256_fmadd_pd(a, b, c); }
SIGMAJET_FUNCTION __m128 fused_negated_multiply_add(__m128 a, __m128 b, __m128 c) { return _mm_fnmadd_ps(a, b, c); }
SIGMAJET_FUNCTION __m128d fused_negated_multiply_add(__m128d a, __m128d b, __m128d c) { return _mm_fnmadd_pd(a, b, c); }
SIGMAJET_FUNCTION __m256 fused_negated_multiply_add(__m256 a, __m256 b, __m256 c) { return _mm256_fnmadd_ps(a, b, c); }
SIGMAJET_FUNCTION __m256d fused_negated_multiply_add(__m256d a, __m256d b, __m256d c) {
  return _mm256_fnmadd_pd(a, b, c);
}
SIGMAJET_FUNCTION __m128 fused_multiply_subtract(__m128 a, __m128 b, __m128 c) { return _mm_fmsub_ps(a, b, c); }
SIGMAJET_FUNCTION __m128d fused_multiply_subtract(__m128d a, __m128d b, __m128d c) { return _mm_fmsub_pd(a, b, c); }
SIGMAJET_FUNCTION __m256 fused_multiply_subtract(__m256 a, __m256 b, __m256 c) { return _mm256_fmsub_ps(a, b, c); }
SIGMAJET_FUNCTION __m256d fused_multiply_subtract(__m256d a, __m256d b, __m256d c) { return _mm256_fmsub_pd(a, b, c); }
#endif

// ---- AVX-512: 512 bits -------------------------------------------------------------------------------------------

#if defined(EIGEN_VECTORIZE_AVX512)
SIGMAJET_FUNCTION __m512 load_first(const float* from, int count, __m512 fill) {
  return _mm512_mask_loadu_ps(fill, static_cast<__mmask16>((1U << count) - 1), from);
}
SIGMAJET_FUNCTION __m512d load_first(const double* from, int count, __m512d fill) {
  return _mm512_mask_loadu_pd(fill, static_cast<__mmask8>((1U << count) - 1), from);
}
SIGMAJET_FUNCTION void store_first(float* to, int count, __m512 value) {
  _mm512_mask_storeu_ps(to, static_cast<__mmask16>((1U << count) - 1), value);
}
SIGMAJET_FUNCTION void store_first(double* to, int count, __m512d value) {
  _mm512_mask_storeu_pd(to, static_cast<__mmask8>((1U << count) - 1), value);
}

template <>
inline constexpr bool streams<__m512> = true;
template <>
inline constexpr bool streams<__m512d> = true;
SIGMAJET_FUNCTION void stream(float* to, __m512 value) { _mm512_stream_ps(to, value); }
SIGMAJET_FUNCTION void stream(double* to, __m512d value) { _mm512_stream_pd(to, value); }

SIGMAJET_FUNCTION bool all_negative(__m512 a) {
  return _mm512_cmplt_epi32_mask(_mm512_castps_si512(a), _mm512_setzero_si512()) == 0xffff;
}
SIGMAJET_FUNCTION bool all_negative(__m512d a) {
  return _mm512_cmplt_epi64_mask(_mm512_castpd_si512(a), _mm512_setzero_si512()) == 0xff;
}

// Masked by all ones here and below: g++ 12 warns of the undefined operand inside its unmasked intrinsics, and those
// with a mask have none (GCC bug 105593).
SIGMAJET_FUNCTION __m512 square_root(__m512 a) { return _mm512_maskz_sqrt_ps(0xffff, a); }
SIGMAJET_FUNCTION __m512d square_root(__m512d a) { return _mm512_maskz_sqrt_pd(0xff, a); }

SIGMAJET_FUNCTION __m512 fused_multiply_add(__m512 a, __m512 b, __m512 c) { return _mm512_fmadd_ps(a, b, c); }
SIGMAJET_FUNCTION __m512d fused_multiply_add(__m512d a, __m512d b, __m512d c) { return _mm512_fmadd_pd(a, b, c); }
SIGMAJET_FUNCTION __m512 fused_negated_multiply_add(__m512 a, __m512 b, __m512 c) { return _mm512_fnmadd_ps(a, b, c); }
SIGMAJET_FUNCTION __m512d fused_negated_multiply_add(__m512d a, __m512d b, __m512d c) {
  return _mm512_fnmadd_pd(a, b, c);
}
SIGMAJET_FUNCTION __m512 fused_multiply_subtract(__m512 a, __m512 b, __m512 c) { return _mm512_fmsub_ps(a, b, c); }
SIGMAJET_FUNCTION __m512d fused_multiply_subtract(__m512d a, __m512d b, __m512d c) { return _mm512_fmsub_pd(a, b, c); }

SIGMAJET_FUNCTION __m512i shift_left_each_32(__m512i a, unsigned n) { return _mm512_maskz_slli_epi32(0xffff, a, n); }
SIGMAJET_FUNCTION __m512i shift_right_each_32(__m512i a, unsigned n) { return _mm512_maskz_srli_epi32(0xffff, a, n); }
SIGMAJET_FUNCTION __m512i shift_left_each_64(__m512i a, unsigned n) { return _mm512_maskz_slli_epi64(0xff, a, n); }
SIGMAJET_FUNCTION __m512i shift_right_each_64(__m512i a, unsigned n) { return _mm512_maskz_srli_epi64(0xff, a, n); }
SIGMAJET_INTEGER_OPERATIONS(__m512, _mm512_castps_si512, _mm512_castsi512_ps, shift_left_each_32, shift_right_each_32,
                            _mm512_add_epi32, _mm512_sub_epi32)
SIGMAJET_INTEGER_OPERATIONS(__m512d, _mm512_castpd_si512, _mm512_castsi512_pd, shift_left_each_64, shift_right_each_64,
                            _mm512_add_epi64, _mm512_sub_epi64)
#endif
#undef SIGMAJET_INTEGER_OPERATIONS

// ---- AVX-512 with VL, DQ and BW ----------------------------------------------------------------------------------

#if SIGMAJET_HAS_AVX512
SIGMAJET_FUNCTION __m512 at_least(__m512 a, __m512 bound) { return _mm512_maskz_max_ps(0xffff, bound, a); }
SIGMAJET_FUNCTION __m512d at_least(__m512d a, __m512d bound) { return _mm512_maskz_max_pd(0xff, bound, a); }
SIGMAJET_FUNCTION __m512 at_most(__m512 a, __m512 bound) { return _mm512_maskz_min_ps(0xffff, bound, a); }
SIGMAJET_FUNCTION __m512d at_most(__m512d a, __m512d bound) { return _mm512_maskz_min_pd(0xff, bound, a); }

template <int Half>
SIGMAJET_FUNCTION __m256 half_of(__m512 a) {
  return _mm512_maskz_extractf32x8_ps(0xff, a, Half);
}
template <int Half>
SIGMAJET_FUNCTION __m256d half_of(__m512d a) {
  return _mm512_maskz_extractf64x4_pd(0xf, a, Half);
}
// By halves, since Eigen's own reductions warn under g++ 12 as above.
SIGMAJET_FUNCTION float sum_of_lanes(__m512 a) {
  return sum_of_lanes<__m256>(_mm256_add_ps(half_of<0>(a), half_of<1>(a)));
}
SIGMAJET_FUNCTION double sum_of_lanes(__m512d a) {
  return sum_of_lanes<__m256d>(_mm256_add_pd(half_of<0>(a), half_of<1>(a)));
}
SIGMAJET_FUNCTION float largest_lane(__m512 a) {
  return largest_lane<__m256>(_mm256_max_ps(half_of<0>(a), half_of<1>(a)));
}
SIGMAJET_FUNCTION double largest_lane(__m512d a) {
  return largest_lane<__m256d>(_mm256_max_pd(half_of<0>(a), half_of<1>(a)));
}

// In mask registers: Eigen makes registers of numbers of these masks and tests them again for every selection.
SIGMAJET_FUNCTION __mmask16 less(__m512 a, __m512 b) { return _mm512_cmp_ps_mask(a, b, _CMP_LT_OQ); }
SIGMAJET_FUNCTION __mmask8 less(__m512d a, __m512d b) { return _mm512_cmp_pd_mask(a, b, _CMP_LT_OQ); }
SIGMAJET_FUNCTION __mmask16 less_equal(__m512 a, __m512 b) { return _mm512_cmp_ps_mask(a, b, _CMP_LE_OQ); }
SIGMAJET_FUNCTION __mmask8 less_equal(__m512d a, __m512d b) { return _mm512_cmp_pd_mask(a, b, _CMP_LE_OQ); }
SIGMAJET_FUNCTION __mmask16 equal(__m512 a, __m512 b) { return _mm512_cmp_ps_mask(a, b, _CMP_EQ_OQ); }
SIGMAJET_FUNCTION __mmask8 equal(__m512d a, __m512d b) { return _mm512_cmp_pd_mask(a, b, _CMP_EQ_OQ); }
SIGMAJET_FUNCTION __m512 choose(__mmask16 m, __m512 yes, __m512 no) { return _mm512_mask_blend_ps(m, no, yes); }
SIGMAJET_FUNCTION __m512d choose(__mmask8 m, __m512d yes, __m512d no) { return _mm512_mask_blend_pd(m, no, yes); }

/// a with the sign bit flipped where that of b is set: 0x78 is the truth table of a xor (b and sign).
SIGMAJET_FUNCTION __m512 flip_sign(__m512 a, __m512 b) {
  return _mm512_castsi512_ps(_mm512_ternarylogic_epi32(_mm512_castps_si512(a), _mm512_castps_si512(b),
                                                       _mm512_set1_epi32((std::numeric_limits<int>::min)()), 0x78));
}
SIGMAJET_FUNCTION __m512d flip_sign(__m512d a, __m512d b) {
  return _mm512_castsi512_pd(_mm512_ternarylogic_epi64(_mm512_castpd_si512(a), _mm512_castpd_si512(b),
                                                       _mm512_set1_epi64((std::numeric_limits<long long>::min)()),
                                                       0x78));
}

/// a 2^floor(k) for all a and k.
SIGMAJET_FUNCTION __m512 scale(__m512 a, __m512 k) { return _mm512_maskz_scalef_ps(0xffff, a, k); }
SIGMAJET_FUNCTION __m512d scale(__m512d a, __m512d k) { return _mm512_maskz_scalef_pd(0xff, a, k); }
SIGMAJET_FUNCTION __m256 scale(__m256 a, __m256 k) { return _mm256_scalef_ps(a, k); }
SIGMAJET_FUNCTION __m256d scale(__m256d a, __m256d k) { return _mm256_scalef_pd(a, k); }
SIGMAJET_FUNCTION __m128 scale(__m128 a, __m128 k) { return _mm_scalef_ps(a, k); }
SIGMAJET_FUNCTION __m128d scale(__m128d a, __m128d k) { return _mm_scalef_pd(a, k); }
SIGMAJET_FUNCTION float scale(float a, float k) { return _mm_cvtss_f32(_mm_scalef_ss(_mm_set_ss(a), _mm_set_ss(k))); }
SIGMAJET_FUNCTION double scale(double a, double k) {
  return _mm_cvtsd_f64(_mm_scalef_sd(_mm_set_sd(a), _mm_set_sd(k)));
}

/// table[the low bits of index]: one permutation of a table that stays in two registers.
SIGMAJET_FUNCTION __m512 lookup(const float (&table)[32], __m512 index) {
  return _mm512_permutex2var_ps(_mm512_loadu_ps(table), _mm512_castps_si512(index), _mm512_loadu_ps(table + 16));
}
SIGMAJET_FUNCTION __m512d lookup(const double (&table)[16], __m512d index) {
  return _mm512_permutex2var_pd(_mm512_loadu_pd(table), _mm512_castpd_si512(index), _mm512_loadu_pd(table + 8));
}
// Indices of fewer lanes in the low part of a register, and the low part of what is found, by instructions that g++ 12
// does not take for reading an undefined register, as it does those of its own conversions between widths.
SIGMAJET_FUNCTION __m256 lookup(const float (&table)[32], __m256 index) {
  const __m512d wide = _mm512_maskz_insertf64x4(0xff, _mm512_setzero_pd(), _mm256_castps_pd(index), 0);
  const __m512 found = lookup(table, _mm512_castpd_ps(wide));
  return _mm256_castpd_ps(_mm512_maskz_extractf64x4_pd(0xff, _mm512_castps_pd(found), 0));
}
SIGMAJET_FUNCTION __m256d lookup(const double (&table)[16], __m256d index) {
  const __m512d wide = _mm512_maskz_insertf64x4(0xff, _mm512_setzero_pd(), index, 0);
  return _mm512_maskz_extractf64x4_pd(0xff, lookup(table, wide), 0);
}
SIGMAJET_FUNCTION __m128 lookup(const float (&table)[32], __m128 index) {
  const __m512 wide = _mm512_maskz_insertf32x4(0xffff, _mm512_setzero_ps(), index, 0);
  return _mm512_maskz_extractf32x4_ps(0xff, lookup(table, wide), 0);
}
SIGMAJET_FUNCTION __m128d lookup(const double (&table)[16], __m128d index) {
  const __m512 wide = _mm512_maskz_insertf32x4(0xffff, _mm512_setzero_ps(), _mm_castpd_ps(index), 0);
  const __m512d found = lookup(table, _mm512_castps_pd(wide));
  return _mm_castps_pd(_mm512_maskz_extractf32x4_ps(0xff, _mm512_castpd_ps(found), 0));
}
#endif

}  // namespace packet
}  // namespace detail
SIGMAJET_NAMESPACE_END

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif
