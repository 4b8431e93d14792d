#include <atomic>
#include <omp.h>

#include <sigmajet/sigmajet.hpp>

#include "support/catch.hpp"

/// @file
/// Built with OpenMP: long arrays are shared among threads.

namespace {

using namespace sigmajet;
using Eigen::ArrayXXf;
using Eigen::Index;

std::atomic<int> deepest_level{0}, most_threads{0};

/// x + x, which notes how many threads of how many nested regions compute it.
struct Watched : Elementwise<Watched> {
  static constexpr const char* name = "watched";

  template <int Order, class T>
  SIGMAJET_FUNCTION Jet<T, Order> kernel(T x) const {
    if (omp_get_level() > deepest_level) deepest_level = omp_get_level();
    if (omp_get_num_threads() > most_threads) most_threads = omp_get_num_threads();
    Jet<T, Order> jet;
    jet.value = x + x;
    if constexpr (Order >= 1) jet.d1 = T(2);
    if constexpr (Order >= 2) jet.d2 = T(0);
    return jet;
  }
};

/// Eigen 5 takes no more threads than OpenMP has, which may be the number of cores.
void allow_threads(int count) {
  omp_set_num_threads(3);
  Eigen::setNbThreads(count);
}

/// The threads that take part in one evaluation of so many numbers.
int threads_of(Index numbers, int allowed) {
  ArrayXXf x = ArrayXXf::Random(numbers, 1), y;
  most_threads = 0;
  allow_threads(allowed);
  evaluate(Watched{}, x, y);
  return most_threads;
}

template <class X, class Out>
void check_same_bits(const X& x, Out&& one, Out&& several) {
  allow_threads(1);
  evaluate(Tanh{}, x, none, one);
  allow_threads(3);
  evaluate(Tanh{}, x, none, several);
  CHECK((one == several).all());
}

}  // namespace

TEST_CASE("several threads give the bits of one, for whole arrays and for blocks") {
  const ArrayXXf x = 3 * ArrayXXf::Random(1031, 203);
  ArrayXXf one(1031, 203), several(1031, 203);
  check_same_bits(x, one, several);
  check_same_bits(x.block(1, 2, 1000, 200), one.block(3, 1, 1000, 200), several.block(3, 1, 1000, 200));
  check_same_bits(x.leftCols(150), one.leftCols(150), several.leftCols(150));
}

/// Softmax of every row of x, which lies along or across the rows.
template <int Order>
void check_same_softmax(Index rows, Index columns) {
  using Array = Eigen::Array<float, Eigen::Dynamic, Eigen::Dynamic, Order>;
  const Array x = 3 * Array::Random(rows, columns);
  Array one, several;
  allow_threads(1);
  evaluate(Softmax<>(), x, one);
  allow_threads(3);
  evaluate(Softmax<>(), x, several);
  INFO(rows << " x " << columns << ", row-major: " << (Order == Eigen::RowMajor));
  CHECK((one == several).all());
}

TEST_CASE("several threads give the bits of one for distributions") {
  for (const Index columns : {3, 10, 100, 1000}) {
    check_same_softmax<Eigen::RowMajor>(1027, columns);
    check_same_softmax<Eigen::ColMajor>(1027, columns);
  }
}

TEST_CASE("threads are as many as Eigen allows, and one for short arrays") {
  CHECK(threads_of(1 << 20, 3) == 3);
  CHECK(threads_of(1 << 20, 1) == 1);
  CHECK(threads_of(SIGMAJET_NUMBERS_PER_THREAD, 3) == 1);
  CHECK(threads_of(2 * SIGMAJET_NUMBERS_PER_THREAD, 3) == 2);
}

TEST_CASE("a thread of the caller's parallel region works alone") {
  const ArrayXXf x = ArrayXXf::Random(1 << 18, 1);
  allow_threads(3);
  deepest_level = 0;
#pragma omp parallel num_threads(2)
  {
    ArrayXXf y;
    evaluate(Watched{}, x, y);
  }
  CHECK(deepest_level == 1);
}
