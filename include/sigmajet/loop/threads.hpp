#pragma once

#include <algorithm>

#include <Eigen/Core>

#include "sigmajet/base/openmp.hpp"
#include "sigmajet/base/settings.hpp"

/// @file
/// Long runs of numbers are shared among threads.

SIGMAJET_NAMESPACE_BEGIN
namespace detail {

/// The indices [begin, end).
struct Part {
  Eigen::Index begin, end;
};

/// How many threads a task of so many numbers is worth: at most those that Eigen may use, and one where the caller is
/// one of several already.
inline int threads_for(Eigen::Index numbers) {
  if (!has_threads || is_in_parallel()) return 1;
  return static_cast<int>(std::min<Eigen::Index>(Eigen::nbThreads(), numbers / SIGMAJET_NUMBERS_PER_THREAD));
}

/// function(part) for parts that make up [0, count) and begin at multiples of `grain`, a part for each thread. An index
/// stands for `weight` numbers.
template <class Function>
void for_each_part(Eigen::Index count, Eigen::Index grain, Eigen::Index weight, const Function& function) {
  const int threads = threads_for(count * weight);
  if (threads <= 1) return function(Part{0, count});
  const Eigen::Index grains = (count + grain - 1) / grain;
  run_in_threads(threads, [&](int k) {
    function(Part{grains * k / threads * grain, (std::min)(count, grains * (k + 1) / threads * grain)});
  });
}

}  // namespace detail
SIGMAJET_NAMESPACE_END
