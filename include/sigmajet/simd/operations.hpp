#pragma once

#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <type_traits>

#include <Eigen/Core>

#include "sigmajet/base/config.hpp"

/// @file
/// One SIMD register: what Eigen's packets offer, and beside it the few operations they lack, each as intrinsics with
/// a generic fallback. A "register" below is an Eigen packet, or a float or a double, which is a packet of one lane.

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wignored-attributes"
// load_first and store_first stop at the end of a fixed-size array, which g++ does not see.
#pragma GCC diagnostic ignored "-Warray-bounds"
#endif

SIGMAJET_NAMESPACE_BEGIN
namespace detail {

// ---- what the target can do --------------------------------------------------------------------------------------

/// a b + c in one rounding, by an instruction.
inline constexpr bool has_fma = SIGMAJET_HAS_FMA;
/// a 2^floor(k) by an instruction, gradual underflow included.
inline constexpr bool has_scale = SIGMAJET_HAS_AVX512;
/// A table in registers is read by one permutation.
inline constexpr bool has_register_table = SIGMAJET_HAS_AVX512;
/// Comparisons give a bit for each lane, not a register.
inline constexpr bool has_mask_registers = SIGMAJET_HAS_AVX512;

// ---- which registers there are -----------------------------------------------------------------------------------

template <class Scalar>
inline constexpr bool is_machine_scalar = std::is_same_v<Scalar, float> || std::is_same_v<Scalar, double>;

template <class Register, int Lanes, int Size>
struct NarrowerRegister {
  using Half = typename Eigen::internal::unpacket_traits<Register>::half;
  using type = typename NarrowerRegister<Half, Lanes, Eigen::internal::unpacket_traits<Half>::size>::type;
};
template <class Register, int Lanes>
struct NarrowerRegister<Register, Lanes, Lanes> {
  using type = Register;
};

template <class Scalar, int Lanes>
struct RegisterOf : NarrowerRegister<typename Eigen::internal::packet_traits<Scalar>::type, Lanes,
                                     Eigen::internal::packet_traits<Scalar>::size> {};
template <class Scalar>
struct RegisterOf<Scalar, 1> {
  using type = Scalar;
};

/// The lanes of the widest register for Scalar.
template <class Scalar>
inline constexpr int widest_lanes = Eigen::internal::packet_traits<Scalar>::size;

/// The lanes of the register that suits an array of a compile-time size (Eigen::Dynamic: the widest).
template <class Scalar, int Size>
inline constexpr int best_lanes =
    Eigen::internal::unpacket_traits<typename Eigen::internal::find_best_packet<Scalar, Size>::type>::size;

template <class Register>
inline constexpr int lanes_of = Eigen::internal::unpacket_traits<Register>::size;

/// The unsigned integer as wide as a machine scalar.
template <class Scalar>
using BitsOf = std::conditional_t<sizeof(Scalar) == 4, std::uint32_t, std::uint64_t>;

template <class Scalar>
inline constexpr int mantissa_bits = std::is_same_v<Scalar, float> ? 23 : 52;
template <class Scalar>
inline constexpr int exponent_bias = std::is_same_v<Scalar, float> ? 127 : 1023;

/// Added to a number of less than 2^(mantissa_bits − 2), rounds it to an integer that stands in the low bits of the
/// sum.
template <class Scalar>
inline constexpr Scalar integer_magic = std::is_same_v<Scalar, float> ? Scalar(12582912) : Scalar(6755399441055744);

template <class To, class From>
SIGMAJET_FUNCTION To bit_cast(const From& from) {
  static_assert(sizeof(To) == sizeof(From), "bit_cast joins types of one size");
  To to;
  std::memcpy(&to, &from, sizeof to);
  return to;
}

namespace packet {

// ---- memory ------------------------------------------------------------------------------------------------------

template <class Register, class Scalar>
SIGMAJET_FUNCTION Register broadcast(Scalar value) {
  return Eigen::internal::pset1<Register>(value);
}
template <class Register, class Scalar>
SIGMAJET_FUNCTION Register load(const Scalar* from) {
  return Eigen::internal::ploadu<Register>(from);
}
template <class Scalar, class Register>
SIGMAJET_FUNCTION void store(Scalar* to, const Register& value) {
  Eigen::internal::pstoreu(to, value);
}

/// The first count ≤ lanes numbers at an address, then those of fill; and the way back. Nothing behind is touched.
template <class Register, class Scalar>
SIGMAJET_FUNCTION Register load_first(const Scalar* from, int count, const Register& fill) {
  Scalar lane[lanes_of<Register>];
  store(lane, fill);
  for (int i = 0; i < count; ++i) lane[i] = from[i];
  return load<Register>(static_cast<const Scalar*>(lane));
}
template <class Scalar, class Register>
SIGMAJET_FUNCTION void store_first(Scalar* to, int count, const Register& value) {
  Scalar lane[lanes_of<Register>];
  store(lane, value);
  for (int i = 0; i < count; ++i) to[i] = lane[i];
}
#if defined(EIGEN_VECTORIZE_AVX2)
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
#endif
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
#endif

/// Asks for the cache line at an address, which need not exist.
template <bool ForWriting>
SIGMAJET_FUNCTION void prefetch([[maybe_unused]] std::intptr_t address) {
#if defined(__GNUC__) && !defined(__CUDA_ARCH__)
  __builtin_prefetch(reinterpret_cast<const void*>(address), ForWriting);
#endif
}

/// Stores past the caches to an address that is a multiple of the register's size, if `streams` says that the target
/// can. fence() orders them before what follows.
template <class Scalar, class Register>
SIGMAJET_FUNCTION void stream(Scalar* to, const Register& value) {
  store(to, value);
}
#if defined(EIGEN_VECTORIZE_SSE2)
template <class Register>
inline constexpr bool streams = !is_machine_scalar<Register>;
inline void fence() { _mm_sfence(); }
SIGMAJET_FUNCTION void stream(float* to, __m128 value) { _mm_stream_ps(to, value); }
SIGMAJET_FUNCTION void stream(double* to, __m128d value) { _mm_stream_pd(to, value); }
#else
template <class Register>
inline constexpr bool streams = false;
inline void fence() {}
#endif
#if defined(EIGEN_VECTORIZE_AVX)
SIGMAJET_FUNCTION void stream(float* to, __m256 value) { _mm256_stream_ps(to, value); }
SIGMAJET_FUNCTION void stream(double* to, __m256d value) { _mm256_stream_pd(to, value); }
#endif
#if defined(EIGEN_VECTORIZE_AVX512)
SIGMAJET_FUNCTION void stream(float* to, __m512 value) { _mm512_stream_ps(to, value); }
SIGMAJET_FUNCTION void stream(double* to, __m512d value) { _mm512_stream_pd(to, value); }
#endif

/// The sum and the largest of the lanes.
template <class Register>
SIGMAJET_FUNCTION auto sum_of_lanes(const Register& a) {
  if constexpr (is_machine_scalar<Register>)
    return a;
  else
    return Eigen::internal::predux(a);
}
template <class Register>
SIGMAJET_FUNCTION auto largest_lane(const Register& a) {
  if constexpr (is_machine_scalar<Register>)
    return a;
  else
    return Eigen::internal::predux_max(a);
}
#if SIGMAJET_HAS_AVX512
// By halves, since Eigen's own make g++ 12 warn (GCC bug 105593).
template <int Half>
SIGMAJET_FUNCTION __m256 half_of(__m512 a) {
  return _mm512_maskz_extractf32x8_ps(0xff, a, Half);
}
template <int Half>
SIGMAJET_FUNCTION __m256d half_of(__m512d a) {
  return _mm512_maskz_extractf64x4_pd(0xf, a, Half);
}
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
#endif

/// Applies a scalar function lane by lane: the fallback of every operation without an instruction.
template <class Register, class Function, class... Registers>
SIGMAJET_FUNCTION Register lane_by_lane(Function function, const Registers&... registers) {
  using Scalar = typename Eigen::internal::unpacket_traits<Register>::type;
  constexpr int lanes = lanes_of<Register>;
  struct Lanes {
    Scalar lane[lanes];
  };
  const auto spread = [](const auto& from) {
    Lanes to;
    store(to.lane, from);
    return to;
  };
  Lanes result;
  [&](const auto&... argument) {
    for (int i = 0; i < lanes; ++i) result.lane[i] = function(argument.lane[i]...);
  }(spread(registers)...);
  return load<Register>(result.lane);
}

// ---- arithmetic --------------------------------------------------------------------------------------------------

// Under clang as operators, which the pragmas of config.hpp cover: an intrinsic is a function of its own headers.
#if defined(__clang__)
#define SIGMAJET_ARITHMETIC(name, operation, function)                    \
  template <class Register>                                               \
  SIGMAJET_FUNCTION Register name(const Register& a, const Register& b) { \
    return a operation b;                                                 \
  }
#else
#define SIGMAJET_ARITHMETIC(name, operation, function)                    \
  template <class Register>                                               \
  SIGMAJET_FUNCTION Register name(const Register& a, const Register& b) { \
    return Eigen::internal::function(a, b);                               \
  }
#endif
SIGMAJET_ARITHMETIC(add, +, padd)
SIGMAJET_ARITHMETIC(subtract, -, psub)
SIGMAJET_ARITHMETIC(divide, /, pdiv)
SIGMAJET_ARITHMETIC(contractible_product, *, pmul)
#undef SIGMAJET_ARITHMETIC

template <class Register>
SIGMAJET_FUNCTION Register square_root(const Register& a) {
  return Eigen::internal::psqrt(a);
}
// Eigen approximates those of floats, unless EIGEN_FAST_MATH is 0.
#if defined(EIGEN_VECTORIZE_SSE)
SIGMAJET_FUNCTION __m128 square_root(__m128 a) { return _mm_sqrt_ps(a); }
#endif
#if defined(EIGEN_VECTORIZE_AVX)
SIGMAJET_FUNCTION __m256 square_root(__m256 a) { return _mm256_sqrt_ps(a); }
#endif
#if defined(EIGEN_VECTORIZE_AVX512)
SIGMAJET_FUNCTION __m512 square_root(__m512 a) { return _mm512_maskz_sqrt_ps(0xffff, a); }
SIGMAJET_FUNCTION __m512d square_root(__m512d a) { return _mm512_maskz_sqrt_pd(0xff, a); }
#endif
#if defined(__aarch64__) && defined(EIGEN_VECTORIZE_NEON)
SIGMAJET_FUNCTION float32x4_t square_root(float32x4_t a) { return vsqrtq_f32(a); }
#endif

/// A product that the compiler cannot contract with a later addition: g++ does so across intrinsics, and differently
/// per use, which would give one value two results.
template <class Register>
SIGMAJET_FUNCTION Register multiply(const Register& a, const Register& b) {
  Register product = contractible_product(a, b);
#if SIGMAJET_HAS_FMA && !defined(__CUDA_ARCH__) && (defined(__GNUC__) || defined(__clang__))
#if defined(__x86_64__) || defined(__i386__)
  asm("" : "+v"(product));
#elif defined(__aarch64__)
  asm("" : "+w"(product));
#endif
#endif
  return product;
}

/// The sign bit flipped, that of a zero and of NaN too; some of Eigen's pnegate subtract from 0.
template <class Register>
SIGMAJET_FUNCTION Register negate(const Register& a) {
  using Scalar = typename Eigen::internal::unpacket_traits<Register>::type;
  if constexpr (is_machine_scalar<Register>)
    return -a;
  else
    return Eigen::internal::pxor(a, broadcast<Register>(Scalar(-0.0)));
}

/// a b + c in one rounding, by instruction where there is one.
SIGMAJET_FUNCTION float fused_multiply_add(float a, float b, float c) { return std::fma(a, b, c); }
SIGMAJET_FUNCTION double fused_multiply_add(double a, double b, double c) { return std::fma(a, b, c); }
template <class Register>
SIGMAJET_FUNCTION Register fused_multiply_add(const Register& a, const Register& b, const Register& c) {
  return lane_by_lane<Register>([](auto x, auto y, auto z) { return std::fma(x, y, z); }, a, b, c);
}
#if defined(__FMA__)
SIGMAJET_FUNCTION __m128 fused_multiply_add(__m128 a, __m128 b, __m128 c) { return _mm_fmadd_ps(a, b, c); }
SIGMAJET_FUNCTION __m128d fused_multiply_add(__m128d a, __m128d b, __m128d c) { return _mm_fmadd_pd(a, b, c); }
SIGMAJET_FUNCTION __m256 fused_multiply_add(__m256 a, __m256 b, __m256 c) { return _mm256_fmadd_ps(a, b, c); }
SIGMAJET_FUNCTION __m256d fused_multiply_add(__m256d a, __m256d b, __m256d c) { return _mm256_fmadd_pd(a, b, c); }
#endif
#if defined(__AVX512F__)
SIGMAJET_FUNCTION __m512 fused_multiply_add(__m512 a, __m512 b, __m512 c) { return _mm512_fmadd_ps(a, b, c); }
SIGMAJET_FUNCTION __m512d fused_multiply_add(__m512d a, __m512d b, __m512d c) { return _mm512_fmadd_pd(a, b, c); }
#endif
#if defined(__aarch64__)
SIGMAJET_FUNCTION float32x4_t fused_multiply_add(float32x4_t a, float32x4_t b, float32x4_t c) {
  return vfmaq_f32(c, a, b);
}
SIGMAJET_FUNCTION float64x2_t fused_multiply_add(float64x2_t a, float64x2_t b, float64x2_t c) {
  return vfmaq_f64(c, a, b);
}
#endif

/// c − a b in one rounding.
template <class Register>
SIGMAJET_FUNCTION Register fused_negated_multiply_add(const Register& a, const Register& b, const Register& c) {
  return fused_multiply_add(negate(a), b, c);
}
/// a b − c in one rounding.
template <class Register>
SIGMAJET_FUNCTION Register fused_multiply_subtract(const Register& a, const Register& b, const Register& c) {
  return fused_multiply_add(a, b, negate(c));
}
// The compiler cannot fold the flip of a sign into these.
#if defined(__FMA__)
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
#if defined(__AVX512F__)
SIGMAJET_FUNCTION __m512 fused_negated_multiply_add(__m512 a, __m512 b, __m512 c) { return _mm512_fnmadd_ps(a, b, c); }
SIGMAJET_FUNCTION __m512d fused_negated_multiply_add(__m512d a, __m512d b, __m512d c) {
  return _mm512_fnmadd_pd(a, b, c);
}
SIGMAJET_FUNCTION __m512 fused_multiply_subtract(__m512 a, __m512 b, __m512 c) { return _mm512_fmsub_ps(a, b, c); }
SIGMAJET_FUNCTION __m512d fused_multiply_subtract(__m512d a, __m512d b, __m512d c) { return _mm512_fmsub_pd(a, b, c); }
#endif
#if defined(__aarch64__)
SIGMAJET_FUNCTION float32x4_t fused_negated_multiply_add(float32x4_t a, float32x4_t b, float32x4_t c) {
  return vfmsq_f32(c, a, b);
}
SIGMAJET_FUNCTION float64x2_t fused_negated_multiply_add(float64x2_t a, float64x2_t b, float64x2_t c) {
  return vfmsq_f64(c, a, b);
}
#endif

/// max(a, bound) and min(a, bound) that give NaN for a NaN in a. Eigen's pmax and pmin keep their first argument then.
template <class Register>
SIGMAJET_FUNCTION Register at_least(const Register& a, const Register& bound) {
  return Eigen::internal::pmax(a, bound);
}
template <class Register>
SIGMAJET_FUNCTION Register at_most(const Register& a, const Register& bound) {
  return Eigen::internal::pmin(a, bound);
}

#if SIGMAJET_HAS_AVX512
// g++ 12 warns of the undefined operand inside its unmasked intrinsics (GCC bug 105593); a full mask has none.
SIGMAJET_FUNCTION __m512 at_least(__m512 a, __m512 bound) { return _mm512_maskz_max_ps(0xffff, bound, a); }
SIGMAJET_FUNCTION __m512d at_least(__m512d a, __m512d bound) { return _mm512_maskz_max_pd(0xff, bound, a); }
SIGMAJET_FUNCTION __m512 at_most(__m512 a, __m512 bound) { return _mm512_maskz_min_ps(0xffff, bound, a); }
SIGMAJET_FUNCTION __m512d at_most(__m512d a, __m512d bound) { return _mm512_maskz_min_pd(0xff, bound, a); }
#endif

// ---- bits --------------------------------------------------------------------------------------------------------

template <class Function, class Scalar>
SIGMAJET_FUNCTION Scalar on_bits(Function function, Scalar a, Scalar b) {
  using Bits = BitsOf<Scalar>;
  return bit_cast<Scalar>(static_cast<Bits>(function(bit_cast<Bits>(a), bit_cast<Bits>(b))));
}
template <class Register>
SIGMAJET_FUNCTION Register bit_and(const Register& a, const Register& b) {
  if constexpr (is_machine_scalar<Register>)
    return on_bits([](auto x, auto y) { return x & y; }, a, b);
  else
    return Eigen::internal::pand(a, b);
}
template <class Register>
SIGMAJET_FUNCTION Register bit_or(const Register& a, const Register& b) {
  if constexpr (is_machine_scalar<Register>)
    return on_bits([](auto x, auto y) { return x | y; }, a, b);
  else
    return Eigen::internal::por(a, b);
}
template <class Register>
SIGMAJET_FUNCTION Register bit_xor(const Register& a, const Register& b) {
  if constexpr (is_machine_scalar<Register>)
    return on_bits([](auto x, auto y) { return x ^ y; }, a, b);
  else
    return Eigen::internal::pxor(a, b);
}

/// a with the sign bit flipped where that of b is set.
template <class Register>
SIGMAJET_FUNCTION Register flip_sign(const Register& a, const Register& b) {
  using Scalar = typename Eigen::internal::unpacket_traits<Register>::type;
  return bit_xor(a, bit_and(b, broadcast<Register>(Scalar(-0.0))));
}
#if SIGMAJET_HAS_AVX512
SIGMAJET_FUNCTION __m512 flip_sign(__m512 a, __m512 b) {
  return _mm512_castsi512_ps(_mm512_ternarylogic_epi32(_mm512_castps_si512(a), _mm512_castps_si512(b),
                                                       _mm512_set1_epi32((std::numeric_limits<int>::min)()), 0x78));
}
SIGMAJET_FUNCTION __m512d flip_sign(__m512d a, __m512d b) {
  return _mm512_castsi512_pd(_mm512_ternarylogic_epi64(_mm512_castpd_si512(a), _mm512_castpd_si512(b),
                                                       _mm512_set1_epi64((std::numeric_limits<long long>::min)()),
                                                       0x78));
}
#endif

/// Integer operations on the bit patterns of the lanes; the count of a shift is a compile-time constant.
template <int Count, class Register>
SIGMAJET_FUNCTION Register shift_left(const Register& a) {
  return lane_by_lane<Register>([](auto x) { return bit_cast<decltype(x)>(bit_cast<BitsOf<decltype(x)>>(x) << Count); },
                                a);
}
template <int Count, class Register>
SIGMAJET_FUNCTION Register shift_right(const Register& a) {
  return lane_by_lane<Register>([](auto x) { return bit_cast<decltype(x)>(bit_cast<BitsOf<decltype(x)>>(x) >> Count); },
                                a);
}
template <class Register>
SIGMAJET_FUNCTION Register add_bits(const Register& a, const Register& b) {
  return lane_by_lane<Register>([](auto x, auto y) { return on_bits([](auto p, auto q) { return p + q; }, x, y); }, a,
                                b);
}
template <class Register>
SIGMAJET_FUNCTION Register subtract_bits(const Register& a, const Register& b) {
  return lane_by_lane<Register>([](auto x, auto y) { return on_bits([](auto p, auto q) { return p - q; }, x, y); }, a,
                                b);
}

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
#if defined(EIGEN_VECTORIZE_SSE)
SIGMAJET_INTEGER_OPERATIONS(__m128, _mm_castps_si128, _mm_castsi128_ps, _mm_slli_epi32, _mm_srli_epi32, _mm_add_epi32,
                            _mm_sub_epi32)
SIGMAJET_INTEGER_OPERATIONS(__m128d, _mm_castpd_si128, _mm_castsi128_pd, _mm_slli_epi64, _mm_srli_epi64, _mm_add_epi64,
                            _mm_sub_epi64)
#endif
#if defined(EIGEN_VECTORIZE_AVX2)
SIGMAJET_INTEGER_OPERATIONS(__m256, _mm256_castps_si256, _mm256_castsi256_ps, _mm256_slli_epi32, _mm256_srli_epi32,
                            _mm256_add_epi32, _mm256_sub_epi32)
SIGMAJET_INTEGER_OPERATIONS(__m256d, _mm256_castpd_si256, _mm256_castsi256_pd, _mm256_slli_epi64, _mm256_srli_epi64,
                            _mm256_add_epi64, _mm256_sub_epi64)
#endif
#if defined(EIGEN_VECTORIZE_AVX512)
SIGMAJET_FUNCTION __m512i shift_left_each_32(__m512i a, unsigned n) { return _mm512_maskz_slli_epi32(0xffff, a, n); }
SIGMAJET_FUNCTION __m512i shift_right_each_32(__m512i a, unsigned n) { return _mm512_maskz_srli_epi32(0xffff, a, n); }
SIGMAJET_FUNCTION __m512i shift_left_each_64(__m512i a, unsigned n) { return _mm512_maskz_slli_epi64(0xff, a, n); }
SIGMAJET_FUNCTION __m512i shift_right_each_64(__m512i a, unsigned n) { return _mm512_maskz_srli_epi64(0xff, a, n); }
SIGMAJET_INTEGER_OPERATIONS(__m512, _mm512_castps_si512, _mm512_castsi512_ps, shift_left_each_32, shift_right_each_32,
                            _mm512_add_epi32, _mm512_sub_epi32)
SIGMAJET_INTEGER_OPERATIONS(__m512d, _mm512_castpd_si512, _mm512_castsi512_pd, shift_left_each_64, shift_right_each_64,
                            _mm512_add_epi64, _mm512_sub_epi64)
#endif
#if defined(__aarch64__) && defined(EIGEN_VECTORIZE_NEON)
SIGMAJET_INTEGER_OPERATIONS(float32x4_t, vreinterpretq_u32_f32, vreinterpretq_f32_u32, vshlq_n_u32, vshrq_n_u32,
                            vaddq_u32, vsubq_u32)
SIGMAJET_INTEGER_OPERATIONS(float64x2_t, vreinterpretq_u64_f64, vreinterpretq_f64_u64, vshlq_n_u64, vshrq_n_u64,
                            vaddq_u64, vsubq_u64)
#endif
#undef SIGMAJET_INTEGER_OPERATIONS

// ---- comparisons and selection -----------------------------------------------------------------------------------

/// A mask is a bool for a scalar, a mask register under AVX-512, else a packet of all-ones and all-zeros lanes.
template <class Register>
SIGMAJET_FUNCTION auto less(const Register& a, const Register& b) {
  if constexpr (is_machine_scalar<Register>)
    return a < b;
  else
    return Eigen::internal::pcmp_lt(a, b);
}
template <class Register>
SIGMAJET_FUNCTION auto less_equal(const Register& a, const Register& b) {
  if constexpr (is_machine_scalar<Register>)
    return a <= b;
  else
    return Eigen::internal::pcmp_le(a, b);
}
template <class Register>
SIGMAJET_FUNCTION auto equal(const Register& a, const Register& b) {
  if constexpr (is_machine_scalar<Register>)
    return a == b;
  else
    return Eigen::internal::pcmp_eq(a, b);
}
template <class Mask, class Register>
SIGMAJET_FUNCTION Register choose(const Mask& mask, const Register& yes, const Register& no) {
  if constexpr (std::is_same_v<Mask, bool>)
    return mask ? yes : no;
  else
    return Eigen::internal::pselect(mask, yes, no);
}
template <class Mask>
SIGMAJET_FUNCTION Mask mask_and(const Mask& a, const Mask& b) {
  if constexpr (std::is_integral_v<Mask>)
    return static_cast<Mask>(a & b);
  else
    return Eigen::internal::pand(a, b);
}
template <class Mask>
SIGMAJET_FUNCTION Mask mask_or(const Mask& a, const Mask& b) {
  if constexpr (std::is_integral_v<Mask>)
    return static_cast<Mask>(a | b);
  else
    return Eigen::internal::por(a, b);
}
#if SIGMAJET_HAS_AVX512
// Eigen materialises these masks as packets and tests them again for every selection.
SIGMAJET_FUNCTION __mmask16 less(__m512 a, __m512 b) { return _mm512_cmp_ps_mask(a, b, _CMP_LT_OQ); }
SIGMAJET_FUNCTION __mmask8 less(__m512d a, __m512d b) { return _mm512_cmp_pd_mask(a, b, _CMP_LT_OQ); }
SIGMAJET_FUNCTION __mmask16 less_equal(__m512 a, __m512 b) { return _mm512_cmp_ps_mask(a, b, _CMP_LE_OQ); }
SIGMAJET_FUNCTION __mmask8 less_equal(__m512d a, __m512d b) { return _mm512_cmp_pd_mask(a, b, _CMP_LE_OQ); }
SIGMAJET_FUNCTION __mmask16 equal(__m512 a, __m512 b) { return _mm512_cmp_ps_mask(a, b, _CMP_EQ_OQ); }
SIGMAJET_FUNCTION __mmask8 equal(__m512d a, __m512d b) { return _mm512_cmp_pd_mask(a, b, _CMP_EQ_OQ); }
SIGMAJET_FUNCTION __m512 choose(__mmask16 m, __m512 yes, __m512 no) { return _mm512_mask_blend_ps(m, no, yes); }
SIGMAJET_FUNCTION __m512d choose(__mmask8 m, __m512d yes, __m512d no) { return _mm512_mask_blend_pd(m, no, yes); }
#endif

// ---- powers of two and tables ------------------------------------------------------------------------------------

/// 2^k for an integer-valued k within the normal exponents.
template <class Register>
SIGMAJET_FUNCTION Register power_of_two(const Register& k) {
  using Scalar = typename Eigen::internal::unpacket_traits<Register>::type;
  const auto biased = broadcast<Register>(integer_magic<Scalar> + Scalar(exponent_bias<Scalar>));
  return shift_left<mantissa_bits<Scalar>>(add(k, biased));
}

/// a 2^floor(k), rounded once, gradual underflow included, for |a| in [1/2, 2) or larger and k ≥ −3·exponent_bias + 6.
/// Three steps: the first two powers keep a normal, the last rounds.
template <class Register>
SIGMAJET_FUNCTION Register scale(const Register& a, const Register& k) {
  using Scalar = typename Eigen::internal::unpacket_traits<Register>::type;
  const auto magic = broadcast<Register>(integer_magic<Scalar>);
  const auto third = subtract(add(multiply(k, broadcast<Register>(Scalar(1.0 / 3))), magic), magic);
  const auto power = power_of_two(third);
  return multiply(multiply(multiply(a, power), power), power_of_two(subtract(subtract(k, third), third)));
}
#if SIGMAJET_HAS_AVX512
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

/// table[the low bits of index]: one permutation of a table that stays in registers.
SIGMAJET_FUNCTION __m512 lookup(const float (&table)[32], __m512 index) {
  return _mm512_permutex2var_ps(_mm512_loadu_ps(table), _mm512_castps_si512(index), _mm512_loadu_ps(table + 16));
}
SIGMAJET_FUNCTION __m512d lookup(const double (&table)[16], __m512d index) {
  return _mm512_permutex2var_pd(_mm512_loadu_pd(table), _mm512_castpd_si512(index), _mm512_loadu_pd(table + 8));
}
SIGMAJET_FUNCTION __m256 lookup(const float (&table)[32], __m256 index) {
  return _mm512_castps512_ps256(lookup(table, _mm512_zextps256_ps512(index)));
}
SIGMAJET_FUNCTION __m256d lookup(const double (&table)[16], __m256d index) {
  return _mm512_castpd512_pd256(lookup(table, _mm512_zextpd256_pd512(index)));
}
SIGMAJET_FUNCTION __m128 lookup(const float (&table)[32], __m128 index) {
  return _mm512_castps512_ps128(lookup(table, _mm512_zextps128_ps512(index)));
}
SIGMAJET_FUNCTION __m128d lookup(const double (&table)[16], __m128d index) {
  return _mm512_castpd512_pd128(lookup(table, _mm512_zextpd128_pd512(index)));
}
template <class Scalar, std::size_t Size>
SIGMAJET_FUNCTION Scalar lookup(const Scalar (&table)[Size], Scalar index) {
  return table[bit_cast<BitsOf<Scalar>>(index) & (Size - 1)];
}
#endif

}  // namespace packet
}  // namespace detail
SIGMAJET_NAMESPACE_END

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif
