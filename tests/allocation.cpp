#include <sigmajet/sigmajet.hpp>

#include <cstdlib>
#include <new>

#include "support/catch.hpp"

/// @file
/// Counts every allocation by replacing malloc itself, on which Eigen and operator new stand. Built with NDEBUG: no
/// assertion of Eigen's takes part.

#if defined(__GLIBC__)
extern "C" void* __libc_malloc(std::size_t size);

namespace {
thread_local int allocations = 0;
}

extern "C" void* malloc(std::size_t size) {
  ++allocations;
  return __libc_malloc(size);
}

namespace {

using namespace sigmajet;

template <class Call>
int allocations_of(Call call) {
  const int before = allocations;
  call();
  return allocations - before;
}

template <class Activation, class X, class... Outs>
int allocations_of_evaluate(const Activation& activation, const X& x, Outs&&... outs) {
  return allocations_of([&] { evaluate(activation, x, outs...); });
}

template <class Scalar>
void check_arguments() {
  using Matrix = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic>;
  using Vector = Eigen::Matrix<Scalar, Eigen::Dynamic, 1>;
  const SoftSign f;
  Matrix x = Matrix::Constant(33, 29, Scalar(1)), y(33, 29), d1(33, 29), d2(33, 29);
  const Vector b = Vector::Constant(33, Scalar(1));
  Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> by_row(33, 29);
  const Eigen::Ref<const Matrix> reference = x;
  CHECK(allocations_of_evaluate(f, x, y) == 0);
  CHECK(allocations_of_evaluate(f, x, y, d1) == 0);
  CHECK(allocations_of_evaluate(f, x, y, d1, d2) == 0);
  CHECK(allocations_of_evaluate(f, x, none, by_row) == 0);
  CHECK(allocations_of_evaluate(f, by_row, y, by_row) == 0);
  CHECK(allocations_of_evaluate(f, x, x, d1) == 0);
  CHECK(allocations_of_evaluate(f, reference, y) == 0);
  CHECK(allocations_of_evaluate(f, Eigen::Map<const Matrix>(x.data(), 33, 29), y) == 0);
  CHECK(allocations_of_evaluate(f, x.row(3), y.row(3)) == 0);
  CHECK(allocations_of_evaluate(f, x.block(1, 2, 21, 13), y.block(3, 1, 21, 13)) == 0);
  CHECK(allocations_of_evaluate(f, x + x, y) == 0);
  CHECK(allocations_of_evaluate(f, x.colwise() + b, y, d1) == 0);
  CHECK(allocations_of_evaluate(f, (x.array() > Scalar(0)).select(x, y), d1) == 0);
  CHECK(allocations_of_evaluate(f, x.template cast<float>().template cast<Scalar>(), y) == 0);
}

}  // namespace

TEST_CASE("the count sees what Eigen and operator new allocate") {
  CHECK(allocations_of([] { Eigen::ArrayXd::Zero(100).eval(); }) > 0);
  CHECK(allocations_of([] { ::operator delete(::operator new(100)); }) > 0);
}

TEST_CASE("evaluate into storage of the right shape allocates nothing") {
  check_arguments<float>();
  check_arguments<double>();
  check_arguments<Eigen::half>();
}

TEST_CASE("evaluate on fixed-size arrays allocates nothing, their jets included") {
  const Eigen::Array<float, 5, 3> x = Eigen::Array<float, 5, 3>::Constant(1);
  CHECK(allocations_of([&] { jet<2>(SoftSign{}, x); }) == 0);
}
#else
TEST_CASE("allocations are counted with glibc only") { SUCCEED(); }
#endif
