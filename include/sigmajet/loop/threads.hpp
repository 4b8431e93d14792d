#pragma once

#include <algorithm>

#include <Eigen/Core>

#include "sigmajet/base/config.hpp"

/// @file
/// Long runs of numbers are shared among threads where the user compiles with OpenMP and lets Eigen use it:
/// EIGEN_DONT_PARALLELIZE holds for the library too.

/// A thread takes no fewer numbers than these: starting it costs as much as a few thousand.
#ifndef SIGMAJET_NUMBERS_PER_THREAD
#define SIGMAJET_NUMBERS_PER_THREAD 16384
#endif

SIGMAJET_NAMESPACE_BEGIN
namespace detail {

/// The indices [begin, end).
struct Part {
  Eigen::Index begin, end;
};

#if defined(EIGEN_HAS_OPENMP)
/// The threads for a task: those that Eigen may use, but one where the caller is one of several already.
inline int threads_for(Eigen::Index numbers) {
  if (omp_in_parallel()) return 1;
  return static_cast<int>(std::min<Eigen::Index>(Eigen::nbThreads(), numbers / SIGMAJET_NUMBERS_PER_THREAD));
}
#endif

/// function(part) for parts that make up [0, count) and begin at multiples of `grain`, a part for each thread. An index
/// stands for `weight` numbers.
template <class Function>
void for_each_part(Eigen::Index count, [[maybe_unused]] Eigen::Index grain, [[maybe_unused]] Eigen::Index weight,
                   const Function& function) {
#if defined(EIGEN_HAS_OPENMP)
  if (const int threads = threads_for(count * weight); threads > 1) {
    const Eigen::Index grains = (count + grain - 1) / grain;
#pragma omp parallel for num_threads(threads) schedule(static, 1)
    for (int k = 0; k < threads; ++k)
      function(Part{grains * k / threads * grain, (std::min)(count, grains * (k + 1) / threads * grain)});
    return;
  }
#endif
  function(Part{0, count});
}

}  // namespace detail
SIGMAJET_NAMESPACE_END
