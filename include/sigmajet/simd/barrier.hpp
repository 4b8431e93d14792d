#pragma once

#include "sigmajet/simd/registers.hpp"

/// @file
/// The barrier that keeps a product apart from a later addition.
///
/// g++ contracts both into one fused operation wherever the target has one, across intrinsics too, and clang does so
/// under -ffp-contract=fast, whatever its pragmas say. It may happen to one use of a product and not to another, which
/// would give one value two results. So a product passes through an empty instruction of assembler, which may change it
/// for all that the compiler knows. It costs nothing where it names the kind of register that holds the product anyway:
/// each target has a letter of its own for it.

SIGMAJET_NAMESPACE_BEGIN
namespace detail {
namespace packet {

/// Hides from the compiler that a number or register is a product, on targets that have a fused operation.
template <class Register>
SIGMAJET_FUNCTION void hide_product([[maybe_unused]] Register& product) {
#if defined(__CUDA_ARCH__) || !(defined(__GNUC__) || defined(__clang__))
  // multiply has another way for device code, and MSVC contracts nothing unless it is asked to.
#elif defined(EIGEN_GENERIC_VECTOR_SIZE_BYTES)
  // clang contracts nothing between the pragmas of config.hpp; Eigen's vectors of clang may not even fit a register.
#elif defined(__x86_64__) || defined(__i386__)
#if SIGMAJET_HAS_FMA || defined(__FMA4__)
  asm("" : "+v"(product));
#endif
#elif defined(__aarch64__)
  asm("" : "+w"(product));
#elif defined(__VSX__)
  asm("" : "+wa"(product));
#elif defined(__s390x__) || defined(__riscv_flen)
  asm("" : "+f"(product));
#elif defined(__arm__) && defined(__ARM_FEATURE_FMA)
  if constexpr (sizeof(Register) == sizeof(float))
    asm("" : "+t"(product));
  else
    asm("" : "+w"(product));
#elif defined(__FP_FAST_FMA) || defined(__FP_FAST_FMAF)
  // A target that nobody has tried: through memory, which every target has.
  asm("" : "+m"(product));
#endif
}

}  // namespace packet
}  // namespace detail
SIGMAJET_NAMESPACE_END
