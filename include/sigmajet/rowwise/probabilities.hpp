#pragma once

#include "sigmajet/math/exp.hpp"
#include "sigmajet/math/log1p.hpp"
#include "sigmajet/math/reciprocal.hpp"
#include "sigmajet/rowwise/loop.hpp"

/// @file
/// What softmax and logSoftmax compute of one distribution, written over a Row and its strips (rowwise_loop.hpp).

SIGMAJET_NAMESPACE_BEGIN
namespace detail {

/// A sum that does not drift: each addition's rounding error is kept and added at the end (Neumaier 1974 without the
/// exchange, which terms of a growing sum do not need). Error: about an ulp of the sum of magnitudes, for any count.
template <class T>
class Sum {
 public:
  Sum() : high_(0), low_(0) {}

  SIGMAJET_FUNCTION void add(const T& x) {
    const T high = high_ + x;
    low_ = low_ + (x - (high - high_));
    high_ = high;
  }
  SIGMAJET_FUNCTION T value() const { return high_ + low_; }
  /// Over the lanes of a row, which are rounded to a common grid first, where their sum is exact.
  template <class Row>
  SIGMAJET_FUNCTION math::TwoWords<T> total(const Row& row) const {
    if constexpr (Row::joins_lanes) {
      const T large = T(4) * row.fold_sum(high_);
      const T coarse = (high_ + large) - large;
      return {row.fold_sum(coarse), row.fold_sum(low_ + (high_ - coarse))};
    } else {
      return {high_, low_};
    }
  }

 private:
  T high_, low_;
};

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

/// e^{x − shift} for x up to the maximum of a row, 0 at −inf, where e^{maximum − shift} is near 1. The rounding error
/// of x − maximum would cost e^{−80} 40 ulp. So the shift is a multiple of ln 2, which only changes the exponent of
/// e^x, as long as x is small; where it is not, x − maximum is exact until e^{x − maximum} underflows.
template <class T>
class ShiftedExponential {
 public:
  ShiftedExponential() = default;
  SIGMAJET_FUNCTION explicit ShiftedExponential(const T& maximum) {
    if constexpr (math::is_pack<T>) {
      constexpr bool is_float = std::is_same_v<Scalar, float>;
      const auto is_small = math::abs(maximum - T(is_float ? 44 : 354)) < T(is_float ? 108 : 866);
      const T zero(0), magic(integer_magic<Scalar>), decay(-math::decay_limit<T>());
      shift_ = math::select(is_small, zero, maximum);
      lowest_ = math::select(is_small, maximum + decay, decay);
      power_ = math::select(is_small, magic - math::mul_add(maximum, T(ExpConstants<Scalar>::log2_e), magic), zero);
    } else {
      shift_ = maximum;
    }
  }

  SIGMAJET_FUNCTION T operator()(const T& x) const {
    if constexpr (math::is_pack<T>)
      return exponential(in_range((math::max)(x - shift_, lowest_)));
    else
      return T(exp_of((x - shift_).value));
  }
  /// e^{maximum − shift}.
  SIGMAJET_FUNCTION T at_maximum(const T& maximum) const {
    return math::select(shift_ == maximum, T(1), (*this)(maximum));
  }

 private:
  using Scalar = typename T::Scalar;

  /// y, or a number whose exponential overflows, where the power of two of a larger one would be none.
  SIGMAJET_FUNCTION T in_range(const T& y) const {
#if SIGMAJET_HAS_AVX512
    return y;
#else
    return (math::min)(y, lowest_ + T(2) * T(math::decay_limit<T>()));
#endif
  }

  /// 2^power e^y within 0.75 ulp.
  SIGMAJET_FUNCTION T exponential(const T& y) const {
    const auto parts = math::exponential_parts(y);
    const T power = math::scale(parts.table, parts.exponent + power_);
    return math::mul_add(power, parts.fraction, power);
  }

  T shift_, lowest_, power_;
};

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
    ShiftedExponential<T> exponential;
    Sum<T> others;
    T ties;
  };
  const auto top = maximum(row, x);
  auto gathered = row.per_column(
      [&](auto column) SIGMAJET_LAMBDA { return Gathered{top[column], ShiftedExponential<T>(top[column]), {}, T(0)}; });
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
    const auto others = g.others.total(row);
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
                            SIGMAJET_LAMBDA { return ShiftedExponential<typename Row::Pack>(top[column]); });
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
  auto sum = row.per_column([](auto) SIGMAJET_LAMBDA { return Sum<T>(); });
  row.for_each([&](const auto& place) SIGMAJET_LAMBDA { sum[place.column].add(term(place)); });
  return row.per_column([&](auto column) SIGMAJET_LAMBDA { return sum[column].total(row); });
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
      Sum<T> weights, products[sizeof...(Terms)];
    };
    struct Averages {
      T of[sizeof...(Terms)];
    };
    auto sums = row_.per_column([](auto) SIGMAJET_LAMBDA { return Sums(); });
    row_.for_each([&](const auto& place) SIGMAJET_LAMBDA {
      Sums& s = sums[place.column];
      const T weight = weight_at(place);
      if constexpr (!IsKept) s.weights.add(weight);
      Sum<T>* product = s.products;
      ((product++)->add(weight * terms(place)), ...);
    });
    if constexpr (!IsKept)
      normaliser_ =
          row_.per_column([&](auto column) SIGMAJET_LAMBDA { return Normaliser<T>(sums[column].weights.total(row_)); });
    return row_.per_column([&](auto column) SIGMAJET_LAMBDA {
      Averages averages;
      for (std::size_t i = 0; i < sizeof...(Terms); ++i) {
        const auto sum = sums[column].products[i].total(row_);
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
  typename Row::template Columns<ShiftedExponential<T>> exponential_;
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
