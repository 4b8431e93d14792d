#include <sigmajet/sigmajet.hpp>

#include "references.hpp"
#include "support/property_checks.hpp"
#include "support/variations.hpp"

namespace {

using sigmajet::BuiltinActivations;

/// check(an activation) for every built-in one, in float, double and long double and with every set of parameters.
template <class Check>
void for_each_case(Check check) {
  sigmajet::for_each_activation(BuiltinActivations{}, [&](const auto& default_activation) {
    for (const auto& activation : support::with_variations(default_activation)) {
      check(support::examinee_of<float>(activation));
      check(support::examinee_of<double>(activation));
      check(support::examinee_of<long double>(activation));
    }
  });
}

/// What the textbook formula of an activation with default parameters must be found to be: odd or even from a
/// derivative on, whose derivatives are then even and odd in turn, and convex.
struct Shape {
  enum Parity { neither, odd, even };

  const char* name;
  Parity parity;
  std::size_t from;
  bool is_convex;
};

/// An activation that is not named has neither.
constexpr Shape shapes[] = {
    {"tanh", Shape::odd, 0, false},
    {"sigmoid", Shape::even, 1, false},
    {"softplus", Shape::even, 2, true},
    {"antitanh", Shape::even, 0, true},
    {"quadratic", Shape::even, 0, true},
    {"identity", Shape::odd, 0, true},
    // Their second derivative is 0 throughout, which is odd and even and not negative.
    {"relu", Shape::even, 2, true},
    {"leaky_relu", Shape::even, 2, true},
    {"elu", Shape::neither, 0, true},
    {"elliot", Shape::even, 1, false},
    {"symmetric_elliot", Shape::odd, 0, false},
    {"softsign", Shape::odd, 0, false},
    {"gaussian", Shape::even, 0, false},
};

Shape shape_of(const std::string& name) {
  for (const Shape& shape : shapes)
    if (name == shape.name) return shape;
  return {"", Shape::neither, 0, false};
}

/// The value and each derivative at x in every built-in number type.
template <class Activation>
void check_kink(const Activation& activation, double x, const std::array<double, support::orders>& expected) {
  const auto check = [&](auto scalar) {
    using Scalar = decltype(scalar);
    const auto computed = support::results_at(activation, static_cast<Scalar>(x));
    for (std::size_t order = 0; order < computed.size(); ++order) {
      INFO(activation << ", order " << order << " at " << x);
      CHECK(computed[order] == static_cast<Scalar>(expected[order]));
    }
  };
  check(0.0f);
  check(0.0);
  check(0.0L);
}

/// NaN stays NaN and other numbers are cut, in every lane of the pack.
template <class Pack>
void check_clamp() {
  using Scalar = typename Pack::Scalar;
  const Scalar nan = std::numeric_limits<Scalar>::quiet_NaN(), infinity = std::numeric_limits<Scalar>::infinity();
  for (const Scalar x : {nan, -nan, -infinity, Scalar(-3), Scalar(0.5), Scalar(3), infinity}) {
    Scalar lanes[Pack::size];
    sigmajet::math::clamp_keep_nan(Pack(x), Pack(-1), Pack(2)).store(lanes);
    for (const Scalar lane : lanes) {
      INFO(x << " in a pack of " << Pack::size << ": " << lane);
      if (std::isnan(x))
        CHECK(std::isnan(lane));
      else
        CHECK(lane == std::min(std::max(x, Scalar(-1)), Scalar(2)));
    }
  }
}

/// The same as the C library's, which is correctly rounded, in every lane of the pack.
template <class Pack>
void check_square_root() {
  using Scalar = typename Pack::Scalar;
  for (const Scalar x : support::points_of_both_signs<Scalar>()) {
    Scalar lanes[Pack::size];
    sigmajet::math::sqrt(Pack(x)).store(lanes);
    for (const Scalar lane : lanes) {
      INFO(support::hexadecimal(x) << " in a pack of " << Pack::size << ": " << support::hexadecimal(lane));
      CHECK(support::is_identical(lane, std::sqrt(x)));
    }
  }
}

}  // namespace

TEMPLATE_TEST_CASE("sqrt is correctly rounded at every width", "", float, double) {
  using namespace sigmajet::detail;
  check_square_root<ScalarPack<TestType>>();
  check_square_root<PackFor<TestType, 2>>();
  check_square_root<PackFor<TestType, 4>>();
  check_square_root<PackFor<TestType, 8>>();
  check_square_root<PackFor<TestType, 16>>();
  check_square_root<PackFor<TestType, Eigen::Dynamic>>();
}

TEMPLATE_TEST_CASE("clamp_keep_nan keeps NaN at every width", "", float, double) {
  using namespace sigmajet::detail;
  check_clamp<ScalarPack<TestType>>();
  check_clamp<PackFor<TestType, 2>>();
  check_clamp<PackFor<TestType, 4>>();
  check_clamp<PackFor<TestType, 8>>();
  check_clamp<PackFor<TestType, 16>>();
  check_clamp<PackFor<TestType, Eigen::Dynamic>>();
}

TEST_CASE("an activation has its exact limits at both infinities") {
  for_each_case([](const auto& examinee) { support::check_limits(examinee); });
}

TEST_CASE("NaN gives NaN in every result of an activation but a constant derivative") {
  for_each_case([](const auto& examinee) { support::check_nan(examinee); });
}

TEST_CASE("an activation is finite where its exact result is") {
  for_each_case([](const auto& examinee) { support::check_finite(examinee); });
}

TEST_CASE("the activations that are odd, even or convex are found to be so, and no others") {
  sigmajet::for_each_activation(BuiltinActivations{}, [](const auto& activation) {
    const auto formula = support::reference_of<double>(activation);
    const Shape shape = shape_of(activation.name);
    for (std::size_t order = 0; order < support::orders; ++order) {
      INFO(activation << ", order " << order);
      const bool has_parity = shape.parity != Shape::neither && order >= shape.from;
      const bool must_be_odd = (shape.parity == Shape::odd) == ((order - shape.from) % 2 == 0);
      const bool is_odd = support::is_odd(formula, order), is_even = support::is_even(formula, order);
      CHECK((is_odd || is_even) == has_parity);
      if (has_parity) CHECK((must_be_odd ? is_odd : is_even));
    }
    INFO(activation);
    CHECK(support::is_convex(formula) == shape.is_convex);
  });
}

TEST_CASE("an odd or even activation is so to the last bit and keeps the sign of zero") {
  for_each_case([](const auto& examinee) { support::check_symmetry(examinee); });
}

TEST_CASE("the second derivative of a convex activation is never negative") {
  for_each_case([](const auto& examinee) { support::check_convexity(examinee); });
}

TEST_CASE("relu: both kinks belong to the flat sides") {
  for (const double zero : {0.0, -0.0}) check_kink(sigmajet::ReLU(), zero, {0, 0, 0});
  check_kink(sigmajet::ReLU(6), 6, {6, 0, 0});
  check_kink(sigmajet::ReLU(6), 5.5, {5.5, 1, 0});
  check_kink(sigmajet::ReLU(), std::numeric_limits<double>::infinity(),
             {std::numeric_limits<double>::infinity(), 1, 0});
}

TEST_CASE("leaky_relu: the kink belongs to the left branch") {
  for (const double zero : {0.0, -0.0}) check_kink(sigmajet::LeakyReLU(0.25), zero, {0, 0.25, 0});
}

TEST_CASE("elu: the kink belongs to the left branch") {
  for (const double zero : {0.0, -0.0}) check_kink(sigmajet::ELU(0.25), zero, {0, 0.25, 0.25});
}

TEST_CASE("elliot, symmetric_elliot, softsign: the second derivative is 0 at its jump") {
  for (const double zero : {0.0, -0.0}) {
    check_kink(sigmajet::Elliot(4), zero, {0.5, 2, 0});
    check_kink(sigmajet::SymmetricElliot(4), zero, {0, 4, 0});
    check_kink(sigmajet::SoftSign(), zero, {0, 1, 0});
  }
}

TEST_CASE("softplus: a finite threshold makes the right side exactly linear") {
  const sigmajet::Softplus softplus(2, 20);
  check_kink(softplus, 10.5, {10.5, 1, 0});
  CHECK(sigmajet::jet<2>(softplus, 10.0).d2 > 0);
  CHECK(sigmajet::jet<2>(sigmajet::Softplus(2), 10.5).d2 > 0);
}
