#pragma once

#include "sigmajet/math/log1p.hpp"
#include "sigmajet/math/shifted_exponential.hpp"
#include "sigmajet/rowwise/sums.hpp"

/// @file
/// ln Σ e^{x} of a distribution, in terms that keep the digits of a peaked one. Where one entry stands far above all
/// others, Σ e^{x − maximum} is 1 + r with an r far below 1. Their sum would round r away, although ln(1 + r) is about
/// r, and with it the logSoftmax of the largest entry itself. So the entries that are the maximum are counted, only the
/// others are summed, and log1p takes the two parts.

SIGMAJET_NAMESPACE_BEGIN
namespace detail {

/// ln Σ e^{x} = top + ln(ties + others): `top` is the maximum, which occurs `ties` times, and `others` is Σ e^{x − top}
/// of the entries below it.
template <class T>
struct LogSumTerms {
  T top, ties, others;
  /// e^{shift − top} of the ShiftedExponential by which `others` was found.
  T correction;

  /// What makes probabilities, e^{x − top}/(ties + others), of shifted exponentials e^{x − shift}.
  SIGMAJET_FUNCTION Normaliser<T> normaliser() const { return Normaliser<T>({ties + others, T(0)}, correction); }
  /// ln(ties + others). NaN where an entry is +inf or all are −inf, by the difference of infinities, and where one is
  /// NaN, by `others`.
  SIGMAJET_FUNCTION T log() const { return math::log1p((ties - T(1)) + others) + (top - top); }
};

/// The weight of a number that is equal to the maximum, from e^{number − maximum}: 1, of a Number with the derivatives
/// of the power, since equal numbers need not have the same. Of infinite ones the power is NaN.
template <class T>
SIGMAJET_FUNCTION T weight_of_equal(const T& power) {
  if constexpr (math::is_pack<T>)
    return T(1);
  else
    return math::select(power == power, power, T(1));
}

/// The LogSumTerms of each distribution, by group. Calls visit(place, e^{x − shift}) for every pack on the way, whose
/// shift is that of ShiftedExponential(top).
template <class Row, class X, class Visit>
SIGMAJET_FUNCTION auto log_sum_terms(const Row& row, const X& x, Visit&& visit) {
  using T = typename Row::Pack;
  const auto top = maximum(row, x);
  const auto exponential = row.per_group([&](auto group)
                                             SIGMAJET_LAMBDA { return math::ShiftedExponential<T>(top[group]); });
  RowSum<Row> others(row), ties(row);
  row.for_each(
      [&](const auto& place) SIGMAJET_LAMBDA {
        const T numbers = x.load(place, absent<Row>());
        const auto at_top = numbers == top[place.group];
        const T e = exponential[place.group](numbers);
        others.add(place, math::select(at_top, T(0), e));
        ties.add_exactly(place, math::select(at_top, weight_of_equal(e), T(0)));
        visit(place, e);
      },
      others, ties);
  return row.per_group([&](auto group) SIGMAJET_LAMBDA {
    const T unit = exponential[group].at_maximum(top[group]);
    return LogSumTerms<T>{top[group], ties.exact_value(group), others.value(group) / unit, T(1) / unit};
  });
}

/// The LogSumTerms alone.
template <class Row, class X>
SIGMAJET_FUNCTION auto log_sum_terms(const Row& row, const X& x) {
  return log_sum_terms(row, x, [](const auto&, const auto&) SIGMAJET_LAMBDA {});
}

}  // namespace detail
SIGMAJET_NAMESPACE_END
