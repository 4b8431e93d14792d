#pragma once

#include <utility>

#include "sigmajet/math/shifted_exponential.hpp"
#include "sigmajet/rowwise/sums.hpp"

/// @file
/// The probabilities s = softmax(x) of a row, s_i = e^{x_i − shift} / Σ_j e^{x_j − shift}, of which the derivatives of
/// softmax and logSoftmax are made. The numerators are called weights here; the shift cancels.

SIGMAJET_NAMESPACE_BEGIN
namespace detail {

/// The functions x ↦ e^{x − shift} of each distribution, by group, shifted by its maximum.
template <class Row, class X>
SIGMAJET_FUNCTION auto shifted_exponentials(const Row& row, const X& x) {
  const auto top = maximum(row, x);
  return row.per_group([&](auto group)
                           SIGMAJET_LAMBDA { return math::ShiftedExponential<typename Row::Pack>(top[group]); });
}

/// The strip where the weights of x may wait for their sum: x itself where it is a copy, which may be overwritten, else
/// y. y's type may be too narrow to hold them, which its is_exact tells.
template <class X, class Y>
SIGMAJET_FUNCTION const auto& strip_to_keep(const X& x, const Y& y) {
  if constexpr (X::is_writable)
    return x;
  else
    return y;
}

/// Whether all sums of weights are below 10¹³, so that no entry is more than 30 above the shift that the weights were
/// found with. So far above it nothing overflows, and ShiftedExponential keeps its accuracy, so that a shift below the
/// maximum has cost nothing. False also where a sum is infinite or NaN.
template <class Row, class Sums>
SIGMAJET_FUNCTION bool are_moderate(const Row& row, const Sums& sums) {
  constexpr double limit = 1e13;  // Below e^30.
  bool result = true;
  row.for_each_group(
      [&](auto group) SIGMAJET_LAMBDA { result = result && math::all(sums[group].high < typename Row::Pack(limit)); });
  return result;
}

/// The probabilities s of a row. From x they are computed anew at every visit: an output may take the place of any
/// operand, so there is nowhere to keep them. IsKept: x is s already, as a context has kept it, and is only read.
template <bool IsKept, class Row, class X>
class Probabilities {
 public:
  using T = typename Row::Pack;

  SIGMAJET_FUNCTION Probabilities(const Row& row, const X& x) : row_(row), x_(x) {
    if constexpr (!IsKept) exponential_ = shifted_exponentials(row, x);
  }

  /// The strip x that they are made of.
  SIGMAJET_FUNCTION const X& input() const { return x_; }

  /// Finds the sums of the weights. To be called once before the probabilities are read, unless normalise_and_average
  /// is.
  SIGMAJET_FUNCTION void normalise() {
    if constexpr (!IsKept) {
      const auto sum = total_of(row_, [&](const auto& place) SIGMAJET_LAMBDA { return weight_at(place); });
      normaliser_ = row_.per_group([&](auto group) SIGMAJET_LAMBDA { return Normaliser<T>(sum[group]); });
    }
  }

  /// normalise(), and in the same reading of x the averages Σ s·term(place) of all terms: average[group].of[i] is that
  /// of the i-th.
  template <class... Terms>
  SIGMAJET_FUNCTION auto normalise_and_average(const Terms&... terms) {
    return normalise_and_average(std::index_sequence_for<Terms...>{}, terms...);
  }

  /// s at a place.
  template <class Place>
  SIGMAJET_FUNCTION T operator()(const Place& place) const {
    if constexpr (IsKept)
      return weight_at(place);
    else
      return normaliser_[place.group](weight_at(place));
  }

 private:
  template <std::size_t... N, class... Terms>
  SIGMAJET_FUNCTION auto normalise_and_average(std::index_sequence<N...>, const Terms&... terms) {
    constexpr std::size_t count = sizeof...(Terms);
    struct Averages {
      T of[count];
    };
    // An average is no larger than its terms, but their sum may overflow; then it is that of smaller ones.
    return without_overflow<T>([&](const SumScale<T>& scale) {
      RowSum<Row> weights(row_), products[] = {(void(terms), RowSum<Row>(row_))...};
      row_.for_each(
          [&](const auto& place) SIGMAJET_LAMBDA {
            const T weight = weight_at(place);
            if constexpr (!IsKept) weights.add(place, weight);
            (products[N].add(place, weight * scale.reduced(terms(place))), ...);
          },
          weights, products[N]...);
      if constexpr (!IsKept)
        normaliser_ = row_.per_group([&](auto group) SIGMAJET_LAMBDA { return Normaliser<T>(weights.total(group)); });
      bool is_finite = true;
      auto averages = row_.per_group([&](auto group) SIGMAJET_LAMBDA {
        Averages result{{products[N].value(group)...}};
        for (T& average : result.of) {
          if constexpr (!IsKept) average = normaliser_[group](average);
          is_finite = is_finite && are_finite(average);
          average = scale.restored_average(average);
        }
        return result;
      });
      return std::pair(averages, is_finite);
    });
  }

  /// s at a place where it is kept, else e^{x − shift}. 0 in lanes that do not exist, where lanes are joined.
  template <class Place>
  SIGMAJET_FUNCTION T weight_at(const Place& place) const {
    if constexpr (IsKept)
      return x_.load(place, 0);
    else
      return exponential_[place.group](x_.load(place, absent<Row>()));
  }

  Row row_;
  X x_;
  // By group; unused where the probabilities are kept.
  typename Row::template Values<math::ShiftedExponential<T>> exponential_;
  typename Row::template Values<Normaliser<T>> normaliser_;
};

/// s (ü + w²) of a probability, in an order in which a large w² that a small s outweighs does not overflow.
template <class T>
SIGMAJET_FUNCTION T weighted_bend(const T& s, const T& w, const T& ddu) {
  return math::mul_add(s * w, w, s * ddu);
}

/// 1 − s_i for each entry of probabilities s. Where s_i is above one half the difference would lose the digits of the
/// others, whose sum it is, and these are added instead.
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
