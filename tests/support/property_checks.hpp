#pragma once

#include "support/accuracy_check.hpp"

/// @file
/// What holds for every activation, with the textbook formula of its name as the judge of what is odd, even, convex or
/// constant.

namespace support {

template <class Scalar>
using Results = std::array<Scalar, 3>;

template <class Scalar, class Activation>
Results<Scalar> results_at(const Activation& activation, Scalar x) {
  const auto jet = sigmajet::jet<2>(activation, x);
  return {jet.value, jet.d1, jet.d2};
}

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

/// Whether the exact derivative of an order has a property at every point: property(exact at x, exact at −x).
template <class Activation, class Property>
bool has_exactly(const Activation& activation, std::size_t order, Property property) {
  const auto reference = reference_of<double>(activation);
  for (const double x : points_of_both_signs<double>())
    if (!property(reference(x)[order].result, reference(-x)[order].result)) return false;
  return true;
}

template <class Activation>
bool is_constant(std::size_t order, const Activation& activation = Activation{}) {
  const reference::Number at_one = reference_of<double>(activation)(1)[order].result;
  return has_exactly(activation, order, [&](const auto& here, const auto&) { return here == at_one; });
}

/// Each result at ±inf is the limit.
template <class Scalar, class Activation>
void check_limits(const Activation& activation) {
  const auto reference = reference_of<Scalar>(activation);
  const sigmajet::ErrorBounds bounds = activation.template error_bounds<Scalar>();
  for (const Scalar x : {std::numeric_limits<Scalar>::infinity(), -std::numeric_limits<Scalar>::infinity()}) {
    const Results<Scalar> computed = results_at(activation, x);
    const reference::ExactJet exact = reference(x);
    for (std::size_t order = 0; order < 3; ++order) {
      INFO(activation << ", order " << order << " at " << x << ": computed " << hexadecimal(computed[order])
                      << ", exact " << exact[order].result);
      CHECK(error_in_ulp(computed[order], exact[order]) <= bounds[order]);
    }
  }
}

/// NaN gives NaN in every result that is not, by default parameters, the same constant for all x.
template <class Scalar, class Activation>
void check_nan(const Activation& activation) {
  const Results<Scalar> computed = results_at(activation, std::numeric_limits<Scalar>::quiet_NaN());
  for (std::size_t order = 0; order < 3; ++order) {
    INFO(activation << ", order " << order << ": computed " << hexadecimal(computed[order]));
    if (is_constant<Activation>(order))
      CHECK(computed[order] == results_at(activation, Scalar(1))[order]);
    else
      CHECK(std::isnan(computed[order]));
  }
}

/// Each result is finite where the exact one is no larger than the largest number.
template <class Scalar, class Activation>
void check_finite(const Activation& activation) {
  const auto reference = reference_of<Scalar>(activation);
  for (const Scalar x : points_of_both_signs<Scalar>()) {
    const Results<Scalar> computed = results_at(activation, x);
    const reference::ExactJet exact = reference(x);
    for (std::size_t order = 0; order < 3; ++order) {
      INFO(activation << ", order " << order << " at " << hexadecimal(x) << ": computed "
                      << hexadecimal(computed[order]));
      if (abs(exact[order].result) <= reference::Number((std::numeric_limits<Scalar>::max)()))
        CHECK(std::isfinite(computed[order]));
    }
  }
}

/// An exactly odd or even result is so to the last bit; a value that is odd and 0 at 0 keeps the sign of zero.
template <class Scalar, class Activation>
void check_symmetry(const Activation& activation) {
  for (std::size_t order = 0; order < 3; ++order) {
    const bool odd = has_exactly(activation, order, [](const auto& a, const auto& b) { return a == -b; });
    const bool even = has_exactly(activation, order, [](const auto& a, const auto& b) { return a == b; });
    for (const Scalar x : points_of_both_signs<Scalar>()) {
      const Scalar here = results_at(activation, x)[order], opposite = results_at(activation, -x)[order];
      INFO(activation << ", order " << order << " at " << hexadecimal(x) << ": computed " << hexadecimal(here)
                      << ", at −x " << hexadecimal(opposite));
      if (odd) CHECK(here == -opposite);
      if (even) CHECK(here == opposite);
      if (odd && order == 0 && x == 0) CHECK(is_identical(here, x));
    }
  }
}

/// Where σ″ is nowhere negative, the computed one is not either, and 0 where it is exactly 0.
template <class Scalar, class Activation>
void check_convexity(const Activation& activation) {
  if (!has_exactly(activation, 2, [](const auto& here, const auto&) { return here >= 0; })) return;
  const auto reference = reference_of<Scalar>(activation);
  for (const Scalar x : points_of_both_signs<Scalar>()) {
    const Scalar computed = results_at(activation, x)[2];
    INFO(activation << " at " << hexadecimal(x) << ": second derivative " << hexadecimal(computed));
    CHECK(computed >= 0);
    if (reference(x)[2].result == 0) CHECK(computed == 0);
  }
}

template <class Scalar, class Activation>
void check_properties(const Activation& activation) {
  check_limits<Scalar>(activation);
  check_nan<Scalar>(activation);
  check_finite<Scalar>(activation);
  check_symmetry<Scalar>(activation);
  check_convexity<Scalar>(activation);
}

}  // namespace support
