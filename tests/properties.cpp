#include <sigmajet/sigmajet.hpp>

#include "references.hpp"
#include "support/property_checks.hpp"
#include "support/variations.hpp"

namespace {

using sigmajet::BuiltinActivations;

/// check(activation, scalar type) for every set of parameters of a type and for the built-in number types.
template <class Activation, class Check>
void for_each_case(Check check) {
  for (const Activation& activation : support::with_variations<Activation>()) {
    check(activation, 0.0f);
    check(activation, 0.0);
    check(activation, 0.0L);
  }
}

/// σ, σ′ and σ″ at x in every built-in number type.
template <class Activation>
void check_kink(const Activation& activation, double x, double value, double d1, double d2) {
  const auto check = [&](auto scalar) {
    using Scalar = decltype(scalar);
    const auto jet = sigmajet::jet<2>(activation, static_cast<Scalar>(x));
    INFO(activation << " at " << x);
    CHECK(jet.value == static_cast<Scalar>(value));
    CHECK(jet.d1 == static_cast<Scalar>(d1));
    CHECK(jet.d2 == static_cast<Scalar>(d2));
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

TEMPLATE_LIST_TEST_CASE("an activation has its exact limits at both infinities", "", BuiltinActivations) {
  for_each_case<TestType>(
      [](const auto& activation, auto scalar) { support::check_limits<decltype(scalar)>(activation); });
}

TEMPLATE_LIST_TEST_CASE("NaN gives NaN in every result of an activation but a constant derivative", "",
                        BuiltinActivations) {
  for_each_case<TestType>(
      [](const auto& activation, auto scalar) { support::check_nan<decltype(scalar)>(activation); });
}

TEMPLATE_LIST_TEST_CASE("an activation is finite where its exact result is", "", BuiltinActivations) {
  for_each_case<TestType>(
      [](const auto& activation, auto scalar) { support::check_finite<decltype(scalar)>(activation); });
}

TEMPLATE_LIST_TEST_CASE("an odd or even activation is so to the last bit and keeps the sign of zero", "",
                        BuiltinActivations) {
  for_each_case<TestType>(
      [](const auto& activation, auto scalar) { support::check_symmetry<decltype(scalar)>(activation); });
}

TEMPLATE_LIST_TEST_CASE("the second derivative of a convex activation is never negative", "", BuiltinActivations) {
  for_each_case<TestType>(
      [](const auto& activation, auto scalar) { support::check_convexity<decltype(scalar)>(activation); });
}

TEST_CASE("relu: both kinks belong to the flat sides") {
  for (const double zero : {0.0, -0.0}) check_kink(sigmajet::ReLU(), zero, 0, 0, 0);
  check_kink(sigmajet::ReLU(6), 6, 6, 0, 0);
  check_kink(sigmajet::ReLU(6), 5.5, 5.5, 1, 0);
  check_kink(sigmajet::ReLU(), std::numeric_limits<double>::infinity(), std::numeric_limits<double>::infinity(), 1, 0);
}

TEST_CASE("leaky_relu: the kink belongs to the left branch") {
  for (const double zero : {0.0, -0.0}) check_kink(sigmajet::LeakyReLU(0.25), zero, 0, 0.25, 0);
}

TEST_CASE("elu: the kink belongs to the left branch") {
  for (const double zero : {0.0, -0.0}) check_kink(sigmajet::ELU(0.25), zero, 0, 0.25, 0.25);
}

TEST_CASE("elliot, symmetric_elliot, softsign: the second derivative is 0 at its jump") {
  for (const double zero : {0.0, -0.0}) {
    check_kink(sigmajet::Elliot(4), zero, 0.5, 2, 0);
    check_kink(sigmajet::SymmetricElliot(4), zero, 0, 4, 0);
    check_kink(sigmajet::SoftSign(), zero, 0, 1, 0);
  }
}

TEST_CASE("softplus: a finite threshold makes the right side exactly linear") {
  const sigmajet::Softplus softplus(2, 20);
  check_kink(softplus, 10.5, 10.5, 1, 0);
  CHECK(sigmajet::jet<2>(softplus, 10.0).d2 > 0);
  CHECK(sigmajet::jet<2>(sigmajet::Softplus(2), 10.5).d2 > 0);
}
