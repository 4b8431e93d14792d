#pragma once

#include "sigmajet/simd/operations.hpp"

/// @file
/// The operations that 64-bit Arm has instructions for and Eigen no function, or an approximation: overloads for NEON's
/// registers of 128 bits, and nothing on other targets. Eigen's SVE registers take the generic operations, but for one.

SIGMAJET_NAMESPACE_BEGIN
namespace detail {
namespace packet {

#if defined(__aarch64__) && defined(EIGEN_VECTORIZE_NEON)
SIGMAJET_FUNCTION float32x4_t square_root(float32x4_t a) { return vsqrtq_f32(a); }
SIGMAJET_FUNCTION float64x2_t square_root(float64x2_t a) { return vsqrtq_f64(a); }

SIGMAJET_FUNCTION float32x4_t fused_multiply_add(float32x4_t a, float32x4_t b, float32x4_t c) {
  return vfmaq_f32(c, a, b);
}
SIGMAJET_FUNCTION float64x2_t fused_multiply_add(float64x2_t a, float64x2_t b, float64x2_t c) {
  return vfmaq_f64(c, a, b);
}
SIGMAJET_FUNCTION float32x4_t fused_negated_multiply_add(float32x4_t a, float32x4_t b, float32x4_t c) {
  return vfmsq_f32(c, a, b);
}
SIGMAJET_FUNCTION float64x2_t fused_negated_multiply_add(float64x2_t a, float64x2_t b, float64x2_t c) {
  return vfmsq_f64(c, a, b);
}

SIGMAJET_FUNCTION bool all_negative(float32x4_t a) { return vmaxvq_s32(vreinterpretq_s32_f32(a)) < 0; }

template <int Count>
SIGMAJET_FUNCTION float32x4_t shift_left(float32x4_t a) {
  return vreinterpretq_f32_u32(vshlq_n_u32(vreinterpretq_u32_f32(a), Count));
}
template <int Count>
SIGMAJET_FUNCTION float64x2_t shift_left(float64x2_t a) {
  return vreinterpretq_f64_u64(vshlq_n_u64(vreinterpretq_u64_f64(a), Count));
}
template <int Count>
SIGMAJET_FUNCTION float32x4_t shift_right(float32x4_t a) {
  return vreinterpretq_f32_u32(vshrq_n_u32(vreinterpretq_u32_f32(a), Count));
}
template <int Count>
SIGMAJET_FUNCTION float64x2_t shift_right(float64x2_t a) {
  return vreinterpretq_f64_u64(vshrq_n_u64(vreinterpretq_u64_f64(a), Count));
}
SIGMAJET_FUNCTION float32x4_t add_bits(float32x4_t a, float32x4_t b) {
  return vreinterpretq_f32_u32(vaddq_u32(vreinterpretq_u32_f32(a), vreinterpretq_u32_f32(b)));
}
SIGMAJET_FUNCTION float64x2_t add_bits(float64x2_t a, float64x2_t b) {
  return vreinterpretq_f64_u64(vaddq_u64(vreinterpretq_u64_f64(a), vreinterpretq_u64_f64(b)));
}
SIGMAJET_FUNCTION float32x4_t subtract_bits(float32x4_t a, float32x4_t b) {
  return vreinterpretq_f32_u32(vsubq_u32(vreinterpretq_u32_f32(a), vreinterpretq_u32_f32(b)));
}
SIGMAJET_FUNCTION float64x2_t subtract_bits(float64x2_t a, float64x2_t b) {
  return vreinterpretq_f64_u64(vsubq_u64(vreinterpretq_u64_f64(a), vreinterpretq_u64_f64(b)));
}
#endif

#if defined(EIGEN_VECTORIZE_SVE)
/// Eigen's own compares for less.
SIGMAJET_FUNCTION Eigen::internal::PacketXf less_equal(Eigen::internal::PacketXf a, Eigen::internal::PacketXf b) {
  return mask_or(less(a, b), equal(a, b));
}
#endif

}  // namespace packet
}  // namespace detail
SIGMAJET_NAMESPACE_END
