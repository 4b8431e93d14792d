#pragma once

#include "sigmajet/loop/eigen_compat.hpp"

/// @file
/// Where a loop over numbers in a row reads them from. A source is a small object that is copied into the loop:
///
///     pack<Pack>(i)                  the numbers i, i + 1, … as a pack
///     first_of_pack<Pack>(i, count)  the same, but only the first `count` lanes are read; the others are 0
///
/// The loop over numbers in memory depends on their scalar type alone, so that arrays, maps and blocks share one
/// instance.

SIGMAJET_NAMESPACE_BEGIN
namespace detail {

/// Numbers in memory.
template <class Scalar>
struct Numbers {
  const Scalar* first;

  template <class Pack>
  SIGMAJET_FUNCTION Pack pack(Eigen::Index i) const {
    return Pack::load(first + i);
  }
  template <class Pack>
  SIGMAJET_FUNCTION Pack first_of_pack(Eigen::Index i, int count) const {
    return Pack::load_first(first + i, count, 0);
  }
};

/// All of an expression, in its storage order.
template <class Xpr>
class Coefficients {
 public:
  explicit Coefficients(const Reader<Xpr>& reader) : reader_(reader) {}

  template <class Pack>
  SIGMAJET_FUNCTION Pack pack(Eigen::Index i) const {
    return reader_.template pack<Pack>(i);
  }
  template <class Pack>
  SIGMAJET_FUNCTION Pack first_of_pack(Eigen::Index i, int count) const {
    return reader_.template first_of_pack<Pack>(i, count);
  }

 private:
  const Reader<Xpr>& reader_;
};

/// An outer slice of an expression: a row where it is stored by rows, else a column.
template <class Xpr>
class Slice {
 public:
  Slice(const Reader<Xpr>& reader, Eigen::Index outer) : reader_(reader), outer_(outer) {}

  template <class Pack>
  SIGMAJET_FUNCTION Pack pack(Eigen::Index i) const {
    return reader_.template pack<Pack>(is_row_major<Xpr> ? outer_ : i, is_row_major<Xpr> ? i : outer_);
  }
  template <class Pack>
  SIGMAJET_FUNCTION Pack first_of_pack(Eigen::Index i, int count) const {
    return reader_.template first_of_pack<Pack>(is_row_major<Xpr> ? outer_ : i, is_row_major<Xpr> ? i : outer_, count);
  }

 private:
  const Reader<Xpr>& reader_;
  Eigen::Index outer_;
};

/// The source for a walk over all of an input.
template <class Xpr>
SIGMAJET_FUNCTION auto source_of(const Reader<Xpr>& reader) {
  if constexpr (has_direct_access<Xpr>)
    return Numbers<typename Xpr::Scalar>{reader.data(0)};
  else
    return Coefficients<Xpr>(reader);
}
/// The source for a walk over one outer slice of an input.
template <class Xpr>
SIGMAJET_FUNCTION auto source_of(const Reader<Xpr>& reader, Eigen::Index outer) {
  if constexpr (has_direct_access<Xpr>)
    return Numbers<typename Xpr::Scalar>{reader.data(outer)};
  else
    return Slice<Xpr>(reader, outer);
}

}  // namespace detail
SIGMAJET_NAMESPACE_END
