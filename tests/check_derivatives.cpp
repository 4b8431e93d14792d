#include <sstream>

#include <sigmajet/check_derivatives.hpp>

#include "../examples/swish.hpp"
#include "support/catch.hpp"

namespace {

using namespace sigmajet;

/// Away from the kinks at 0.
Eigen::ArrayXd points() {
  Eigen::ArrayXd x(10);
  x << -4.1, -2.3, -1.2, -0.55, -0.3, 0.25, 0.7, 1.6, 2.2, 3.4;
  return x;
}

template <class Activation, class X>
void check_passes(const Activation& activation, const X& x, double tolerance = 0.25) {
  CheckOptions options;
  options.tolerance = tolerance;
  const auto check = check_derivatives(activation, x, options);
  INFO(activation << '\n' << check);
  CHECK(check.first_passed);
  CHECK(check.second_passed);
}

/// Derivatives that are wrong by a factor.
struct WrongTanh : Elementwise<WrongTanh> {
  [[maybe_unused]] static constexpr const char* name = "wrong_tanh";
  double first = 1, second = 1;

  template <int Order, class T>
  SIGMAJET_FUNCTION Jet<T, Order> kernel(const T& x) const {
    Jet<T, Order> jet = Tanh{}.kernel<Order>(x);
    if constexpr (Order >= 1) jet.d1 = T(first) * jet.d1;
    if constexpr (Order >= 2) jet.d2 = T(second) * jet.d2;
    return jet;
  }
};

DerivativeCheck check_wrong(double first, double second) {
  WrongTanh wrong;
  wrong.first = first;
  wrong.second = second;
  return check_derivatives(wrong, points());
}

}  // namespace

TEST_CASE("every activation passes, in double and in float") {
  for_each_activation(BuiltinActivations{}, [](auto activation) {
    check_passes(activation, points());
    check_passes(activation, points().cast<float>(), 0.5);
  });
}

TEST_CASE("activations with parameters pass") {
  check_passes(Softplus(0.3), points());
  check_passes(Softplus(1, 20), points());
  check_passes(ELU(-1.7), points());
  check_passes(LeakyReLU(3), points());
  check_passes(ReLU(6), points());
  check_passes(Elliot(4), points());
  check_passes(SymmetricElliot(0.3), points());
  check_passes(SoftLIF(3, 0.02, 0.001, -1), points());
}

TEST_CASE("an activation of a user passes") { check_passes(Swish{}, points()); }

TEST_CASE("the remainders of a smooth activation fall as h, h² and h³") {
  const auto check = check_derivatives(Sigmoid{}, points());
  const CheckRow& row = check.rows[8];
  CHECK(row.order0 == Approx(1).margin(0.05));
  CHECK(row.order1 == Approx(2).margin(0.05));
  CHECK(row.order2 == Approx(3).margin(0.05));
}

TEST_CASE("a wrong first derivative fails both") {
  for (const double factor : {0.0, 0.999, 1.001, 2.0, -1.0}) {
    const auto check = check_wrong(factor, 1);
    INFO(factor << '\n' << check);
    CHECK_FALSE(check.first_passed);
    CHECK_FALSE(check.second_passed);
  }
}

TEST_CASE("a wrong second derivative fails the second only") {
  for (const double factor : {0.0, 0.99, 1.01, 2.0, -1.0}) {
    const auto check = check_wrong(1, factor);
    INFO(factor << '\n' << check);
    CHECK(check.first_passed);
    CHECK_FALSE(check.second_passed);
  }
}

TEST_CASE("the same seed gives the same check, in any shape of x") {
  const Eigen::ArrayXd x = points();
  const Eigen::MatrixXd matrix = Eigen::Map<const Eigen::MatrixXd>(x.data(), 2, 5);
  const auto a = check_derivatives(Tanh{}, x), b = check_derivatives(Tanh{}, x), c = check_derivatives(Tanh{}, matrix);
  CheckOptions other;
  other.seed = 7;
  CHECK(a.rows[3].e1 == b.rows[3].e1);
  CHECK(a.rows[3].e1 == Approx(c.rows[3].e1));
  CHECK(a.rows[3].e1 != check_derivatives(Tanh{}, x, other).rows[3].e1);
}

TEST_CASE("the check prints a line for each step and the verdicts") {
  CheckOptions options;
  options.steps = 5;
  std::ostringstream text;
  text << check_derivatives(Tanh{}, points(), options);
  const std::string table = text.str();
  CHECK(std::count(table.begin(), table.end(), '\n') == 7);
  CHECK(table.find("first derivative passed, second derivative passed") != std::string::npos);
}

TEST_CASE("options that make no sense are refused") {
  CheckOptions options;
  options.steps = 1;
  CHECK_THROWS_AS(check_derivatives(Tanh{}, points(), options), std::invalid_argument);
  options = {};
  options.base = 1;
  CHECK_THROWS_AS(check_derivatives(Tanh{}, points(), options), std::invalid_argument);
  options.base = std::numeric_limits<double>::infinity();
  CHECK_THROWS_AS(check_derivatives(Tanh{}, points(), options), std::invalid_argument);
  options = {};
  options.tolerance = std::numeric_limits<double>::quiet_NaN();
  CHECK_THROWS_AS(check_derivatives(Tanh{}, points(), options), std::invalid_argument);
}
