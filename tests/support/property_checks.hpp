#pragma once

#include <functional>
#include <sstream>
#include <string>
#include <vector>

#include "support/accuracy_check.hpp"

/// @file
/// What holds for every activation, with the textbook formula of its name as the judge of what is odd, even, convex or
/// constant.

namespace support {

/// Finite numbers of both signs: zeros, the ends of the format, where functions bend, overflow and underflow.
template <class Scalar>
std::vector<Scalar> points_of_both_signs() {
  using Limits = std::numeric_limits<Scalar>;
  std::vector<Scalar> points = {0, Limits::denorm_min(), (Limits::min)(), (Limits::max)()};
  for (const double point : special_points())
    if (point < static_cast<double>((Limits::max)())) points.push_back(static_cast<Scalar>(point));
  for (std::size_t i = 0, count = points.size(); i < count; ++i) points.push_back(-points[i]);
  return points;
}

/// An activation with its parameters without its type, so that the checks are compiled once for a number type.
template <class Scalar>
struct Examinee {
  std::string name;
  std::function<std::vector<Scalar>(Scalar x)> results_at;
  /// With the parameters rounded to the number type, with those of double, and with the default parameters.
  std::function<reference::ExactJet(const reference::Number& x)> exactly, in_double, by_default;
  std::vector<double> bounds;

  std::size_t orders() const { return bounds.size(); }
};

template <class Scalar, class Activation>
Examinee<Scalar> examinee_of(const Activation& activation) {
  std::ostringstream name;
  name << activation;
  const sigmajet::ErrorBounds bounds = activation.template error_bounds<Scalar>();
  return {name.str(),
          [activation](Scalar x) {
            const auto results = results_at(activation, x);
            return std::vector<Scalar>(results.begin(), results.end());
          },
          reference_of<Scalar>(activation),
          reference_of<double>(activation),
          reference_of<double>(Activation{}),
          {bounds.begin(), bounds.begin() + orders_of<Activation>}};
}

/// Whether the exact derivative of an order has a property at every point: property(exact at x, exact at −x).
template <class Formula, class Property>
bool has_exactly(const Formula& formula, std::size_t order, Property property) {
  for (const double x : points_of_both_signs<double>())
    if (!property(formula(x)[order].result, formula(-x)[order].result)) return false;
  return true;
}

template <class Formula>
bool is_constant(const Formula& formula, std::size_t order) {
  const reference::Number at_one = formula(1)[order].result;
  return has_exactly(formula, order, [&](const auto& here, const auto&) { return here == at_one; });
}
template <class Formula>
bool is_odd(const Formula& formula, std::size_t order) {
  return has_exactly(formula, order, [](const auto& here, const auto& opposite) { return here == -opposite; });
}
template <class Formula>
bool is_even(const Formula& formula, std::size_t order) {
  return has_exactly(formula, order, [](const auto& here, const auto& opposite) { return here == opposite; });
}
/// Whether σ″ is nowhere negative.
template <class Formula>
bool is_convex(const Formula& formula) {
  return has_exactly(formula, 2, [](const auto& here, const auto&) { return here >= 0; });
}

/// Each result at ±inf is the limit.
template <class Scalar>
void check_limits(const Examinee<Scalar>& examinee) {
  for (const Scalar x : {std::numeric_limits<Scalar>::infinity(), -std::numeric_limits<Scalar>::infinity()}) {
    const std::vector<Scalar> computed = examinee.results_at(x);
    const reference::ExactJet exact = examinee.exactly(x);
    for (std::size_t order = 0; order < examinee.orders(); ++order) {
      INFO(examinee.name << ", order " << order << " at " << x << ": computed " << hexadecimal(computed[order])
                         << ", exact " << exact[order].result);
      CHECK(error_in_ulp(computed[order], exact[order]) <= examinee.bounds[order]);
    }
  }
}

/// NaN gives NaN in every result that is not, by default parameters, the same constant for all x.
template <class Scalar>
void check_nan(const Examinee<Scalar>& examinee) {
  const std::vector<Scalar> computed = examinee.results_at(std::numeric_limits<Scalar>::quiet_NaN());
  const std::vector<Scalar> at_one = examinee.results_at(1);
  for (std::size_t order = 0; order < examinee.orders(); ++order) {
    INFO(examinee.name << ", order " << order << ": computed " << hexadecimal(computed[order]));
    if (is_constant(examinee.by_default, order))
      CHECK(computed[order] == at_one[order]);
    else
      CHECK(std::isnan(computed[order]));
  }
}

/// Each result is finite where the exact one is no larger than the largest number.
template <class Scalar>
void check_finite(const Examinee<Scalar>& examinee) {
  for (const Scalar x : points_of_both_signs<Scalar>()) {
    const std::vector<Scalar> computed = examinee.results_at(x);
    const reference::ExactJet exact = examinee.exactly(x);
    for (std::size_t order = 0; order < examinee.orders(); ++order) {
      INFO(examinee.name << ", order " << order << " at " << hexadecimal(x) << ": computed "
                         << hexadecimal(computed[order]));
      if (abs(exact[order].result) <= reference::Number((std::numeric_limits<Scalar>::max)()))
        CHECK(std::isfinite(computed[order]));
    }
  }
}

/// An exactly odd or even result is so to the last bit; a value that is odd and 0 at 0 keeps the sign of zero.
template <class Scalar>
void check_symmetry(const Examinee<Scalar>& examinee) {
  for (std::size_t order = 0; order < examinee.orders(); ++order) {
    const bool odd = is_odd(examinee.in_double, order), even = is_even(examinee.in_double, order);
    if (!odd && !even) continue;
    for (const Scalar x : points_of_both_signs<Scalar>()) {
      const Scalar here = examinee.results_at(x)[order], opposite = examinee.results_at(-x)[order];
      INFO(examinee.name << ", order " << order << " at " << hexadecimal(x) << ": computed " << hexadecimal(here)
                         << ", at −x " << hexadecimal(opposite));
      if (odd) CHECK(here == -opposite);
      if (even) CHECK(here == opposite);
      if (odd && order == 0 && x == 0) CHECK(is_identical(here, x));
    }
  }
}

/// Where σ″ is nowhere negative, the computed one is not either, and 0 where it is exactly 0.
template <class Scalar>
void check_convexity(const Examinee<Scalar>& examinee) {
  if (!is_convex(examinee.in_double)) return;
  for (const Scalar x : points_of_both_signs<Scalar>()) {
    const Scalar computed = examinee.results_at(x)[2];
    INFO(examinee.name << " at " << hexadecimal(x) << ": second derivative " << hexadecimal(computed));
    CHECK(computed >= 0);
    if (examinee.exactly(x)[2].result == 0) CHECK(computed == 0);
  }
}

template <class Scalar, class Activation>
void check_properties(const Activation& activation) {
  const Examinee<Scalar> examinee = examinee_of<Scalar>(activation);
  check_limits(examinee);
  check_nan(examinee);
  check_finite(examinee);
  check_symmetry(examinee);
  check_convexity(examinee);
}

}  // namespace support
