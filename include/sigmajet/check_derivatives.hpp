#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <iomanip>
#include <ostream>
#include <random>
#include <vector>

#include "sigmajet/products.hpp"

SIGMAJET_NAMESPACE_BEGIN

struct CheckOptions {
  int steps = 16;           ///< the number of steps h = 1, 1/base, 1/base², …
  double base = 2;          ///< > 1
  double tolerance = 0.25;  ///< how far below 2, or 3, an observed order may lie
  std::uint64_t seed = 1;   ///< of the direction and the weights
};

/// The remainders of the Taylor polynomials of degree 0, 1, 2 for one step h, and the orders E ~ h^order between the
/// step before and this one (NaN in the first row).
struct CheckRow {
  double h, e0, e1, e2;
  double order0, order1, order2;
};

struct DerivativeCheck {
  std::vector<CheckRow> rows;
  bool first_passed = false, second_passed = false;

  friend std::ostream& operator<<(std::ostream& out, const DerivativeCheck& check) {
    const auto flags = out.flags();
    const auto precision = out.precision();
    out << "         h         E0  order         E1  order         E2  order\n";
    for (const CheckRow& row : check.rows) {
      out << std::scientific << std::setprecision(2) << std::setw(10) << row.h;
      for (const auto& [error, order] : {std::pair{row.e0, row.order0}, {row.e1, row.order1}, {row.e2, row.order2}}) {
        out << std::scientific << std::setw(11) << error << std::fixed << std::setw(7);
        std::isnan(order) ? out << '-' : out << order;
      }
      out << '\n';
    }
    out.flags(flags);
    out.precision(precision);
    const auto verdict = [](bool passed) { return passed ? "passed" : "FAILED"; };
    return out << "first derivative " << verdict(check.first_passed) << ", second derivative "
               << verdict(check.second_passed) << '\n';
  }
};

namespace detail {

template <class Array>
void fill_normal(Array& array, std::mt19937_64& generator) {
  std::normal_distribution<double> normal;
  for (Eigen::Index i = 0; i < array.size(); ++i) array.data()[i] = typename Array::Scalar(normal(generator));
}

template <class A, class B>
double inner_product(const A& a, const B& b) {
  return (a.array().template cast<double>() * b.array().template cast<double>()).sum();
}

/// The Euclidean norm of a∘b.
template <class A, class B>
double norm_of_product(const A& a, const B& b) {
  return std::sqrt((a.array().template cast<double>() * b.array().template cast<double>()).square().sum());
}

/// Whether remainders fall with an order: the best of the last three orders observed before they drown in rounding
/// errors, where a fall into the noise counts as one to its level. Passed where none stands out.
inline bool falls_with_order(double order, double base, const std::vector<double>& remainders, double noise) {
  std::vector<double> orders;
  for (std::size_t i = 1; i < remainders.size() && remainders[i - 1] > noise; ++i)
    orders.push_back(std::log((std::max)(remainders[i], noise) / remainders[i - 1]) / -std::log(base));
  if (orders.empty()) return remainders.front() <= noise;
  const auto last = static_cast<std::ptrdiff_t>((std::min<std::size_t>)(3, orders.size()));
  return *std::max_element(orders.end() - last, orders.end()) >= order;
}

}  // namespace detail

/// The Taylor test of an activation's derivatives at x: along a random direction v and with random weights g, the
/// remainders of φ(h) = ⟨g, σ(x + h v)⟩ fall as h, h², h³ as one more term, h⟨g, J v⟩ and ½h²⟨v, ∇²⟨g, σ⟩ v⟩, is taken
/// away. A wrong derivative shows as an order that is too low by one. x must not lie at a kink.
///
/// @throws std::invalid_argument unless steps ≥ 2, base > 1 and finite, and tolerance ≥ 0.
template <class Activation, class Derived>
DerivativeCheck check_derivatives(const Activation& activation, const Eigen::DenseBase<Derived>& x,
                                  const CheckOptions& options = {}) {
  using Plain = typename Derived::PlainObject;
  using Scalar = typename Derived::Scalar;
  if (!(options.steps >= 2 && options.base > 1 && std::isfinite(options.base) && options.tolerance >= 0))
    detail::fail<std::invalid_argument>("check_derivatives needs steps >= 2, base > 1 and tolerance >= 0");
  std::mt19937_64 generator(options.seed);
  const Plain at = x.derived();
  Plain v = at, g = at, y, moved;
  detail::fill_normal(v, generator);
  detail::fill_normal(g, generator);
  evaluate(activation, at, y);
  const double first = detail::inner_product(g, jvp(activation, at, v));
  const double second = detail::inner_product(v, hvp(activation, at, g, v));
  // The rounding errors of σ and of x + h v.
  const double noise = 2 * static_cast<double>(Eigen::NumTraits<Scalar>::epsilon()) *
                       (detail::norm_of_product(g, y) + detail::norm_of_product(g, jvp(activation, at, at)));

  DerivativeCheck check;
  std::vector<double> remainders[3];
  double h = 1;
  for (int i = 0; i < options.steps; ++i, h /= options.base) {
    moved = at + Scalar(h) * v;
    evaluate(activation, moved, moved);
    const double difference = detail::inner_product(g, moved - y);
    remainders[0].push_back(std::abs(difference));
    remainders[1].push_back(std::abs(difference - h * first));
    remainders[2].push_back(std::abs(difference - h * first - 0.5 * h * h * second));
    const auto order = [&](const std::vector<double>& e) {
      const auto n = e.size();
      return n < 2 ? std::nan("") : std::log(e[n - 2] / e[n - 1]) / std::log(options.base);
    };
    check.rows.push_back({h, remainders[0].back(), remainders[1].back(), remainders[2].back(), order(remainders[0]),
                          order(remainders[1]), order(remainders[2])});
  }
  check.first_passed = detail::falls_with_order(2 - options.tolerance, options.base, remainders[1], noise);
  check.second_passed = detail::falls_with_order(3 - options.tolerance, options.base, remainders[2], noise);
  return check;
}

SIGMAJET_NAMESPACE_END
