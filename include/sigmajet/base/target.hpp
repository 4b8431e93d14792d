#pragma once

#include <cfloat>

#include <Eigen/Core>

/// @file
/// What the compiler may make of the code for the target that its flags name, as macros. Eigen comes first, because
/// what it does with the processor's registers decides what the library may do with them.

#if EIGEN_WORLD_VERSION < 3 || (EIGEN_WORLD_VERSION == 3 && EIGEN_MAJOR_VERSION < 4)
#error "sigmajet: Eigen 3.4 or later is needed"
#endif

#if defined(__FAST_MATH__) || (defined(__FINITE_MATH_ONLY__) && __FINITE_MATH_ONLY__) || \
    (defined(__GCC_IEC_559) && __GCC_IEC_559 == 0)
#error \
    "sigmajet: -ffast-math and its parts (-fassociative-math, -freciprocal-math, -ffinite-math-only, -fno-signed-zeros, -funsafe-math-optimizations) remove the operations that keep its error bounds; compile without them"
#endif

// 0, 16 and 32 let floats and doubles be what they are, and tell of 16-bit formats. 1, 2 and more compute in a wider
// format. A negative number is g++'s for a mixture with the x87 unit, and clang's for parts of -ffast-math, which
// config.hpp takes back.
#if FLT_EVAL_METHOD != 0 && FLT_EVAL_METHOD != 16 && FLT_EVAL_METHOD != 32 && \
    !(FLT_EVAL_METHOD < 0 && defined(__clang__))
#error \
    "sigmajet: floats and doubles are computed in a wider format here (FLT_EVAL_METHOD is not 0), which breaks its error bounds; on 32-bit x86 compile with -msse2 -mfpmath=sse, elsewhere without -mfpmath=387"
#endif

/// Eigen computes in registers of several numbers whose arithmetic is rounded as that of single ones. Not on 32-bit
/// Arm, whose registers flush subnormal numbers and cannot divide; not with AltiVec alone, which is like that; nor with
/// the vector unit of s390x, whose largest and smallest numbers Eigen takes without regard to NaN. Where Eigen has
/// other registers, nobody has tried them. Numbers are then computed one by one.
#if defined(EIGEN_VECTORIZE_SSE2) || (defined(EIGEN_VECTORIZE_NEON) && defined(__aarch64__)) || \
    defined(EIGEN_VECTORIZE_SVE) || defined(EIGEN_VECTORIZE_VSX) || defined(EIGEN_GENERIC_VECTOR_SIZE_BYTES)
#define SIGMAJET_HAS_REGISTERS 1
#else
#define SIGMAJET_HAS_REGISTERS 0
#endif

/// a b + c in one rounding is one instruction, for a number alone too: Eigen's registers have no part in it on x86 and
/// 64-bit Arm. On other targets it is used where there are no registers, for which there would be no instruction. The
/// instruction of FMA4 alone, which one old processor has, is not used.
#if defined(__FMA__) || defined(__aarch64__) || defined(__CUDA_ARCH__) || (defined(_MSC_VER) && defined(__AVX2__))
#define SIGMAJET_HAS_FMA 1
#elif defined(__FP_FAST_FMA) && defined(__FP_FAST_FMAF) && !defined(__FMA4__) && !SIGMAJET_HAS_REGISTERS
#define SIGMAJET_HAS_FMA 1
#else
#define SIGMAJET_HAS_FMA 0
#endif

/// Eigen computes in AVX-512 registers, and the processor has the extensions of AVX-512 for their halves, quarters and
/// bits (VL, DQ, BW) that every such processor but the first Xeon Phi has.
#if defined(EIGEN_VECTORIZE_AVX512) && defined(__AVX512VL__) && defined(__AVX512DQ__) && defined(__AVX512BW__)
#define SIGMAJET_HAS_AVX512 1
#else
#define SIGMAJET_HAS_AVX512 0
#endif

/// A name for the widest instruction set that the flags allow.
#if defined(__AVX512F__) && defined(__AVX512VL__) && defined(__AVX512DQ__) && defined(__AVX512BW__)
#define SIGMAJET_TARGET avx512
#elif defined(__AVX512F__)
#define SIGMAJET_TARGET avx512f
#elif defined(__AVX2__) && defined(__FMA__)
#define SIGMAJET_TARGET avx2_fma
#elif defined(__AVX__) && defined(__FMA__)
#define SIGMAJET_TARGET avx_fma
#elif defined(__AVX2__)
#define SIGMAJET_TARGET avx2
#elif defined(__AVX__)
#define SIGMAJET_TARGET avx
#elif defined(__SSE4_1__)
#define SIGMAJET_TARGET sse4
#elif defined(__SSE2__) || defined(_M_X64)
#define SIGMAJET_TARGET sse2
#elif defined(__aarch64__)
#define SIGMAJET_TARGET neon
#elif SIGMAJET_HAS_FMA
#define SIGMAJET_TARGET generic_fma
#else
#define SIGMAJET_TARGET generic
#endif
