#pragma once

#include <cstdint>
#include <cstring>
#include <limits>
#include <type_traits>

#ifdef __AVX2__
#include <immintrin.h>
#else  // the libraries below are compared with AVX2 or AVX-512
#undef SIGMAJET_BENCH_SLEEF
#undef SIGMAJET_BENCH_XSIMD
#undef SIGMAJET_BENCH_HIGHWAY
#endif
#ifdef SIGMAJET_BENCH_SLEEF
#include <sleef.h>
#endif
#ifdef SIGMAJET_BENCH_XSIMD
#include <xsimd/xsimd.hpp>
#endif
#ifdef SIGMAJET_BENCH_HIGHWAY
#define HWY_COMPILE_ONLY_STATIC
#define HWY_DISABLE_PCLMUL_AES
#include <hwy/contrib/math/math-inl.h>
#endif

/// Vector mathematics libraries behind one set of names. Each has at most 4 ulp of error; one is there where
/// its SIGMAJET_BENCH_… macro is defined.
namespace vector_math {

#if defined(__AVX512F__)
constexpr int vector_bytes = 64;
#elif defined(__AVX2__)
constexpr int vector_bytes = 32;
#else
constexpr int vector_bytes = 16;
#endif

/// The compiler's own vectors: arithmetic without a library.
template <class ScalarType>
struct Vectors {
  using Scalar = ScalarType;
  using Bits = std::conditional_t<sizeof(Scalar) == 4, std::int32_t, std::int64_t>;
  using Value __attribute__((vector_size(vector_bytes))) = Scalar;
  using BitVector __attribute__((vector_size(vector_bytes))) = Bits;

  static Value abs(Value x) {
    return reinterpret_cast<Value>(reinterpret_cast<BitVector>(x) & std::numeric_limits<Bits>::max());
  }
  static Value reciprocal(Value x) { return 1.f / x; }

  template <bool NonTemporal>
  static void store(Scalar* to, Value x) {
    if constexpr (NonTemporal)
      stream(to, x);
    else
      std::memcpy(to, &x, sizeof(x));
  }

 private:
  static void stream(Scalar* to, Value x) {
#if defined(__AVX512F__)
    _mm512_stream_si512(reinterpret_cast<__m512i*>(to), reinterpret_cast<__m512i>(x));
#elif defined(__AVX2__)
    _mm256_stream_si256(reinterpret_cast<__m256i*>(to), reinterpret_cast<__m256i>(x));
#else
    std::memcpy(to, &x, sizeof(x));
#endif
  }
};

/// Keeps exp and log only, and divides by an estimate with Newton's steps: faster, but tanh, expm1 and log1p
/// cancel near zero.
template <class Math>
struct Fast : Math {
  using Scalar = typename Math::Scalar;
  using Value = typename Math::Value;
  static Value tanh(Value x) { return 1.f - 2.f * reciprocal(1.f + Math::exp(x + x)); }
  static Value expm1(Value x) { return Math::exp(x) - 1.f; }
  static Value log1p(Value x) { return Math::log(1.f + x); }
  static Value reciprocal(Value x) {
#ifdef __AVX512F__
    if constexpr (sizeof(Scalar) == 4) return refined(x, _mm512_rcp14_ps(x));
    if constexpr (sizeof(Scalar) == 8) return refined(x, refined(x, _mm512_rcp14_pd(x)));
#elif defined(__AVX2__)
    if constexpr (sizeof(Scalar) == 4) return refined(x, _mm256_rcp_ps(x));
#endif
    return 1.f / x;
  }

 private:
  static Value refined(Value x, Value estimate) { return estimate + estimate * (1.f - x * estimate); }
};

#ifdef SIGMAJET_BENCH_SLEEF
#ifdef __AVX512F__
#define SIGMAJET_BENCH_CALL(function, accuracy)          \
  if constexpr (sizeof(Scalar) == 4)                     \
    return Sleef_##function##f16_##accuracy##avx512f(x); \
  else                                                   \
    return Sleef_##function##d8_##accuracy##avx512f(x)
#else
#define SIGMAJET_BENCH_CALL(function, accuracy)      \
  if constexpr (sizeof(Scalar) == 4)                 \
    return Sleef_##function##f8_##accuracy##avx2(x); \
  else                                               \
    return Sleef_##function##d4_##accuracy##avx2(x)
#endif
template <class Scalar>
struct Sleef : Vectors<Scalar> {
  using typename Vectors<Scalar>::Value;
  static constexpr const char* name = "sleef";
  static Value exp(Value x) { SIGMAJET_BENCH_CALL(exp, u10); }
  static Value expm1(Value x) { SIGMAJET_BENCH_CALL(expm1, u10); }
  static Value log(Value x) { SIGMAJET_BENCH_CALL(log, u35); }
  static Value log1p(Value x) { SIGMAJET_BENCH_CALL(log1p, u10); }
  static Value tanh(Value x) { SIGMAJET_BENCH_CALL(tanh, u35); }
};
#undef SIGMAJET_BENCH_CALL
#endif

#ifdef SIGMAJET_BENCH_XSIMD
template <class Scalar>
struct Xsimd : Vectors<Scalar> {
  using typename Vectors<Scalar>::Value;
  using Batch = xsimd::batch<Scalar>;
  static constexpr const char* name = "xsimd";
  static Value exp(Value x) { return xsimd::exp(Batch(x)); }
  static Value expm1(Value x) { return xsimd::expm1(Batch(x)); }
  static Value log(Value x) { return xsimd::log(Batch(x)); }
  static Value log1p(Value x) { return xsimd::log1p(Batch(x)); }
  static Value tanh(Value x) { return xsimd::tanh(Batch(x)); }
};
#endif

#ifdef SIGMAJET_BENCH_HIGHWAY
template <class Scalar>
struct Highway : Vectors<Scalar> {
  using typename Vectors<Scalar>::Value;
  using Tag = hwy::HWY_NAMESPACE::ScalableTag<Scalar>;
  using Vec = hwy::HWY_NAMESPACE::Vec<Tag>;
  static constexpr const char* name = "highway";
  static Value exp(Value x) { return hwy::HWY_NAMESPACE::Exp(Tag(), Vec{x}).raw; }
  static Value expm1(Value x) { return hwy::HWY_NAMESPACE::Expm1(Tag(), Vec{x}).raw; }
  static Value log(Value x) { return hwy::HWY_NAMESPACE::Log(Tag(), Vec{x}).raw; }
  static Value log1p(Value x) { return hwy::HWY_NAMESPACE::Log1p(Tag(), Vec{x}).raw; }
  static Value tanh(Value x) { return hwy::HWY_NAMESPACE::Tanh(Tag(), Vec{x}).raw; }
};
#endif

/// function(the mathematics of a library) for each that is there.
template <class Scalar, class Function>
void for_each_library([[maybe_unused]] const Function& function) {
#ifdef SIGMAJET_BENCH_SLEEF
  function(Sleef<Scalar>());
#endif
#ifdef SIGMAJET_BENCH_XSIMD
  function(Xsimd<Scalar>());
#endif
#ifdef SIGMAJET_BENCH_HIGHWAY
  function(Highway<Scalar>());
#endif
}

}  // namespace vector_math
