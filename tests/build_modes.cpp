// Compiled with the switches by which a user keeps Eigen from registers or threads: the library obeys them, and is
// right.

#include <cmath>
#include <limits>
#include <type_traits>

#include <sigmajet/sigmajet.hpp>

#include "support/catch.hpp"

namespace {

template <class Scalar>
using Array = Eigen::Array<Scalar, Eigen::Dynamic, 1>;

/// Computed with more digits than double where there are more.
template <class Scalar>
bool agrees(Scalar computed, long double exact) {
  return std::abs(computed - exact) <= 8 * std::numeric_limits<Scalar>::epsilon() * std::abs(exact);
}

/// Enough numbers for two threads.
constexpr Eigen::Index count = 2 * SIGMAJET_NUMBERS_PER_THREAD + 5;

}  // namespace

TEMPLATE_TEST_CASE("tanh with its derivatives", "", float, double) {
  const Array<TestType> x = Array<TestType>::LinSpaced(count, -12, 12);
  Array<TestType> y(count), d1(count), d2(count);
  sigmajet::evaluate(sigmajet::Tanh{}, x, y, d1, d2);
  Eigen::Index wrong = 0;
  for (Eigen::Index i = 0; i < count; ++i) {
    const long double t = std::tanh(static_cast<long double>(x(i))), c = std::cosh(static_cast<long double>(x(i)));
    wrong += !agrees(y(i), t) || !agrees(d1(i), 1 / (c * c)) || !agrees(d2(i), -2 * t / (c * c));
  }
  CHECK(wrong == 0);
}

TEMPLATE_TEST_CASE("softmax", "", float, double) {
  const Array<TestType> x = Array<TestType>::LinSpaced(37, -9, 9);
  const Array<TestType> y = sigmajet::value(sigmajet::Softmax<>{}, x);
  const Eigen::Array<long double, Eigen::Dynamic, 1> e = x.template cast<long double>().exp();
  for (Eigen::Index i = 0; i < x.size(); ++i) CHECK(agrees(y(i), e(i) / e.sum()));
}

#if defined(EIGEN_DONT_VECTORIZE)
TEMPLATE_TEST_CASE("there are no registers of more than one lane", "", float, double) {
  CHECK(sigmajet::detail::widest_lanes<TestType> == 1);
}
#endif
