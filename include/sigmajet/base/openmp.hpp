#pragma once

#include <Eigen/Core>

#include "sigmajet/base/config.hpp"

/// @file
/// The threads of OpenMP, where the user compiles with it and lets Eigen use them (EIGEN_DONT_PARALLELIZE).

SIGMAJET_NAMESPACE_BEGIN
namespace detail {

#if defined(EIGEN_HAS_OPENMP)

inline constexpr bool has_threads = true;

/// Whether the caller is one of several threads already.
inline bool is_in_parallel() { return omp_in_parallel() != 0; }

/// function(k) for each k below `threads`, in a thread of its own.
template <class Function>
void run_in_threads(int threads, const Function& function) {
#pragma omp parallel for num_threads(threads) schedule(static, 1)
  for (int k = 0; k < threads; ++k) function(k);
}

#else

inline constexpr bool has_threads = false;

inline bool is_in_parallel() { return false; }

template <class Function>
void run_in_threads(int threads, const Function& function) {
  for (int k = 0; k < threads; ++k) function(k);
}

#endif

}  // namespace detail
SIGMAJET_NAMESPACE_END
