#include <iomanip>
#include <random>

#include <Eigen/Core>
#include <boost/multiprecision/cpp_bin_float.hpp>
#include <boost/multiprecision/cpp_dec_float.hpp>
#include <boost/multiprecision/mpfr.hpp>

#include <sigmajet/sigmajet.hpp>

#include "references.hpp"
#include "support/accuracy_check.hpp"

namespace {

using namespace sigmajet;

using Binary50 = boost::multiprecision::cpp_bin_float_50;
using Binary100 = boost::multiprecision::cpp_bin_float_100;
using Decimal50 = boost::multiprecision::cpp_dec_float_50;
using Decimal100 = boost::multiprecision::cpp_dec_float_100;
using Mpfr50 = boost::multiprecision::mpfr_float_50;
using Mpfr100 = boost::multiprecision::mpfr_float_100;

/// Both tails and the middle; every function is at a regular point of its own somewhere.
const std::vector<double>& points() {
  static const std::vector<double> numbers = [] {
    std::vector<double> both = {1e-30, 1e-9, 0.03, 0.3, 0.5,  0.7071, 1,   1.73,
                                2.4,   9.01, 17.3, 26,  40.5, 88.7,   200, 745.2};
    for (std::size_t i = 0, count = both.size(); i < count; ++i) both.push_back(-both[i]);
    both.push_back(0);
    return both;
  }();
  return numbers;
}

/// These, the far tails, and numbers whose significand fills the type, on both sides.
template <class Scalar>
std::vector<Scalar> points_of() {
  std::vector<Scalar> numbers(points().begin(), points().end());
  for (const double x : {1e4, 1e5, 1e6}) numbers.insert(numbers.end(), {Scalar(x), Scalar(-x)});
  std::mt19937_64 generator(20040101);
  for (int i = 0; i < 120; ++i) {
    Scalar significand = 0;
    for (int word = 1; word <= 8; ++word) significand += ldexp(Scalar(generator() >> 11), -53 * word);
    const Scalar x = ldexp(significand, i % 24 - 12);
    numbers.insert(numbers.end(), {x, Scalar(-x)});
  }
  return numbers;
}

/// |computed − exact| in ulps of the scale, or for decimal numbers in units of epsilon · scale.
template <class Scalar>
double error_in_ulp(const Scalar& computed, const reference::Exact& exact) {
  using reference::Number;
  if (exact.scale == 0) return computed == 0 ? 0 : 1e300;
  using Limits = std::numeric_limits<Scalar>;
  const Number unit =
      Limits::radix == 2 ? support::ulp_of<Scalar>(exact.scale) : Number(Limits::epsilon()) * exact.scale;
  return static_cast<double>(abs(Number(computed) - exact.result) / unit);
}

/// The error of the type's own exponential where the functions use it: cpp_bin_float's is 100 units off at −745.
template <class Scalar>
double error_of_exponential(const Scalar& x) {
  double worst = 0;
  const Scalar minus_magnitude = x < 0 ? x : Scalar(-x);
  for (const Scalar& y : {minus_magnitude, Scalar(2 * minus_magnitude), Scalar(-x * x)})
    worst = std::max(worst, error_in_ulp(Scalar(exp(y)), reference::Exact(exp(reference::Number(y)))));
  return worst;
}

/// The largest error of the type's own expm1 and log1p: cpp_bin_float's are up to 11 units off.
template <class Scalar>
double error_of_logarithm() {
  using reference::Number;
  double worst = 0;
  for (const Scalar& x : points_of<Scalar>()) {
    if (x <= 0 || x > 100) continue;
    worst = std::max({worst, error_in_ulp(Scalar(expm1(Scalar(-x))), Number(expm1(Number(-x)))),
                      error_in_ulp(Scalar(log1p(x)), Number(log1p(Number(x))))});
  }
  return worst;
}

/// Value and derivatives within 4 ulp, or the published bound where that is larger. Where the type's own functions are
/// not within one, the results stand on up to four of them.
template <class Scalar, class Activation>
void check_precision(const Activation& activation) {
  const auto reference = support::reference_of<double>(activation);
  const ErrorBounds published = activation.template error_bounds<Scalar>();
  static const double logarithm = error_of_logarithm<Scalar>();
  for (const Scalar& x : points_of<Scalar>()) {
    const auto computed = support::results_at(activation, x);
    const reference::ExactJet exact = reference(reference::Number(x));
    const double own = std::max(error_of_exponential(x), logarithm);
    const auto bound = [&](std::size_t order) { return std::max(4.0, published[order]) + (own > 1 ? 4 * own : 0); };
    INFO(activation << " at " << std::setprecision(std::numeric_limits<Scalar>::max_digits10) << x);
    for (std::size_t order = 0; order < computed.size(); ++order)
      CHECK(error_in_ulp(computed[order], exact[order]) <= bound(order));
  }
}

}  // namespace

TEMPLATE_TEST_CASE("multiprecision numbers give results within 4 ulp, tails included", "", Binary50, Binary100,
                   Decimal50, Decimal100, Mpfr50, Mpfr100) {
  for_each_activation(BuiltinActivations{}, [](const auto& activation) { check_precision<TestType>(activation); });
}

TEMPLATE_TEST_CASE(
    "an unevaluated expression of multiprecision numbers counts as a number", "", Decimal50, Mpfr50,
    (boost::multiprecision::number<boost::multiprecision::cpp_bin_float<50>, boost::multiprecision::et_on>)) {
  const TestType x("0.7"), y("0.3");
  CHECK(Tanh{}(x * x - y) == Tanh{}(TestType(x * x - y)));
  CHECK(sigmajet::jet<1>(ELU{}, -x).d1 == sigmajet::jet<1>(ELU{}, TestType(-x)).d1);
}

TEST_CASE("an integer counts as a double") {
  static_assert(std::is_same_v<decltype(Tanh{}(1)), double>);
  static_assert(std::is_same_v<decltype(sigmajet::jet<2>(Tanh{}, 1u)), Jet<double, 2>>);
  CHECK(Tanh{}(1) == Tanh{}(1.0));
  CHECK(sigmajet::jet<1>(Softplus{}, -3L).d1 == sigmajet::jet<1>(Softplus{}, -3.0).d1);
}
