#pragma once

#include <atomic>
#include <mutex>
#include <thread>

#include "examiner.hpp"
#include "progress.hpp"

namespace accuracy {

/// A sweep meets the exact formula at about so many random numbers.
inline constexpr std::uint64_t numbers_met_exactly = 4096;

/// work(examiner, task) for every task below a number, on several threads.
template <class Scalar, class Work>
Findings<Scalar> in_parallel(const Subject<Scalar>& subject, unsigned threads, std::uint64_t tasks,
                             std::uint64_t exactly_of_task, const Work& work) {
  Findings<Scalar> findings(subject.competitors.size());
  std::atomic<std::uint64_t> next{0};
  std::mutex mutex;
  const auto run = [&] {
    Examiner<Scalar> examiner(subject, exactly_of_task);
    for (std::uint64_t task; (task = next++) < tasks;) work(examiner, task);
    const std::lock_guard<std::mutex> lock(mutex);
    findings.merge(examiner.findings());
  };
  std::vector<std::thread> others;
  for (unsigned i = 1; i < threads; ++i) others.emplace_back(run);
  run();
  for (std::thread& other : others) other.join();
  return findings;
}

/// Examines all points, and in one block of every scalar_stride also the scalar path.
template <class Scalar>
Findings<Scalar> sweep(const Subject<Scalar>& subject, const Points<Scalar>& points, std::uint64_t scalar_stride,
                       unsigned threads) {
  constexpr std::uint64_t block = 1 << 14;
  Progress progress(subject.title + ", " + scalar_name<Scalar>, points.size());
  const std::uint64_t tasks = (points.size() + block - 1) / block;
  const std::uint64_t exactly_of_task = (numbers_met_exactly + tasks - 1) / tasks;
  return in_parallel(subject, threads, tasks, exactly_of_task, [&](auto& examiner, std::uint64_t task) {
    const std::uint64_t first = task * block, count = std::min(block, points.size() - first);
    Array<Scalar> x(static_cast<Eigen::Index>(count));
    points.fill(first, x);
    examiner.examine(x, task % scalar_stride == 0);
    progress.add(count);
  });
}

/// Climbs from a number to worse neighbours until three rounds of 2048 find none.
template <class Scalar>
void climb(Examiner<Scalar>& examiner, std::size_t order, Worst<Scalar> worst) {
  Array<Scalar> x(2048);
  for (std::uint64_t round = 0, failures = 0; failures < 3; ++round) {
    for (Eigen::Index i = 0; i < x.size(); ++i)
      x(i) = near(worst.x, mixed(2048 * round + static_cast<std::uint64_t>(i)));
    const Worst<Scalar> found = examiner.examine(x)[order];
    failures = found.error > worst.error ? 0 : failures + 1;
    worst.add(found.error, found.x);
  }
}

/// A search for worse numbers around the worst of each exponent, in as many exponents.
template <class Scalar>
Findings<Scalar> search(const Subject<Scalar>& subject, const Findings<Scalar>& swept, std::size_t exponents,
                        unsigned threads) {
  std::array<std::vector<Worst<Scalar>>, orders> starts;
  for (std::size_t order = 0; order < orders; ++order) starts[order] = swept.by_exponent[order].largest(exponents);
  Progress progress(subject.title + ", " + scalar_name<Scalar> + ", search", orders * exponents);
  return in_parallel(subject, threads, orders * exponents, 1, [&](auto& examiner, std::uint64_t task) {
    climb(examiner, task % orders, starts[task % orders][task / orders]);
    progress.add(1);
  });
}

}  // namespace accuracy
