#include <sstream>

#include <Eigen/Core>
#include <unsupported/Eigen/AutoDiff>

#include "../examples/swish.hpp"
#include "support/accuracy_check.hpp"
#include "support/catch.hpp"
#include "support/same_bits.hpp"

template <>
struct reference::Formula<reference::id("swish")> {
  explicit Formula(const Parameters&) {}

  ExactJet operator()(const Number& x) const {
    if (isinf(x)) return {Number(x > 0 ? x : Number(0)), Number(x > 0 ? 1 : 0), Number(0)};
    const Number s = logistic(x), rest = logistic(-x);
    const Number slope = x * s * rest, bend = 2 * s * rest, turn = x * s * rest * (rest - s);
    return {x * s, Exact(s + slope, larger(s, slope)), Exact(bend + turn, larger(bend, turn))};
  }

 private:
  static Number larger(const Number& a, const Number& b) { return abs(a) < abs(b) ? b : a; }
};

TEST_CASE(
    "swish: value, first and second derivative within their bounds on the whole line, the same bits for scalars "
    "and packets") {
  support::check_accuracy(Swish{}, 200000);
}

TEMPLATE_TEST_CASE("swish: the properties of every activation", "", float, double, long double) {
  support::check_properties<TestType>(Swish{});
}

TEST_CASE("swish: the sign of zero is kept") {
  CHECK_FALSE(std::signbit(Swish{}(0.0)));
  CHECK(std::signbit(Swish{}(-0.0)));
}

TEMPLATE_TEST_CASE("swish: a number has the same results at any place and in any call", "", float, double) {
  support::check_same_bits<TestType>(Swish{});
}

TEST_CASE("swish: differentiating a derivative automatically gives the next one") {
  using Dual = Eigen::AutoDiffScalar<Eigen::Matrix<double, 1, 1>>;
  for (const double x : {-30.0, -2.4, -1.0, 0.0, 1e-9, 0.7, 5.0}) {
    const auto jet = sigmajet::jet<2>(Swish{}, Dual(x, 1, 0));
    const auto expected = sigmajet::jet<2>(Swish{}, x);
    CHECK(jet.value.derivatives()[0] == Approx(expected.d1).epsilon(1e-13).margin(1e-15));
    CHECK(jet.d1.derivatives()[0] == Approx(expected.d2).epsilon(1e-13).margin(1e-15));
  }
}

TEST_CASE("swish: printed by its name") {
  std::ostringstream text;
  text << Swish{};
  CHECK(text.str() == "swish");
}
