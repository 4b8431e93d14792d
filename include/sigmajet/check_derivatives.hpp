#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <iomanip>
#include <limits>
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

/// The remainders of the Taylor polynomials of degree 0, 1, 2 for one step h, summed with random weights over all
/// coefficients, and the orders E ~ h^order between the step before and this one (NaN in the first row).
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

/// What remainders are computed in: they are small differences.
using Wide = long double;

/// One coefficient at one step: the size of the step, what the Taylor polynomials of degree 0, 1 and 2 leave of the
/// value, the size of their last terms, and how far off rounding errors may put all that.
struct TaylorSample {
  Wide step, remainders[3], terms[3], noise;
};
/// By falling steps.
using TaylorSamples = std::vector<TaylorSample>;

/// remainder/step^degree, extrapolated to the step 0, and how far off that may be.
struct Extrapolation {
  Wide value = 0, error = std::numeric_limits<Wide>::infinity();
};

/// By the polynomial through the samples first … last, with Lagrange's weights; the error is that of rounding.
inline Extrapolation polynomial_at_zero(const TaylorSamples& samples, int degree, std::size_t first, std::size_t last) {
  Extrapolation result{0, 0};
  for (std::size_t i = first; i <= last; ++i) {
    Wide weight = 1 / std::pow(samples[i].step, static_cast<Wide>(degree));
    for (std::size_t j = first; j <= last; ++j)
      if (j != i) weight *= samples[j].step / (samples[j].step - samples[i].step);
    result.value += weight * samples[i].remainders[degree];
    result.error += std::abs(weight) * samples[i].noise;
  }
  return result;
}

/// By three, four or five samples from `first` on, whichever are off by least. A part of the error is what polynomials
/// through all of them but the first, or the last, differ by.
inline Extrapolation extrapolated(const TaylorSamples& samples, int degree, std::size_t first) {
  constexpr Wide safety = 8;
  Extrapolation best;
  for (std::size_t last = first + 2; last < (std::min)(first + 5, samples.size()); ++last) {
    Extrapolation all = polynomial_at_zero(samples, degree, first, last);
    const Wide without_last = polynomial_at_zero(samples, degree, first, last - 1).value;
    const Wide without_first = polynomial_at_zero(samples, degree, first + 1, last).value;
    all.error += safety * (std::max)(std::abs(all.value - without_last), std::abs(all.value - without_first));
    if (all.error < best.error) best = all;
  }
  return best;
}

/// Whether the terms that an activation claims leave room for structure that is finer than the steps: where σ″ changes
/// the slope by far more than it may be wrong, or is itself more than the slope can stand, farther steps tell nothing.
inline bool is_within_reach(const TaylorSample& sample, int degree, Wide value) {
  if (degree == 1) return sample.terms[2] <= 4 * value * sample.step;
  return sample.terms[2] <= sample.terms[1] || sample.terms[1] == 0;
}

/// The error of a derivative below which this test is blind: a share of the largest one that the samples show.
inline Wide blind_below(const TaylorSamples& samples, int degree, Wide epsilon) {
  Wide largest = 0;
  for (const TaylorSample& sample : samples) {
    const Wide seen = (std::max)(std::abs(sample.remainders[degree - 1]) - sample.noise, sample.terms[degree]);
    largest = (std::max)(largest, seen / std::pow(sample.step, static_cast<Wide>(degree)));
  }
  return largest * std::pow(epsilon, static_cast<Wide>(1) / static_cast<Wide>(degree + 1));
}

/// Whether samples show that the derivative of a degree is wrong.
///
/// Where it is right, remainder/step^degree goes to 0 with the step. Else it goes to a number. This is extrapolated
/// from every few samples that follow each other, and counts where three such numbers in a row agree, are larger than
/// their errors, belong to remainders that fall with too low an order, and where no smaller steps show the number to be
/// less: between them may lie a kink, or all that the activation does.
inline bool is_shown_wrong(const TaylorSamples& samples, int degree, double lowest_order, Wide epsilon) {
  const Wide resolution = blind_below(samples, degree, epsilon);
  Wide former = 0, at_most = std::numeric_limits<Wide>::infinity();
  int agreeing = 0;
  for (std::size_t first = samples.size(); first-- > 0;) {
    const auto [number, error] = extrapolated(samples, degree, first);
    const Wide value = std::abs(number);
    bool counts = value > error + resolution && value <= at_most;
    if (counts) {
      const TaylorSample &here = samples[first], &there = samples[first + 2];
      const Wide fall = std::abs(here.remainders[degree] / there.remainders[degree]);
      counts =
          is_within_reach(there, degree, value) && std::log(fall) < lowest_order * std::log(here.step / there.step);
    }
    agreeing = !counts ? 0 : std::abs(number - former) <= value / 4 ? agreeing + 1 : 1;
    if (agreeing == 3) return true;
    at_most = (std::min)(at_most, value + error);
    former = number;
  }
  return false;
}

/// By falling steps, no two of them closer than is good for an extrapolation.
inline TaylorSamples in_order(TaylorSamples samples) {
  constexpr Wide closest = 0.7L;
  std::sort(samples.begin(), samples.end(),
            [](const TaylorSample& a, const TaylorSample& b) { return a.step > b.step; });
  TaylorSamples kept;
  for (const TaylorSample& sample : samples)
    if (kept.empty() || sample.step <= closest * kept.back().step) kept.push_back(sample);
  return kept;
}

/// Adds what rounding errors of σ″ count for. They may be those of terms that cancel, as large as the largest curvature
/// that the samples show.
inline void add_noise_of_curvature(TaylorSamples& samples, Wide epsilon) {
  Wide curvature = 0;
  for (const TaylorSample& sample : samples)
    curvature = (std::max)(curvature, (std::abs(sample.remainders[1]) - sample.noise) / (sample.step * sample.step));
  for (TaylorSample& sample : samples) sample.noise += 16 * epsilon * curvature * sample.step * sample.step;
}

/// The Taylor polynomials of an activation at a point, along steps of any size and direction.
template <class Activation, class Plain>
class TaylorTest {
 public:
  TaylorTest(const Activation& activation, const Plain& at)
      : activation_(activation),
        at_(at),
        value_(at),
        samples_(static_cast<std::size_t>(at.size())),
        is_without_derivative_(samples_.size()) {
    evaluate(activation, at_, value_);
  }

  /// Goes a step, and returns what was found of each coefficient. The step that counts is the one that rounding leaves.
  /// Its size is that of the coefficient's own step or, in a row, the given one.
  TaylorSamples sample(const Plain& wanted, double size) {
    const Plain moved = at_ + wanted, step = moved - at_;
    Plain value = moved;
    evaluate(activation_, moved, value);
    const Plain first = jvp(activation_, at_, step), second = second_along(step);
    TaylorSamples latest;
    for (Eigen::Index i = 0; i < at_.size(); ++i) {
      const Wide y = number(value, i), y0 = number(value_, i), d1 = number(first, i), d2 = number(second, i) / 2;
      const Wide length = is_elementwise<Activation> ? std::abs(number(step, i)) : static_cast<Wide>(size);
      TaylorSample sample{length,
                          {y - y0, y - y0 - d1, y - y0 - d1 - d2},
                          {std::abs(y0), std::abs(d1), std::abs(d2)},
                          smallest() * (1 + length + length * length)};
      // Of σ, of its terms and, as half an ulp of x counts, of x.
      const Wide of_x = length > 0 ? std::abs(number(at_, i)) * sample.terms[1] / length : 0;
      sample.noise += epsilon() * (4 * (std::abs(y) + std::abs(y0) + sample.terms[1] + sample.terms[2]) + 2 * of_x);
      // The products of a row are sums over all of it.
      if constexpr (!is_elementwise<Activation>) sample.noise += 16 * epsilon() * (length + length * length);
      latest.push_back(sample);
      if (length > 0 && std::isfinite(sample.noise))
        samples_[static_cast<std::size_t>(i)].push_back(sample);
      else if (length > 0 && std::isfinite(number(at_, i)) && (std::isfinite(y) || std::isnan(y0)))
        is_without_derivative_[static_cast<std::size_t>(i)] = true;
    }
    return latest;
  }

  /// Whether no coefficient shows that the derivative of a degree is wrong, or NaN.
  bool passes(int degree, double tolerance) const {
    for (std::size_t i = 0; i < samples_.size(); ++i) {
      if (samples_[i].empty() && is_without_derivative_[i]) return false;
      TaylorSamples samples = in_order(samples_[i]);
      if (degree == 2) add_noise_of_curvature(samples, epsilon());
      if (is_shown_wrong(samples, degree, degree + 1 - tolerance, epsilon())) return false;
    }
    return true;
  }

 private:
  using Scalar = typename Plain::Scalar;

  static Wide number(const Plain& array, Eigen::Index i) { return static_cast<Wide>(array.data()[i]); }
  static Wide epsilon() {
    return (std::max)(static_cast<Wide>(Eigen::NumTraits<Scalar>::epsilon()), std::numeric_limits<Wide>::epsilon());
  }
  /// A few units of the smallest subnormal number.
  static Wide smallest() { return 8 * static_cast<Wide>(std::numeric_limits<Scalar>::denorm_min()); }

  /// The second derivative along a step.
  Plain second_along(const Plain& step) const {
    if constexpr (is_elementwise<Activation>)
      return hvp(activation_, at_, step, step);
    else
      return compose(activation_, at_, step, Plain::Zero(step.rows(), step.cols())).d2;
  }

  Activation activation_;
  Plain at_, value_;
  std::vector<TaylorSamples> samples_;
  /// Where a step gave a value and no number for its derivatives. Those may overflow, but not of every step.
  std::vector<bool> is_without_derivative_;
};

}  // namespace detail

/// The Taylor test of an activation's derivatives at x: along a direction v, the remainders of σ(x + h v) fall as h,
/// h², h³ as one more term, h J v and ½h² ∇²σ[v, v], is taken away. A wrong derivative shows as an order that is too
/// low by one. Each coefficient is judged by itself, by steps of the size of 1 and of its own, of random lengths, that
/// lead away from 0; a step is the one that rounding leaves of it. x must not lie at a kink.
///
/// An error goes unnoticed where rounding errors hide it. With the default steps that is less than about 1e-4 of σ′ and
/// 1e-2 of σ″ in double, 1e-2 and 1/4 in float, and more where the derivative is small beside its neighbours or |σ|.
///
/// @throws std::invalid_argument unless steps ≥ 2, base > 1 and finite, and tolerance ≥ 0.
template <class Activation, class Derived>
DerivativeCheck check_derivatives(const Activation& activation, const Eigen::DenseBase<Derived>& x,
                                  const CheckOptions& options = {}) {
  using Plain = typename Derived::PlainObject;
  using Scalar = typename Derived::Scalar;
  if (!(options.steps >= 2 && options.base > 1 && std::isfinite(options.base) && options.tolerance >= 0))
    detail::fail<std::invalid_argument>("check_derivatives needs steps >= 2, base > 1 and tolerance >= 0");
  const Plain at = x.derived();
  Plain v = at, own_size = at;
  std::vector<double> weights;
  std::mt19937_64 generator(options.seed);
  std::normal_distribution<double> normal;
  for (Eigen::Index i = 0; i < at.size(); ++i) {
    const double length = 0.5 + std::abs(normal(generator)) / 2;
    const bool is_negative = is_elementwise<Activation> ? at.data()[i] < Scalar(0) : normal(generator) < 0;
    v.data()[i] = Scalar(is_negative ? -length : length);
    own_size.data()[i] = Scalar(length) * at.data()[i];
    weights.push_back(normal(generator));
  }

  detail::TaylorTest<Activation, Plain> test(activation, at);
  DerivativeCheck check;
  double h = 1;
  for (int n = 0; n < options.steps; ++n, h /= options.base) {
    double e[3] = {0, 0, 0};
    const detail::TaylorSamples samples = test.sample(Scalar(h) * v, h);
    for (std::size_t i = 0; i < samples.size(); ++i)
      for (int degree = 0; degree < 3; ++degree)
        e[degree] += weights[i] * static_cast<double>(samples[i].remainders[degree]);
    for (double& remainder : e) remainder = std::abs(remainder);
    const auto order = [&](double former, double remainder) {
      return n == 0 ? std::nan("") : std::log(former / remainder) / std::log(options.base);
    };
    const CheckRow former = n == 0 ? CheckRow{} : check.rows.back();
    check.rows.push_back({h, e[0], e[1], e[2], order(former.e0, e[0]), order(former.e1, e[1]), order(former.e2, e[2])});
    // Steps of all coefficients of a row are one step, and their sizes would not be comparable.
    if constexpr (is_elementwise<Activation>) test.sample(Scalar(h) * own_size, h);
  }
  check.first_passed = test.passes(1, options.tolerance);
  check.second_passed = check.first_passed && test.passes(2, options.tolerance);
  return check;
}

SIGMAJET_NAMESPACE_END
