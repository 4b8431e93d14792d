#pragma once

#include "sigmajet/math/compensated_sum.hpp"
#include "sigmajet/math/log1p.hpp"
#include "sigmajet/math/reciprocal.hpp"
#include "sigmajet/math/shifted_exponential.hpp"
#include "sigmajet/rowwise/loop.hpp"

/// @file
/// What softmax and logSoftmax compute of one distribution, written over a Row and its strips (rowwise_loop.hpp).

SIGMAJET_NAMESPACE_BEGIN
namespace detail {

/// The sum over a whole distribution in two words, in every lane, from the sums that its lanes hold. The lanes are
/// rounded to a common grid first, on which they add up without a rounding error; what that takes off joins the low
/// word.
template <class Row, class T>
SIGMAJET_FUNCTION math::TwoWords<T> joined(const Row& row, const math::CompensatedSum<T>& sum) {
  const auto words = sum.words();
  if constexpr (Row::joins_lanes) {
    const T large = T(4) * row.fold_sum(words.high);
    const T coarse = (words.high + large) - large;
    return {row.fold_sum(coarse), row.fold_sum(words.low + (words.high - coarse))};
  } else {
    return words;
  }
}

/// Division by a sum, rounded little more than once.
template <class T>
class Normaliser {
 public:
  Normaliser() = default;
  /// unit/sum of a unit near 1.
  SIGMAJET_FUNCTION explicit Normaliser(const math::TwoWords<T>& sum, const T& unit = T(1))
      : inverse_(unit / sum.high) {
    excess_ = math::mul_add(inverse_, sum.low, math::product_error(inverse_, sum.high, unit));
  }

  SIGMAJET_FUNCTION T operator()(const T& x) const { return math::Reciprocal<T>(inverse_, excess_).multiply(x); }

 private:
  T inverse_, excess_;
};

/// A number whose exponential is 0.
template <class T>
SIGMAJET_FUNCTION typename T::Scalar lowest_number() {
  using Scalar = typename T::Scalar;
  if constexpr (std::numeric_limits<Scalar>::has_infinity)
    return -std::numeric_limits<Scalar>::infinity();
  else
    return -math::largest<T>();
}

/// What stands in lanes that do not exist: no part of a distribution, or a harmless one of their own.
template <class Row>
SIGMAJET_FUNCTION typename Row::Scalar absent() {
  if constexpr (Row::joins_lanes)
    return lowest_number<typename Row::Pack>();
  else
    return typename Row::Scalar(0);
}

/// The largest number of each distribution; a NaN may get lost.
template <class Row, class X>
SIGMAJET_FUNCTION auto maximum(const Row& row, const X& x) {
  using T = typename Row::Pack;
  auto top = row.per_column([](auto) SIGMAJET_LAMBDA { return T(lowest_number<T>()); });
  row.for_each([&](const auto& place) SIGMAJET_LAMBDA {
    top[place.column] = (math::max)(top[place.column], x.load(place, absent<Row>()));
  });
  return row.per_column([&](auto column) SIGMAJET_LAMBDA { return row.fold_maximum(top[column]); });
}

/// ln Σ e^{x} = top + ln(ties + others), where `ties` entries are the maximum and the others are Σ e^{x − top}. Kept
/// apart, so that a dominant entry does not hide the others.
template <class T>
struct LogSumTerms {
  T top, ties, others;
  T correction;  // e^{shift − top}, of exponentials that are shifted otherwise

  /// What makes a probability of a shifted exponential.
  SIGMAJET_FUNCTION Normaliser<T> normaliser() const { return Normaliser<T>({ties + others, T(0)}, correction); }
  /// ln(ties + others), NaN where an entry is +inf or NaN, or all are −inf.
  SIGMAJET_FUNCTION T log() const { return math::log1p((ties - T(1)) + others) + (top - top); }
};

/// The LogSumTerms of each distribution; visit(place, shifted exponential) for every pack on the way.
template <class Row, class X, class Visit>
SIGMAJET_FUNCTION auto log_sum_terms(const Row& row, const X& x, Visit&& visit) {
  using T = typename Row::Pack;
  struct Gathered {
    T top;
    math::ShiftedExponential<T> exponential;
    math::CompensatedSum<T> others;
    T ties;
  };
  const auto top = maximum(row, x);
  auto gathered = row.per_column(
      [&](auto column)
          SIGMAJET_LAMBDA { return Gathered{top[column], math::ShiftedExponential<T>(top[column]), {}, T(0)}; });
  row.for_each([&](const auto& place) SIGMAJET_LAMBDA {
    Gathered& g = gathered[place.column];
    const T numbers = x.load(place, absent<Row>());
    const auto at_top = numbers == g.top;
    const T e = g.exponential(numbers);
    g.others.add(math::select(at_top, T(0), e));
    g.ties = g.ties + math::select(at_top, T(1), T(0));
    visit(place, e);
  });
  return row.per_column([&](auto column) SIGMAJET_LAMBDA {
    const Gathered& g = gathered[column];
    const T unit = g.exponential.at_maximum(g.top);
    const auto others = joined(row, g.others);
    return LogSumTerms<T>{g.top, row.fold_sum(g.ties), (others.high + others.low) / unit, T(1) / unit};
  });
}
template <class Row, class X>
SIGMAJET_FUNCTION auto log_sum_terms(const Row& row, const X& x) {
  return log_sum_terms(row, x, [](const auto&, const auto&) SIGMAJET_LAMBDA {});
}

/// The strip where the exponentials of x may wait for their sum: x where that is a copy, else y, whose type may be too
/// narrow to hold them.
template <class X, class Y>
SIGMAJET_FUNCTION const auto& place_to_keep(const X& x, const Y& y) {
  if constexpr (X::is_writable)
    return x;
  else
    return y;
}

/// The exponentials of each distribution.
template <class Row, class X>
SIGMAJET_FUNCTION auto shifted_exponentials(const Row& row, const X& x) {
  const auto top = maximum(row, x);
  return row.per_column([&](auto column)
                            SIGMAJET_LAMBDA { return math::ShiftedExponential<typename Row::Pack>(top[column]); });
}

/// Whether every sum of exponentials is finite and so small that no entry is far above the shift.
template <class Row, class Sums>
SIGMAJET_FUNCTION bool are_moderate(const Row& row, const Sums& sums) {
  using T = typename Row::Pack;
  T excess(0);
  row.per_column([&](auto column) SIGMAJET_LAMBDA {
    return excess = (math::max)(excess, math::select(sums[column].high < T(1e13), T(0), T(1)));
  });
  return RowAlong<T>::number_of(RowAlong<T>::fold_maximum(excess)) == typename T::Scalar(0);
}

/// Σ term(place) of each distribution, in two words or in one.
template <class Row, class Term>
SIGMAJET_FUNCTION auto total_of(const Row& row, const Term& term) {
  using T = typename Row::Pack;
  auto sum = row.per_column([](auto) SIGMAJET_LAMBDA { return math::CompensatedSum<T>(); });
  row.for_each([&](const auto& place) SIGMAJET_LAMBDA { sum[place.column].add(term(place)); });
  return row.per_column([&](auto column) SIGMAJET_LAMBDA { return joined(row, sum[column]); });
}

template <class Row, class Term>
SIGMAJET_FUNCTION auto sum_of(const Row& row, const Term& term) {
  const auto total = total_of(row, term);
  return row.per_column([&](auto column) SIGMAJET_LAMBDA { return total[column].high + total[column].low; });
}

/// The probabilities s = softmax(x) of a row, either found from x or, IsKept, read from memory. From x they are
/// computed anew at every visit: an output may take the place of any operand, so there is nowhere to keep them.
template <bool IsKept, class Row, class X>
class Probabilities {
 public:
  using T = typename Row::Pack;

  SIGMAJET_FUNCTION Probabilities(const Row& row, const X& x) : row_(row), x_(x) {
    if constexpr (!IsKept) exponential_ = shifted_exponentials(row, x);
  }

  /// What they were made of.
  SIGMAJET_FUNCTION const X& input() const { return x_; }

  /// To be called once, in one form or the other, before the probabilities are read.
  SIGMAJET_FUNCTION void normalise() {
    if constexpr (!IsKept) {
      const auto sum = total_of(row_, [&](const auto& place) SIGMAJET_LAMBDA { return weight_at(place); });
      normaliser_ = row_.per_column([&](auto column) SIGMAJET_LAMBDA { return Normaliser<T>(sum[column]); });
    }
  }
  /// Σ s·term(place) for every term, by column.
  template <class... Terms>
  SIGMAJET_FUNCTION auto normalise(const Terms&... terms) {
    struct Sums {
      math::CompensatedSum<T> weights, products[sizeof...(Terms)];
    };
    struct Averages {
      T of[sizeof...(Terms)];
    };
    auto sums = row_.per_column([](auto) SIGMAJET_LAMBDA { return Sums(); });
    row_.for_each([&](const auto& place) SIGMAJET_LAMBDA {
      Sums& s = sums[place.column];
      const T weight = weight_at(place);
      if constexpr (!IsKept) s.weights.add(weight);
      math::CompensatedSum<T>* product = s.products;
      ((product++)->add(weight * terms(place)), ...);
    });
    if constexpr (!IsKept)
      normaliser_ =
          row_.per_column([&](auto column)
                              SIGMAJET_LAMBDA { return Normaliser<T>(joined(row_, sums[column].weights)); });
    return row_.per_column([&](auto column) SIGMAJET_LAMBDA {
      Averages averages;
      for (std::size_t i = 0; i < sizeof...(Terms); ++i) {
        const auto sum = joined(row_, sums[column].products[i]);
        averages.of[i] = sum.high + sum.low;
        if constexpr (!IsKept) averages.of[i] = normaliser_[column](averages.of[i]);
      }
      return averages;
    });
  }

  /// s at a place.
  template <class Place>
  SIGMAJET_FUNCTION T operator()(const Place& place) const {
    if constexpr (IsKept)
      return weight_at(place);
    else
      return normaliser_[place.column](weight_at(place));
  }

 private:
  template <class Place>
  SIGMAJET_FUNCTION T weight_at(const Place& place) const {
    if constexpr (IsKept)
      return x_.load(place, 0);
    else
      return exponential_[place.column](x_.load(place, absent<Row>()));
  }

  Row row_;
  X x_;
  typename Row::template Columns<math::ShiftedExponential<T>> exponential_;
  typename Row::template Columns<Normaliser<T>> normaliser_;
};

/// 1 − s_i of probabilities s, by the others where it would cancel.
template <class Vector>
Vector complement(const Vector& s) {
  using Scalar = typename Vector::Scalar;
  Vector rest = Vector::Ones(s.size()) - s;
  for (Eigen::Index i = 0; i < s.size(); ++i)
    if (s(i) + s(i) > Scalar(1)) rest(i) = s.head(i).sum() + s.tail(s.size() - i - 1).sum();
  return rest;
}

}  // namespace detail
SIGMAJET_NAMESPACE_END
