#include <sigmajet/sigmajet.hpp>

#include <boost/multiprecision/cpp_bin_float.hpp>
#include <boost/multiprecision/mpfr.hpp>
#include <unsupported/Eigen/AutoDiff>

#include "references.hpp"
#include "support/accuracy_check.hpp"

namespace {

using namespace sigmajet;

using Binary50 = boost::multiprecision::cpp_bin_float_50;
using Mpfr50 = boost::multiprecision::mpfr_float_50;
using Dual = Eigen::AutoDiffScalar<Eigen::Matrix<double, 1, 1>>;

/// Both tails and the middle; every function is at a regular point of its own somewhere.
const std::vector<double>& points() {
  static const std::vector<double> numbers = [] {
    std::vector<double> both = {1e-30, 1e-9, 0.03, 0.3, 0.5, 0.7071, 1, 1.73, 2.4, 9.01, 17.3, 26, 40.5, 88.7, 200, 745.2};
    for (std::size_t i = 0, count = both.size(); i < count; ++i) both.push_back(-both[i]);
    both.push_back(0);
    return both;
  }();
  return numbers;
}

/// |computed − exact| in units of epsilon · scale.
template <class Scalar>
double relative_error(const Scalar& computed, const reference::Exact& exact) {
  using reference::Number;
  if (exact.scale == 0) return computed == 0 ? 0 : 1e300;
  const Number unit = exact.scale * Number(std::numeric_limits<Scalar>::epsilon());
  return static_cast<double>(abs(Number(computed) - exact.result) / unit);
}

/// The error of the type's own exponential where the functions use it: Boost's cpp_bin_float is 100 ulp off at −745.
template <class Scalar>
double own_error(const Scalar& x) {
  using std::exp;
  double worst = 0;
  const Scalar minus_magnitude = x < 0 ? x : Scalar(-x);
  for (const Scalar& y : {minus_magnitude, Scalar(2 * minus_magnitude), Scalar(-x * x)})
    worst = std::max(worst, relative_error(Scalar(exp(y)), reference::Exact(exp(reference::Number(y)))));
  return worst;
}

/// Value and derivatives at x within 4 units of the type's epsilon, or the published bound where that is larger, beyond
/// the error of the type's exponential.
template <class Scalar, class Activation>
void check_precision(const Activation& activation, double x) {
  const auto jet = sigmajet::jet<2>(activation, Scalar(x));
  const reference::ExactJet exact = support::reference_of<double>(activation)(x);
  const sigmajet::ErrorBounds published = activation.template error_bounds<Scalar>();
  const double own = own_error(Scalar(x));
  const auto bound = [&](std::size_t order) { return std::max(4.0, published[order]) + own; };
  INFO(activation << " at " << support::hexadecimal(x) << ", " << std::numeric_limits<Scalar>::digits << " bits");
  CHECK(relative_error(jet.value, exact[0]) <= bound(0));
  CHECK(relative_error(jet.d1, exact[1]) <= bound(1));
  CHECK(relative_error(jet.d2, exact[2]) <= bound(2));
}

/// The derivative of each result is the next one, that of σ″ the slope of the exact σ″, to the precision of their terms.
template <class Activation>
void check_automatic_differentiation(const Activation& activation) {
  using reference::Number;
  const auto reference = support::reference_of<double>(activation);
  const Number step("1e-18");
  for (const double x : points()) {
    const auto jet = sigmajet::jet<2>(activation, Dual(x, 1, 0));
    const reference::ExactJet exact = reference(x);
    const double third = static_cast<double>(
        (reference(x + step)[2].result - reference(x - step)[2].result) / (2 * step));
    // In units of the terms of a formula, which are of the size of 1: their difference may be small.
    const auto is_near = [](double computed, double expected) {
      return std::abs(computed - expected) <= 1e-14 * std::max(1.0, std::abs(expected));
    };
    INFO(activation << " at " << support::hexadecimal(x) << ": " << jet.d2.derivatives()[0] << ", expected " << third);
    CHECK(is_near(jet.value.derivatives()[0], static_cast<double>(exact[1].result)));
    CHECK(is_near(jet.d1.derivatives()[0], static_cast<double>(exact[2].result)));
    CHECK(is_near(jet.d2.derivatives()[0], third));
  }
}

template <class... Activations, class Check>
void for_each_of(Check check) {
  (check(Activations{}), ...);
}

}  // namespace

TEMPLATE_TEST_CASE("multiprecision numbers and long double have the precision of their type", "", long double, Binary50,
                   Mpfr50) {
  for_each_activation(BuiltinActivations{}, [](const auto& activation) {
    for (const double x : points()) check_precision<TestType>(activation, x);
  });
}

TEST_CASE("softlif keeps its precision on the far left") {
  for (const double x : {-100.0, -1e3, -1e4, -1e5}) {
    check_precision<long double>(SoftLIF{}, x);
    check_precision<Binary50>(SoftLIF{}, x);
    check_precision<Mpfr50>(SoftLIF{}, x);
  }
}

TEST_CASE("differentiating a smooth activation automatically gives the next derivative, at 0 too") {
  for_each_of<Tanh, Sigmoid, Softplus, AntiTanh, Quadratic, Identity, Gaussian, SoftLIF>(
      [](const auto& activation) { check_automatic_differentiation(activation); });
}

TEST_CASE("arrays of automatic-differentiation numbers give what scalars give") {
  Eigen::Array<Dual, Eigen::Dynamic, 1> x(5);
  for (Eigen::Index i = 0; i < x.size(); ++i) x[i] = Dual(0.7 * static_cast<double>(i) - 1.4, 1, 0);
  const auto jet = sigmajet::jet<2>(Tanh{}, x);
  for (Eigen::Index i = 0; i < x.size(); ++i) {
    const auto expected = sigmajet::jet<2>(Tanh{}, x[i]);
    CHECK(jet.value[i].value() == expected.value.value());
    CHECK(jet.d2[i].value() == expected.d2.value());
    CHECK(jet.d2[i].derivatives()[0] == expected.d2.derivatives()[0]);
  }
  // An unevaluated scalar expression of the type.
  CHECK(sigmajet::jet<1>(Tanh{}, x[0] * 2.0).d1.value() == sigmajet::jet<1>(Tanh{}, Dual(x[0] * 2.0)).d1.value());
}

TEST_CASE("an integer counts as a double") {
  static_assert(std::is_same_v<decltype(Tanh{}(1)), double>);
  static_assert(std::is_same_v<decltype(sigmajet::jet<2>(Tanh{}, 1u)), Jet<double, 2>>);
  CHECK(Tanh{}(1) == Tanh{}(1.0));
  CHECK(sigmajet::jet<1>(Softplus{}, -3L).d1 == sigmajet::jet<1>(Softplus{}, -3.0).d1);
}
