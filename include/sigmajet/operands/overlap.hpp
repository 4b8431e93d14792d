#pragma once

#include <cstdint>
#include <initializer_list>

#include "sigmajet/loop/eigen_compat.hpp"

/// @file
/// Whether two arrays with direct access share a coefficient.
///
/// A coefficient lies at first + row·row_stride + column·column_stride. Two arrays share one where a whole number o of
/// outer steps and a whole number i of inner steps, within the limits that the shapes set, make up the distance between
/// a coefficient of one and a coefficient of the other, to less than the size of a coefficient:
///
///     |distance − o·outer − i·inner| < size
///
/// A run of inner steps is shorter than one outer step, so that only the two multiples of the outer stride next to the
/// distance can qualify, and with each of them only the two multiples of the inner stride next to the rest. That finds
/// out in constant time that interleaved arrays, as two rows of a column-major matrix, are apart. Where a run is
/// longer, as in a map whose columns overlap, arrays whose ranges of addresses meet are taken to share a coefficient.
/// Which way strides run does not matter: all that is asked is turned to ascending addresses first.

SIGMAJET_NAMESPACE_BEGIN
namespace detail {

/// Coefficient (row, column) occupies `size` bytes at first + row·row_stride + column·column_stride.
struct Layout {
  std::intptr_t first = 0, row_stride = 0, column_stride = 0;
  std::intptr_t rows = 0, columns = 0, size = 0;

  SIGMAJET_FUNCTION bool empty() const { return rows == 0 || columns == 0; }
  /// The addresses that it lies in: [begin, end).
  SIGMAJET_FUNCTION std::intptr_t begin() const {
    return first + (row_stride < 0 ? (rows - 1) * row_stride : 0) +
           (column_stride < 0 ? (columns - 1) * column_stride : 0);
  }
  SIGMAJET_FUNCTION std::intptr_t end() const {
    return first + (row_stride > 0 ? (rows - 1) * row_stride : 0) +
           (column_stride > 0 ? (columns - 1) * column_stride : 0) + size;
  }
  /// Whether an inner run is shorter than an outer step, for strides that ascend.
  bool is_grid() const {
    return rows == 1 || columns == 1 || (rows - 1) * row_stride <= column_stride ||
           (columns - 1) * column_stride <= row_stride;
  }

  SIGMAJET_FUNCTION Layout transposed() const { return {first, column_stride, row_stride, columns, rows, size}; }
  SIGMAJET_FUNCTION Layout block(std::intptr_t row, std::intptr_t column, std::intptr_t row_count,
                                 std::intptr_t column_count) const {
    return {
        first + row * row_stride + column * column_stride, row_stride, column_stride, row_count, column_count, size};
  }
  /// Its rows in reverse order.
  SIGMAJET_FUNCTION Layout reversed() const {
    return {first + (rows - 1) * row_stride, -row_stride, column_stride, rows, columns, size};
  }
  /// The same coefficients in an order in which addresses ascend.
  Layout ascending() const {
    const Layout by_row = row_stride < 0 ? reversed() : *this;
    return by_row.column_stride < 0 ? by_row.transposed().reversed().transposed() : by_row;
  }
};

template <class Xpr>
SIGMAJET_FUNCTION Layout layout_of(const Xpr& x) {
  static_assert(has_direct_access<Xpr>, "layout_of takes an array with direct access");
  constexpr auto size = static_cast<std::intptr_t>(sizeof(typename Xpr::Scalar));
  const std::intptr_t inner = x.innerStride() * size, outer = x.outerStride() * size;
  const bool by_row = Xpr::IsRowMajor;
  return {reinterpret_cast<std::intptr_t>(x.data()),
          by_row ? outer : inner,
          by_row ? inner : outer,
          static_cast<std::intptr_t>(x.rows()),
          static_cast<std::intptr_t>(x.cols()),
          size};
}

/// Whether two arrays are the same coefficients at the same places.
SIGMAJET_FUNCTION bool is_same(const Layout& a, const Layout& b) {
  return a.first == b.first && a.rows == b.rows && a.columns == b.columns && a.size == b.size &&
         (a.rows <= 1 || a.row_stride == b.row_stride) && (a.columns <= 1 || a.column_stride == b.column_stride);
}

/// A stride, and how often at least and at most it is taken.
struct Steps {
  std::intptr_t stride, least, most;

  /// How many steps lead next to a distance from below, within the limits.
  std::intptr_t below(std::intptr_t distance) const { return limit(stride > 0 ? floor_divide(distance) : 0); }
  /// How many steps lead next to a distance from above, within the limits.
  std::intptr_t above(std::intptr_t distance) const { return limit(stride > 0 ? floor_divide(distance) + 1 : 0); }

 private:
  std::intptr_t floor_divide(std::intptr_t distance) const {
    return distance / stride - (distance % stride < 0 ? 1 : 0);
  }
  std::intptr_t limit(std::intptr_t n) const { return n < least ? least : n > most ? most : n; }
};

/// Whether steps of both kinds lead within `size` of a distance. All inner steps together must not exceed one outer
/// step.
inline bool steps_lead_to(std::intptr_t distance, const Steps& outer, const Steps& inner, std::intptr_t size) {
  for (const std::intptr_t o : {outer.below(distance), outer.above(distance)}) {
    const std::intptr_t rest = distance - o * outer.stride;
    for (const std::intptr_t i : {inner.below(rest), inner.above(rest)}) {
      const std::intptr_t gap = rest - i * inner.stride;
      if (-size < gap && gap < size) return true;
    }
  }
  return false;
}

/// Whether a coefficient of `array` shares bytes with one of a grid of rows × columns coefficients that begins at an
/// address and has the strides of `array`. The difference of two places in such grids is again a number of steps of
/// each kind, from −(rows − 1) to array.rows − 1, and likewise for columns.
inline bool meets_grid(const Layout& array, std::intptr_t address, std::intptr_t rows, std::intptr_t columns) {
  const Steps by_row{array.row_stride, 1 - rows, array.rows - 1};
  const Steps by_column{array.column_stride, 1 - columns, array.columns - 1};
  const bool rows_inside = array.row_stride <= array.column_stride;
  return rows_inside ? steps_lead_to(address - array.first, by_column, by_row, array.size)
                     : steps_lead_to(address - array.first, by_row, by_column, array.size);
}

/// Whether a and b lie apart as a whole, or are empty.
SIGMAJET_FUNCTION bool are_far_apart(const Layout& a, const Layout& b) {
  return a.empty() || b.empty() || a.end() <= b.begin() || b.end() <= a.begin();
}

/// Whether a and b share memory. Where their ranges of addresses meet that is one question for equal strides, else one
/// for each coefficient of a. Arrays of scalars of two sizes are taken to share memory where their ranges meet.
inline bool overlap(const Layout& some, const Layout& others) {
  if (are_far_apart(some, others)) return false;
  const Layout a = some.ascending(), b = others.ascending();
  if (!a.is_grid() || !b.is_grid() || a.size != b.size) return true;
  if (a.row_stride == b.row_stride && a.column_stride == b.column_stride)
    return meets_grid(b, a.first, a.rows, a.columns);
  for (std::intptr_t column = 0; column < a.columns; ++column)
    for (std::intptr_t row = 0; row < a.rows; ++row)
      if (meets_grid(b, a.first + row * a.row_stride + column * a.column_stride, 1, 1)) return true;
  return false;
}

}  // namespace detail
SIGMAJET_NAMESPACE_END
