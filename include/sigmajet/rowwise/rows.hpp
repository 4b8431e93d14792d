#pragma once

#include <algorithm>
#include <type_traits>

#include <Eigen/Core>

#include "sigmajet/simd/pack.hpp"

/// @file
/// The two ways in which distributions lie in packs.
///
/// A distribution is a row or a column of an array, whose numbers a row-wise activation maps together. Either it lies
/// along a pack (RowAlong): the packs of one distribution follow each other, and what is gathered of it, as its maximum
/// or its sum, has to be joined over the lanes at the end. Or distributions lie across a pack (RowsAcross): each lane
/// holds another one, a pack holds number k of all of them, and lanes are never joined.
///
/// A function of a distribution is written once for both. It calls them a row, and it sees of them:
///
/// - groups. A group is what one pack gathers for: one distribution that lies along it, or as many as there are lanes.
///   RowAlong has one group, RowsAcross up to eight, which advance together.
/// - places. A place names one pack of the row: how far along it is and of which group. `for_each(function)` visits all
///   places, and strips (strip.hpp) load and store the packs there. `for_each(function, sums…)` says in addition where
///   sums that the function adds to are to begin a new block (RowSum, sums.hpp).
/// - values by group. `per_group(function)` makes them, `values[place.group]` reads them. At the end `fold_sum` and
///   `fold_maximum` join the lanes of each, where a distribution has several.

SIGMAJET_NAMESPACE_BEGIN
namespace detail {

/// One pack of a row: the step along the row, the group, and how many of the pack's lanes exist. A compile-time Group,
/// where there is only one, keeps the values of the group in registers.
template <class Group>
struct StripPlace {
  Eigen::Index step;
  Group group;
  int lanes;
};

/// One value for each group of a row, for at most `Most` groups.
template <class Value, int Most>
class GroupValues {
 public:
  template <class Group>
  SIGMAJET_FUNCTION Value& operator[](Group group) {
    return values_[group];
  }
  template <class Group>
  SIGMAJET_FUNCTION const Value& operator[](Group group) const {
    return values_[group];
  }

 private:
  Value values_[Most];
};

/// How many steps of a row are a block of its sums. So many numbers lose no more than u/32 of a compensated sum, where
/// u is half an ulp of 1, and the 2²¹ blocks of 2³¹ numbers lose 3u.
inline constexpr Eigen::Index steps_per_block = 1024;
/// Whether step i of a row is the last of a block.
SIGMAJET_FUNCTION bool ends_block(Eigen::Index i) { return (i & (steps_per_block - 1)) == steps_per_block - 1; }

/// One distribution that lies along its packs: a single group.
template <class T>
class RowAlong {
 public:
  using Pack = T;
  using Scalar = typename T::Scalar;
  /// Whether the lanes of a pack belong to one distribution.
  static constexpr bool joins_lanes = T::size > 1;
  template <class Value>
  using Values = GroupValues<Value, 1>;

  /// Of a length of at least 1; the last pack may be filled in part.
  explicit RowAlong(Eigen::Index length)
      : packs_((length + T::size - 1) / T::size), last_(static_cast<int>(length - (packs_ - 1) * T::size)) {}

  /// function(place) for every pack, in order, and sums.end_block() after each block of them.
  template <class Function, class... Sums>
  SIGMAJET_FUNCTION void for_each(Function&& function, Sums&... sums) const {
    for (Eigen::Index i = 0; i < packs_; ++i) {
      function(StripPlace<Only>{i, {}, i + 1 < packs_ ? T::size : last_});
      if (ends_block(i)) (sums.end_block(), ...);
    }
  }
  /// Whether a sum over the row is one of several blocks.
  bool has_blocks() const { return packs_ >= steps_per_block; }
  /// The results of function(group).
  template <class Function>
  SIGMAJET_FUNCTION auto per_group(Function&& function) const {
    Values<decltype(function(Only{}))> result;
    result[Only{}] = function(Only{});
    return result;
  }
  /// function(group) for every group.
  template <class Function>
  SIGMAJET_FUNCTION void for_each_group(Function&& function) const {
    function(Only{});
  }

  /// The first packs of a row that is not short. Softmax guesses its shift from their maximum, so that it need not read
  /// the whole row for the maximum first. The rest of a row seldom stands far above that many numbers.
  static RowAlong beginning() { return RowAlong(guess_packs * T::size); }
  /// Whether the guess would save nothing: a row of so few packs is still in the nearest cache when it is read a second
  /// time, so the true maximum costs as little as finding out whether the guess was good.
  bool is_short() const { return packs_ <= short_packs; }

  /// The sum of x's lanes, in every lane.
  static SIGMAJET_FUNCTION T fold_sum(const T& x) {
    return fold(
        x, [](const auto& a, const auto& b) SIGMAJET_LAMBDA { return packet::add(a, b); },
        [](const auto& a) SIGMAJET_LAMBDA { return packet::sum_of_lanes(a); });
  }
  /// The largest of x's lanes, in every lane.
  static SIGMAJET_FUNCTION T fold_maximum(const T& x) {
    return fold(
        x, [](const auto& a, const auto& b) SIGMAJET_LAMBDA { return packet::at_least(a, b); },
        [](const auto& a) SIGMAJET_LAMBDA { return packet::largest_lane(a); });
  }
  /// The number that stands in every lane of x, as fold_sum and fold_maximum leave it.
  static Scalar number_of(const T& x) {
    if constexpr (is_pack<T>)
      return packet::largest_lane(x.registers.first);
    else
      return x.value;
  }

 private:
  using Only = std::integral_constant<int, 0>;

  static constexpr Eigen::Index guess_packs = 2, short_packs = 16;

  /// x's registers joined to one by `join`, and its lanes to a number by `reduce`.
  template <class Join, class Reduce>
  static SIGMAJET_FUNCTION T fold(const T& x, Join&& join, Reduce&& reduce) {
    if constexpr (T::size == 1)
      return x;
    else if constexpr (T::size > T::lanes)
      return T(reduce(join(x.registers.first, x.registers.second)));
    else
      return T(reduce(x.registers.first));
  }

  Eigen::Index packs_;
  int last_;
};

/// Distributions of one length side by side, one in each lane of up to `most_packs` packs, each of which is a group.
template <class T>
class RowsAcross {
 public:
  using Pack = T;
  using Scalar = typename T::Scalar;
  static constexpr bool joins_lanes = false;
  /// So many packs side by side are a run of several cache lines, which memory delivers faster than single lines that
  /// lie apart; and the values that are gathered for so many groups still fit into the nearest cache.
  static constexpr int most_packs = 8;
  template <class Value>
  using Values = GroupValues<Value, most_packs>;

  /// The first of `count` distributions, as far as they fit into `packs` packs; the last one may be filled in part.
  RowsAcross(Eigen::Index length, Eigen::Index count, Eigen::Index packs = most_packs)
      : length_(length),
        groups_(static_cast<int>((std::min)(packs, (count + T::size - 1) / T::size))),
        last_(static_cast<int>(std::min<Eigen::Index>(T::size, count - (groups_ - 1) * T::size))) {}

  /// function(place) for every pack: number 0 of all groups, then number 1, and so on; and sums.end_block() after each
  /// block of numbers.
  template <class Function, class... Sums>
  SIGMAJET_FUNCTION void for_each(Function&& function, Sums&... sums) const {
    for (Eigen::Index i = 0; i < length_; ++i) {
      for (int group = 0; group < groups_; ++group)
        function(StripPlace<int>{i, group, group + 1 < groups_ ? T::size : last_});
      if (ends_block(i)) (sums.end_block(), ...);
    }
  }
  /// Whether a sum over the distributions is one of several blocks.
  bool has_blocks() const { return length_ >= steps_per_block; }
  /// The results of function(group).
  template <class Function>
  SIGMAJET_FUNCTION auto per_group(Function&& function) const {
    Values<decltype(function(0))> result;
    for (int group = 0; group < groups_; ++group) result[group] = function(group);
    return result;
  }
  /// function(group) for every group.
  template <class Function>
  SIGMAJET_FUNCTION void for_each_group(Function&& function) const {
    for (int group = 0; group < groups_; ++group) function(group);
  }

  /// The first numbers of distributions that are not short, for softmax's guess of its shift.
  RowsAcross beginning() const {
    RowsAcross result = *this;
    result.length_ = guess_length;
    return result;
  }
  /// Whether the guess would save nothing: its numbers would be more than a quarter of those that a second reading
  /// takes.
  bool is_short() const { return length_ < 4 * guess_length; }

  /// x itself, whose lanes are sums of distributions of their own.
  static SIGMAJET_FUNCTION T fold_sum(const T& x) { return x; }
  /// x itself, whose lanes are maxima of distributions of their own.
  static SIGMAJET_FUNCTION T fold_maximum(const T& x) { return x; }

 private:
  static constexpr Eigen::Index guess_length = 8;

  Eigen::Index length_;
  int groups_, last_;
};

}  // namespace detail
SIGMAJET_NAMESPACE_END
