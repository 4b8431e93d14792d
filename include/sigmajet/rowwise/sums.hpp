#pragma once

#include <limits>
#include <utility>

#include "sigmajet/math/compensated_sum.hpp"
#include "sigmajet/math/reciprocal.hpp"
#include "sigmajet/rowwise/rows.hpp"

/// @file
/// Maxima and sums over the distributions of a row, and division by a sum. Sums are compensated, so that the results of
/// a row keep their accuracy at any length.

SIGMAJET_NAMESPACE_BEGIN
namespace detail {

/// A number whose exponential is 0: −inf, or the lowest number of a type without infinity.
template <class T>
SIGMAJET_FUNCTION typename T::Scalar lowest_number() {
  using Scalar = typename T::Scalar;
  if constexpr (std::numeric_limits<Scalar>::has_infinity)
    return -std::numeric_limits<Scalar>::infinity();
  else
    return -math::largest<T>();
}

/// What x is taken for in lanes that do not exist. Where lanes are joined it must not count: no maximum, and 0 in a sum
/// of exponentials. Where each lane is a distribution of its own, it makes one that is never stored, but has to be as
/// harmless as any: a distribution of zeros, since −inf throughout would raise a floating-point exception.
template <class Row>
SIGMAJET_FUNCTION typename Row::Scalar absent() {
  if constexpr (Row::joins_lanes)
    return lowest_number<typename Row::Pack>();
  else
    return typename Row::Scalar(0);
}

/// The largest number of each distribution, by group. A NaN may get lost; it comes back in the sum of the exponentials.
template <class Row, class X>
SIGMAJET_FUNCTION auto maximum(const Row& row, const X& x) {
  using T = typename Row::Pack;
  auto top = row.per_group([](auto) SIGMAJET_LAMBDA { return T(lowest_number<T>()); });
  row.for_each([&](const auto& place) SIGMAJET_LAMBDA {
    top[place.group] = (math::max)(top[place.group], x.load(place, absent<Row>()));
  });
  return row.per_group([&](auto group) SIGMAJET_LAMBDA { return row.fold_maximum(top[group]); });
}

/// The sum over a whole distribution in two words, in every lane, from the sums that the lanes hold. Adding these would
/// round; so each is first rounded to a grid so coarse, with respect to their sum, that multiples of it add up exactly.
/// What that takes off a lane's sum goes to the low word.
template <class Row, class T>
SIGMAJET_FUNCTION math::TwoWords<T> joined(const Row& row, const math::TwoWords<T>& words) {
  if constexpr (Row::joins_lanes) {
    // Adding and subtracting a large number leaves a multiple of its last digit.
    const T large = T(4) * row.fold_sum(words.high);
    const T coarse = (words.high + large) - large;
    return {row.fold_sum(coarse), row.fold_sum(words.low + (words.high - coarse))};
  } else {
    return words;
  }
}

/// A sum over each distribution of a row, by group, to be given to the row's for_each. Its error is about an ulp of the
/// sum of magnitudes at any length: it is made of the compensated sums of blocks.
template <class Row>
class RowSum {
 public:
  using T = typename Row::Pack;

  SIGMAJET_FUNCTION explicit RowSum(const Row& row) : row_(row) {
    row_.for_each_group([&](auto group) SIGMAJET_LAMBDA {
      block_[group] = math::CompensatedSum<T>();
      ended_[group] = {T(0), T(0)};
    });
  }

  template <class Place>
  SIGMAJET_FUNCTION void add(const Place& place, const T& x) {
    block_[place.group].add(x);
  }
  /// Adds x where the sum of a block is exact, as in counting.
  template <class Place>
  SIGMAJET_FUNCTION void add_exactly(const Place& place, const T& x) {
    block_[place.group].add_exactly(x);
  }
  SIGMAJET_FUNCTION void end_block() {
    row_.for_each_group([&](auto group) SIGMAJET_LAMBDA {
      ended_[group] = with_ended_blocks(group);
      block_[group] = math::CompensatedSum<T>();
    });
  }

  /// The sum of a group in two words.
  template <class Group>
  SIGMAJET_FUNCTION math::TwoWords<T> total(Group group) const {
    return joined(row_, of_lanes(group));
  }
  /// The sum of a group, rounded once more.
  template <class Group>
  SIGMAJET_FUNCTION T value(Group group) const {
    const auto words = total(group);
    return words.high + words.low;
  }
  /// The sum of a group where joining the lanes rounds nothing, as in counting up to the digits of a number.
  template <class Group>
  SIGMAJET_FUNCTION T exact_value(Group group) const {
    const auto words = of_lanes(group);
    return row_.fold_sum(words.high + words.low);
  }

 private:
  template <class Group>
  SIGMAJET_FUNCTION math::TwoWords<T> of_lanes(Group group) const {
    return row_.has_blocks() ? with_ended_blocks(group) : block_[group].words();
  }
  template <class Group>
  SIGMAJET_FUNCTION math::TwoWords<T> with_ended_blocks(Group group) const {
    return math::sum(ended_[group], block_[group].words());
  }

  const Row& row_;
  typename Row::template Values<math::CompensatedSum<T>> block_;
  typename Row::template Values<math::TwoWords<T>> ended_;
};

/// Σ term(place) over each distribution in two words, by group. In lanes that do not exist, term is to be 0 where lanes
/// are joined.
template <class Row, class Term>
SIGMAJET_FUNCTION auto total_of(const Row& row, const Term& term) {
  RowSum<Row> sum(row);
  row.for_each([&](const auto& place) SIGMAJET_LAMBDA { sum.add(place, term(place)); }, sum);
  return row.per_group([&](auto group) SIGMAJET_LAMBDA { return sum.total(group); });
}

/// The same sum, rounded to one word.
template <class Row, class Term>
SIGMAJET_FUNCTION auto sum_of(const Row& row, const Term& term) {
  const auto total = total_of(row, term);
  return row.per_group([&](auto group) SIGMAJET_LAMBDA { return total[group].high + total[group].low; });
}

/// Whether the numbers in all lanes are finite.
template <class T>
SIGMAJET_FUNCTION bool are_finite(const T& x) {
  return math::all(math::abs(x) <= T(math::largest<T>()));
}

/// A power of two by which the terms of a sum are reduced that would overflow, while each of them is a number. So small
/// a one that 2³¹ terms do not.
template <class T>
class SumScale {
 public:
  explicit SumScale(bool is_needed)
      : is_needed_(is_needed), down_(is_needed ? 0x1p-40 : 1), up_(is_needed ? 0x1p40 : 1) {}

  bool is_needed() const { return is_needed_; }
  SIGMAJET_FUNCTION T reduced(const T& term) const { return term * down_; }
  SIGMAJET_FUNCTION T restored(const T& reduced) const { return reduced * up_; }
  /// The same of an average, which is a number, as its terms are.
  SIGMAJET_FUNCTION T restored_average(const T& reduced) const {
    if (!is_needed_) return reduced;
    const T limit(math::largest<T>());
    return math::clamp_keep_nan(restored(reduced), -limit, limit);
  }

 private:
  bool is_needed_;
  T down_, up_;
};

/// What sum(scale) finds, a pair of a result and whether no sum was infinite or NaN: at the scale 1, or at a smaller
/// one where that fails.
template <class T, class Sum>
SIGMAJET_FUNCTION auto without_overflow(const Sum& sum) {
  for (bool is_reduced = false;; is_reduced = true) {
    const auto [result, is_finite] = sum(SumScale<T>(is_reduced));
    if (is_finite || is_reduced) return result;
  }
}

/// A sum over each distribution, by group, which may be beyond the largest number: reduced by a scale.
template <class Row>
struct ScaledSums {
  using T = typename Row::Pack;

  typename Row::template Values<T> reduced;
  SumScale<T> scale;
};

/// Σ term(place) over each distribution.
template <class Row, class Term>
SIGMAJET_FUNCTION ScaledSums<Row> scaled_sums_of(const Row& row, const Term& term) {
  using T = typename Row::Pack;
  return without_overflow<T>([&](const SumScale<T>& scale) {
    const auto sums = sum_of(row, [&](const auto& place) SIGMAJET_LAMBDA { return scale.reduced(term(place)); });
    bool is_finite = true;
    row.for_each_group([&](auto group) SIGMAJET_LAMBDA { is_finite = is_finite && are_finite(sums[group]); });
    return std::pair(ScaledSums<Row>{sums, scale}, is_finite);
  });
}

/// x ↦ x/sum, rounded little more than once. The quotient of many numbers by one sum is a product with its reciprocal,
/// which has been rounded, as has the sum: the share by which it is too large is kept, and taken off each product.
template <class T>
class Normaliser {
 public:
  Normaliser() = default;
  /// x ↦ x unit/sum, for a unit near 1.
  SIGMAJET_FUNCTION explicit Normaliser(const math::TwoWords<T>& sum, const T& unit = T(1))
      : inverse_(unit / sum.high) {
    excess_ = math::mul_add(inverse_, sum.low, math::product_error(inverse_, sum.high, unit));
  }

  SIGMAJET_FUNCTION T operator()(const T& x) const { return math::Reciprocal<T>(inverse_, excess_).multiply(x); }

 private:
  T inverse_, excess_;
};

}  // namespace detail
SIGMAJET_NAMESPACE_END
