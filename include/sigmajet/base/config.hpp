#pragma once

#include "sigmajet/base/settings.hpp"
#include "sigmajet/base/target.hpp"

/// @file
/// The macros every header stands on.

/// Compilers take minutes and gigabytes for a kernel in one piece with AddressSanitizer's checks.
#if defined(__SANITIZE_ADDRESS__)
#define SIGMAJET_HAS_ADDRESS_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SIGMAJET_HAS_ADDRESS_SANITIZER 1
#endif
#endif
#ifndef SIGMAJET_HAS_ADDRESS_SANITIZER
#define SIGMAJET_HAS_ADDRESS_SANITIZER 0
#endif

/// Users may define SIGMAJET_ORDINARY_FUNCTIONS as 1, for debug builds say, in all units of a program or in some: the
/// functions that kernels are made of are then ordinary ones, which the compiler may inline or call. They compile in
/// about half the time and a debugger steps through them. Results keep their bits but take longer to compute. Under
/// AddressSanitizer this is the default.
#ifndef SIGMAJET_ORDINARY_FUNCTIONS
#define SIGMAJET_ORDINARY_FUNCTIONS SIGMAJET_HAS_ADDRESS_SANITIZER
#endif

/// SIGMAJET_FUNCTION marks a function that a kernel is made of, SIGMAJET_LAMBDA such a lambda: always inlined, unless
/// ordinary functions are asked for. SIGMAJET_FUNCTION is callable from device code too.
#if defined(__CUDACC__) || defined(__HIPCC__)
#define SIGMAJET_DEVICE __host__ __device__
#else
#define SIGMAJET_DEVICE
#endif
#if SIGMAJET_ORDINARY_FUNCTIONS
#define SIGMAJET_FUNCTION SIGMAJET_DEVICE inline
#define SIGMAJET_LAMBDA
#elif defined(_MSC_VER) && !defined(__clang__)
#define SIGMAJET_FUNCTION SIGMAJET_DEVICE __forceinline
#define SIGMAJET_LAMBDA
#else
#define SIGMAJET_FUNCTION SIGMAJET_DEVICE __attribute__((always_inline)) inline
#define SIGMAJET_LAMBDA __attribute__((always_inline))
#endif

/// Marks a function that is called rarely, whose calls are kept out of the way of what runs often.
#if defined(__GNUC__)
#define SIGMAJET_RARE __attribute__((cold, noinline))
#else
#define SIGMAJET_RARE
#endif

#if defined(__cpp_exceptions) || defined(__EXCEPTIONS) || defined(_CPPUNWIND)
#define SIGMAJET_HAS_EXCEPTIONS 1
#else
#define SIGMAJET_HAS_EXCEPTIONS 0
#endif

#define SIGMAJET_JOIN_NAMES(first, second) first##second
#define SIGMAJET_JOIN(first, second) SIGMAJET_JOIN_NAMES(first, second)

/// Two translation units that were compiled with different flags or settings must never share an instantiation of a
/// template, which the linker would take from one of them for both. So each of these has its part in the name of the
/// inline namespace around the library. What is as by default has none.

/// The target, and Eigen's registers where they are not those of the target.
#if !SIGMAJET_HAS_REGISTERS
#define SIGMAJET_INSTRUCTION_SET SIGMAJET_JOIN(scalar_, SIGMAJET_TARGET)
#elif defined(EIGEN_VECTORIZE_SVE)
#define SIGMAJET_INSTRUCTION_SET SIGMAJET_JOIN(sve, __ARM_FEATURE_SVE_BITS)
#elif defined(EIGEN_GENERIC_VECTOR_SIZE_BYTES)
// The back end of newer Eigens that stands on clang's vector extensions, in vectors of a size of its own.
#define SIGMAJET_INSTRUCTION_SET \
  SIGMAJET_JOIN(SIGMAJET_JOIN(clang, EIGEN_GENERIC_VECTOR_SIZE_BYTES), SIGMAJET_JOIN(_, SIGMAJET_TARGET))
#else
#define SIGMAJET_INSTRUCTION_SET SIGMAJET_TARGET
#endif

#if SIGMAJET_ORDINARY_FUNCTIONS
#define SIGMAJET_NAME_OF_FUNCTIONS _ordinary
#else
#define SIGMAJET_NAME_OF_FUNCTIONS
#endif

#if SIGMAJET_HAS_EXCEPTIONS
#define SIGMAJET_NAME_OF_ERRORS
#else
#define SIGMAJET_NAME_OF_ERRORS _no_exceptions
#endif

#if defined(EIGEN_HAS_OPENMP)
#define SIGMAJET_NAME_OF_THREADS _openmp
#else
#define SIGMAJET_NAME_OF_THREADS
#endif

#if SIGMAJET_NUMBERS_PER_THREAD != 16384
#define SIGMAJET_NAME_OF_PARTS SIGMAJET_JOIN(_parts, SIGMAJET_NUMBERS_PER_THREAD)
#else
#define SIGMAJET_NAME_OF_PARTS
#endif

#if SIGMAJET_STREAMING_BYTES != 67108864
#define SIGMAJET_NAME_OF_STREAMS SIGMAJET_JOIN(_streams, SIGMAJET_STREAMING_BYTES)
#else
#define SIGMAJET_NAME_OF_STREAMS
#endif

#define SIGMAJET_JOIN_SIX_NAMES(a, b, c, d, e, f) a##b##c##d##e##f
#define SIGMAJET_JOIN_SIX(a, b, c, d, e, f) SIGMAJET_JOIN_SIX_NAMES(a, b, c, d, e, f)
#define SIGMAJET_INLINE_NAMESPACE                                                                  \
  SIGMAJET_JOIN_SIX(SIGMAJET_INSTRUCTION_SET, SIGMAJET_NAME_OF_FUNCTIONS, SIGMAJET_NAME_OF_ERRORS, \
                    SIGMAJET_NAME_OF_THREADS, SIGMAJET_NAME_OF_PARTS, SIGMAJET_NAME_OF_STREAMS)

/// What stands around the library's code. clang tells of no part of -ffast-math but -ffinite-math-only, but takes them
/// back for the code between its pragmas; for some targets, of which 32-bit Arm is one, it cannot, and warns of it.
/// g++ warns of every template argument that is a SIMD register, since it drops the register's alignment from the name.
#if defined(__clang__)
#define SIGMAJET_WITHOUT_WARNING(pragma)                                                                     \
  _Pragma("clang diagnostic push") _Pragma("clang diagnostic ignored \"-Wignored-pragmas\"") _Pragma(pragma) \
      _Pragma("clang diagnostic pop")
#define SIGMAJET_CODE_BEGIN \
  SIGMAJET_WITHOUT_WARNING("float_control(precise, on, push)") _Pragma("clang fp contract(off)")
#define SIGMAJET_CODE_END SIGMAJET_WITHOUT_WARNING("float_control(pop)")
#elif defined(__GNUC__)
#define SIGMAJET_CODE_BEGIN _Pragma("GCC diagnostic push") _Pragma("GCC diagnostic ignored \"-Wignored-attributes\"")
#define SIGMAJET_CODE_END _Pragma("GCC diagnostic pop")
#else
#define SIGMAJET_CODE_BEGIN
#define SIGMAJET_CODE_END
#endif

#define SIGMAJET_NAMESPACE_BEGIN \
  SIGMAJET_CODE_BEGIN            \
  namespace sigmajet {           \
  inline namespace SIGMAJET_INLINE_NAMESPACE {
#define SIGMAJET_NAMESPACE_END \
  }                            \
  }                            \
  SIGMAJET_CODE_END
