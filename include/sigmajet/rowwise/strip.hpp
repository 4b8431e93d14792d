#pragma once

#include <cstdint>
#include <type_traits>

#include <Eigen/Core>

#include "sigmajet/rowwise/rows.hpp"

/// @file
/// One operand of a row-wise function along one row: where in memory the pack at a place lies. In the fast case it is
/// loaded and stored as a whole. Else, where the numbers of a pack lie apart, or are stored in another type than they
/// are computed in (half, bfloat16), they are read and written one by one.

SIGMAJET_NAMESPACE_BEGIN
namespace detail {

/// What a cache fetches at once, in bytes, on most processors. A wrong number costs time only.
inline constexpr int cache_line = 64;

/// An operand along a row. The pack at step i of group n begins at data + i·step + n·T::size·lane, where its lanes lie
/// `lane` numbers apart, 1 if Contiguous. Stored is the type in memory, const for an input; T::Scalar is the type that
/// is computed with.
template <class T, class Stored, bool Contiguous>
class Strip {
 public:
  using Scalar = typename T::Scalar;

  /// Whether a number that is stored is read back unchanged.
  static constexpr bool is_exact = std::is_same_v<std::remove_const_t<Stored>, Scalar>;
  static constexpr bool is_writable = !std::is_const_v<Stored>;

  Strip(Stored* data, Eigen::Index step, Eigen::Index lane) : data_(data), step_(step), lane_(lane) {}

  /// The address of the first number, by which strips of the same memory are recognised.
  const void* data() const { return data_; }

  /// The pack at a place, with `fill` in lanes that do not exist.
  template <class Group>
  SIGMAJET_FUNCTION T load(const StripPlace<Group>& place, Scalar fill) const {
    fetch_ahead<false>(place);
    if constexpr (!is_direct)
      return gather(at(place), place.lanes, fill);
    else if (place.lanes == T::size)
      return T::load(at(place));
    else
      return T::load_first(at(place), place.lanes, fill);
  }

  /// Writes the pack at a place, but not the lanes that do not exist.
  template <class Group>
  SIGMAJET_FUNCTION void store(const StripPlace<Group>& place, const T& x) const {
    fetch_ahead<true>(place);
    if constexpr (!is_direct)
      scatter(at(place), place.lanes, x);
    else if (place.lanes == T::size)
      x.store(at(place));
    else
      x.store_first(at(place), place.lanes);
  }

 private:
  static constexpr bool is_direct = Contiguous && is_pack<T> && is_exact;

  /// Asks for the memory of a place further along. Processors foresee which memory a loop reads next, but not beyond
  /// the end of a page, and distributions side by side may lead to another page with every step.
  template <bool ForWriting, class Group>
  SIGMAJET_FUNCTION void fetch_ahead(const StripPlace<Group>& place) const {
    // Far enough ahead for memory to answer in time, and near enough for the lines to be still there when it is read.
    constexpr std::intptr_t steps_ahead = 4;
    constexpr std::intptr_t page = 4096;  // Bytes; the smallest in use.
    constexpr std::intptr_t size = sizeof(Stored);
    constexpr bool is_side_by_side = std::is_same_v<Group, int>;
    if constexpr (is_direct && is_side_by_side)
      if (step_ * size >= page)
        for (std::intptr_t byte = 0; byte < T::size * size; byte += cache_line)
          packet::prefetch<ForWriting>(reinterpret_cast<std::intptr_t>(at(place)) + steps_ahead * step_ * size + byte);
  }

  template <class Group>
  SIGMAJET_FUNCTION Stored* at(const StripPlace<Group>& place) const {
    return data_ + place.step * step_ + place.group * T::size * (Contiguous ? 1 : lane_);
  }

  /// The first `count` lanes of a pack, converted one by one, and `fill` in the others.
  T gather(const Stored* from, int count, [[maybe_unused]] Scalar fill) const {
    if constexpr (is_pack<T>) {
      Scalar lane[T::size];
      for (int k = 0; k < T::size; ++k) lane[k] = k < count ? static_cast<Scalar>(from[k * lane_]) : fill;
      return T::load(lane);
    } else {
      return T(*from);
    }
  }

  /// Writes the first `count` lanes of a pack, converted one by one.
  void scatter(Stored* to, [[maybe_unused]] int count, const T& x) const {
    if constexpr (is_pack<T>) {
      // Contiguous after all, which the type does not tell: as a whole.
      if constexpr (is_exact)
        if (lane_ == 1 && count == T::size) return x.store(to);
      Scalar lane[T::size];
      x.store(lane);
      for (int k = 0; k < count; ++k) to[k * lane_] = static_cast<Stored>(lane[k]);
    } else {
      *to = x.value;
    }
  }

  Stored* data_;
  Eigen::Index step_, lane_;
};

}  // namespace detail
SIGMAJET_NAMESPACE_END
