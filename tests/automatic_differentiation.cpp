#include <iomanip>

#include <Eigen/Core>
#include <unsupported/Eigen/AutoDiff>

#include <sigmajet/sigmajet.hpp>

#include "references.hpp"
#include "support/accuracy_check.hpp"
#include "support/differentiated.hpp"
#include "support/variations.hpp"

namespace {

using namespace sigmajet;
using support::Differentiated;
using support::Interface;

template <class Scalar>
using EigenDual = Eigen::AutoDiffScalar<Eigen::Matrix<Scalar, 1, 1>>;
using EigenGradient = Eigen::AutoDiffScalar<Eigen::VectorXd>;
template <Interface I>
using Twice = Differentiated<I, Differentiated<I>>;

/// x as the variable.
template <class Scalar>
Scalar variable(const Scalar&, double x) {
  return x;
}
template <Interface I, class Base>
Differentiated<I, Base> variable(const Differentiated<I, Base>&, double x) {
  return {variable(Base(), x), Base(1)};
}
template <class Derivatives>
Eigen::AutoDiffScalar<Derivatives> variable(const Eigen::AutoDiffScalar<Derivatives>&, double x) {
  return {variable(typename Derivatives::Scalar(), x), Derivatives::Constant(1, 1)};
}

/// The value and each derivative by the variable, as far as the type goes.
void collect(std::vector<double>& all, double number) { all.push_back(number); }
template <Interface I, class Base>
void collect(std::vector<double>& all, const Differentiated<I, Base>& number) {
  if (all.empty()) collect(all, number.value);
  collect(all, number.derivative);
}
template <class Derivatives>
void collect(std::vector<double>& all, const Eigen::AutoDiffScalar<Derivatives>& number) {
  if (all.empty()) collect(all, number.value());
  // A constant has no derivatives.
  collect(all, number.derivatives().size() == 0 ? typename Derivatives::Scalar(0) : number.derivatives()[0]);
}
template <class Number>
std::vector<double> derivatives_of(const Number& number) {
  std::vector<double> all;
  collect(all, number);
  return all;
}

/// Zeros, both sides of every kink and of every place where a formula gives way to another, the far tails, infinities.
std::vector<double> points() {
  std::vector<double> points = {0,   1e-300, 1e-100, 1e-30, 1e-16, 1e-10, 1e-5, 0.03, 0.75, 0.3,   0.5,   1,     1.73,
                                2.4, 3,      6,      0.1,   9.01,  10,    10.2, 20,   26.6, 30,    38,    40.5,  88.7,
                                100, 200,    354,    360,   700,   1e4,   1e5,  1e10, 1e20, 1e100, 1e155, 1e200, 1e300};
  for (const double kink : {0.1, 0.25, 0.5, 0.6, 1.0, 3.0, 6.0, 10.0, 20.0})
    for (const double towards : {0.0, 1e300}) points.push_back(std::nextafter(kink, towards));
  points.push_back((std::numeric_limits<double>::max)());
  points.push_back(std::numeric_limits<double>::infinity());
  for (std::size_t i = 0, count = points.size(); i < count; ++i) points.push_back(-points[i]);
  return points;
}

/// The exact value and derivatives up to one more than the formula has, in units of whose terms an error is counted.
/// The last is a difference quotient a little to the right; NaN where that on the left is another.
template <class Formula>
std::vector<reference::Exact> exactly(const Formula& formula, double x) {
  using reference::Number;
  const reference::ExactJet jet = formula(Number(x));
  std::vector<reference::Exact> all(jet.begin(), jet.end());
  const std::size_t last = all.size() - 1;
  const Number step = std::max(Number("1e-40"), Number("1e-20") * abs(Number(x)));
  const auto quotient = [&](int from) {
    return Number((formula(x + (from + 1) * step)[last].result - formula(x + from * step)[last].result) / step);
  };
  const Number left = quotient(-2), right = quotient(1);
  if (std::isinf(x))
    all.push_back(Number(0));
  else if (abs(left - right) <= 1e-14 * abs(left) + 1e-305)
    all.emplace_back(right, all[last].scale);
  else
    all.push_back(Number("nan"));
  return all;
}

/// Whether numbers with so many derivatives have the range for them at x: quotients are squared there, and those of
/// second derivatives once more.
template <class Activation>
bool is_in_range(const Activation&, double x, std::size_t derivatives) {
  return (derivatives < 2 && !std::is_same_v<Activation, SoftLIF>) || std::abs(x) <= 1e100;
}

/// The error of derivative i of the one of an order: relative to the exact result or the largest term of its formula;
/// of a second derivative to the largest derivative there, since terms of that size cancel. Below 1e-290 products of
/// the type may underflow.
double relative_error(double computed, const std::vector<reference::Exact>& exact, std::size_t order, std::size_t i) {
  using reference::Number;
  const Number& expected = exact[order + i].result;
  if (abs(expected) > (std::numeric_limits<double>::max)()) return computed == static_cast<double>(expected) ? 0 : 1;
  Number scale = std::max(abs(expected), exact[order + i].scale);
  for (const reference::Exact& other : exact)
    if (i == 2 && !isnan(other.result)) scale = std::max(scale, Number(abs(other.result)));
  return static_cast<double>(abs(Number(computed) - expected) / (scale + 1e-276));
}

template <class Scalar, class Activation>
void check(const Activation& activation, double x) {
  const auto results = support::results_at(activation, variable(Scalar(), x));
  const auto exact = exactly(support::reference_of<double>(activation), x);
  for (std::size_t order = 0; order < results.size(); ++order) {
    const std::vector<double> computed = derivatives_of(results[order]);
    if (!is_in_range(activation, x, computed.size() - 1)) continue;
    for (std::size_t i = 0; i < computed.size() && order + i < exact.size(); ++i) {
      if (isnan(exact[order + i].result)) continue;
      INFO(activation << ", derivative " << i << " of that of order " << order << " at " << support::hexadecimal(x)
                      << ": " << computed[i] << ", expected " << exact[order + i].result);
      CHECK(relative_error(computed[i], exact, order, i) <= (i < 2 ? 2e-14 : 1e-12));
    }
  }
}

/// Numbers with derivatives along a direction.
template <class Scalar>
Eigen::Array<Scalar, Eigen::Dynamic, 1> along(const Eigen::ArrayXd& x, const Eigen::ArrayXd& direction) {
  Eigen::Array<Scalar, Eigen::Dynamic, 1> numbers(x.size());
  for (Eigen::Index i = 0; i < x.size(); ++i) numbers[i] = variable(Scalar(), 0) * Scalar(direction[i]) + Scalar(x[i]);
  return numbers;
}

/// The values of numbers, and their derivatives, as arrays.
template <class Array>
std::array<Eigen::ArrayXd, 2> taken_apart(const Array& numbers) {
  std::array<Eigen::ArrayXd, 2> parts{Eigen::ArrayXd(numbers.size()), Eigen::ArrayXd(numbers.size())};
  for (Eigen::Index i = 0; i < numbers.size(); ++i) {
    const std::vector<double> all = derivatives_of(numbers(i));
    for (std::size_t n = 0; n < 2; ++n) parts[n][i] = all[n];
  }
  return parts;
}

/// Whether numbers are the expected ones and have the expected derivatives.
template <class Array>
bool are(const Array& numbers, const Eigen::ArrayXd& values, const Eigen::ArrayXd& derivatives) {
  const auto is_near = [](const Eigen::ArrayXd& a, const Eigen::ArrayXd& b) { return ((a - b).abs() < 1e-14).all(); };
  const auto parts = taken_apart(numbers);
  return is_near(parts[0], values) && is_near(parts[1], derivatives);
}

template <class Scalar>
void check_softmax(const Eigen::ArrayXd& x, const Eigen::ArrayXd& v) {
  const auto numbers = along<Scalar>(x, v);
  CHECK(are(value(Softmax<>{}, numbers), value(Softmax<>{}, x), jvp(Softmax<>{}, x, v)));
  CHECK(are(value(LogSoftmax<>{}, numbers), value(LogSoftmax<>{}, x), jvp(LogSoftmax<>{}, x, v)));
  LogSumExp<Scalar> sum;
  for (Eigen::Index i = 0; i < x.size(); ++i) {
    LogSumExp<Scalar> one;
    one.add(numbers.segment(i, 1));
    sum.merge(one);
  }
  LogSumExp<double> expected;
  expected.add(x);
  CHECK(derivatives_of(sum.value())[0] == Approx(expected.value()));
  CHECK(derivatives_of(sum.value())[1] == Approx((value(Softmax<>{}, x) * v).sum()));
}

}  // namespace

TEMPLATE_TEST_CASE("differentiating a derivative automatically gives the next one, at zeros, kinks and ends too", "",
                   EigenDual<double>, EigenGradient, EigenDual<EigenDual<double>>, Differentiated<Interface::complete>,
                   Differentiated<Interface::bare>, Differentiated<Interface::bare_with_strict_equality>,
                   Twice<Interface::complete>, Twice<Interface::bare>) {
  for_each_activation(BuiltinActivations{}, [](const auto& by_default) {
    for (const auto& activation : support::with_variations(by_default))
      for (const double x : points()) check<TestType>(activation, x);
  });
}

TEMPLATE_TEST_CASE("arrays of numbers with derivatives give those of each number, in every call", "", EigenDual<double>,
                   Differentiated<Interface::complete>, Differentiated<Interface::bare_with_strict_equality>) {
  const Eigen::ArrayXd x = Eigen::ArrayXd::LinSpaced(7, -1.5, 1.5), v = x + 0.4, none_at_all = Eigen::ArrayXd::Zero(7);
  const auto numbers = along<TestType>(x, v), direction = along<TestType>(v, none_at_all);
  const auto jet = sigmajet::jet<2>(Tanh{}, x);
  const Eigen::ArrayXd d3 = -2 * (jet.d1 * jet.d1 + jet.value * jet.d2);
  Eigen::Array<TestType, Eigen::Dynamic, 1> y(7), d1(7), d2(7);
  evaluate(Tanh{}, numbers, y, d1, d2);
  CHECK(are(y, jet.value, jet.d1 * v));
  CHECK(are(d1, jet.d1, jet.d2 * v));
  CHECK(are(d2, jet.d2, d3 * v));
  y = value(Tanh{}, numbers);
  CHECK(are(y, jet.value, jet.d1 * v));
  CHECK(are(jvp(Tanh{}, numbers, direction), jet.d1 * v, jet.d2 * v * v));
  CHECK(are(vjp(Tanh{}, numbers, direction), jet.d1 * v, jet.d2 * v * v));
  CHECK(are(hvp(Tanh{}, numbers, direction, direction), jet.d2 * v * v, d3 * v * v * v));
  BackwardMode<Tanh, Eigen::Array<TestType, Eigen::Dynamic, 1>> mode{Tanh{}};
  mode.forward(numbers, y);
  mode.backward(d1, d2);
  CHECK(are(d1, jet.d1, jet.d2 * v));
}

TEMPLATE_TEST_CASE("distributions of numbers with derivatives have those of softmax, equal numbers included", "",
                   EigenDual<double>, Differentiated<Interface::complete>,
                   Differentiated<Interface::bare_with_strict_equality>) {
  Eigen::ArrayXd x(5), v(5);
  v << 1, -2, 0.5, 3, 0;
  x << 0.3, -1, 0.2, 0.25, -7;
  check_softmax<TestType>(x, v);
  x << 0.3, 0.3, -1, 0.3, 0.1;
  check_softmax<TestType>(x, v);
}

TEST_CASE("an unevaluated scalar expression counts as a number of its type") {
  const auto x = variable(EigenDual<double>(), 0.7);
  const auto of_expression = sigmajet::jet<1>(Tanh{}, x * 2.0),
             of_number = sigmajet::jet<1>(Tanh{}, EigenDual<double>(x * 2.0));
  CHECK(of_expression.d1.value() == of_number.d1.value());
  CHECK(of_expression.d1.derivatives() == of_number.d1.derivatives());
}
