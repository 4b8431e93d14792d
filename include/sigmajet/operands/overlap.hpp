#pragma once

#include <cstdint>
#include <initializer_list>

#include "sigmajet/loop/eigen_compat.hpp"

/// @file
/// Where the coefficients of an array with direct access lie, and whether two of them share any.

SIGMAJET_NAMESPACE_BEGIN
namespace detail {

/// Coefficient (row, column) occupies `size` bytes at first + row·row_stride + column·column_stride.
struct Layout {
  std::intptr_t first = 0, row_stride = 0, column_stride = 0;
  std::intptr_t rows = 0, columns = 0, size = 0;

  bool empty() const { return rows == 0 || columns == 0; }
  std::intptr_t last() const { return first + (rows - 1) * row_stride + (columns - 1) * column_stride; }
};

template <class Xpr>
Layout layout_of(const Xpr& x) {
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

/// The same coefficients at the same places.
SIGMAJET_FUNCTION bool is_same(const Layout& a, const Layout& b) {
  return a.first == b.first && a.rows == b.rows && a.columns == b.columns && a.size == b.size &&
         (a.rows <= 1 || a.row_stride == b.row_stride) && (a.columns <= 1 || a.column_stride == b.column_stride);
}

/// A stride and how often it may be taken.
struct Steps {
  std::intptr_t stride, least, most;

  /// The multiples of the stride next to a distance, below and above, within the limits.
  std::intptr_t below(std::intptr_t distance) const { return limit(stride > 0 ? floor_divide(distance) : 0); }
  std::intptr_t above(std::intptr_t distance) const { return limit(stride > 0 ? floor_divide(distance) + 1 : 0); }

 private:
  std::intptr_t floor_divide(std::intptr_t distance) const {
    return distance / stride - (distance % stride < 0 ? 1 : 0);
  }
  std::intptr_t limit(std::intptr_t n) const { return n < least ? least : n > most ? most : n; }
};

/// Whether steps of both kinds lead within `size` of a distance; no run of inner steps exceeds an outer stride.
inline bool reaches(std::intptr_t distance, const Steps& outer, const Steps& inner, std::intptr_t size) {
  for (const std::intptr_t o : {outer.below(distance), outer.above(distance)}) {
    const std::intptr_t rest = distance - o * outer.stride;
    for (const std::intptr_t i : {inner.below(rest), inner.above(rest)}) {
      const std::intptr_t gap = rest - i * inner.stride;
      if (-size < gap && gap < size) return true;
    }
  }
  return false;
}

/// Whether a coefficient of b shares bytes with one of the coefficients that lie up to `rows` and `columns` steps of
/// b's strides after an address.
inline bool reaches(const Layout& b, std::intptr_t address, std::intptr_t rows, std::intptr_t columns) {
  const Steps by_row{b.row_stride, 1 - rows, b.rows - 1}, by_column{b.column_stride, 1 - columns, b.columns - 1};
  const bool rows_inside = b.row_stride <= b.column_stride;
  return rows_inside ? reaches(address - b.first, by_column, by_row, b.size)
                     : reaches(address - b.first, by_row, by_column, b.size);
}

/// Whether a and b, which reach into one range of addresses, share a coefficient.
SIGMAJET_RARE inline bool interleave(const Layout& a, const Layout& b) {
  if (a.row_stride == b.row_stride && a.column_stride == b.column_stride) return reaches(b, a.first, a.rows, a.columns);
  for (std::intptr_t column = 0; column < a.columns; ++column)
    for (std::intptr_t row = 0; row < a.rows; ++row)
      if (reaches(b, a.first + row * a.row_stride + column * a.column_stride, 1, 1)) return true;
  return false;
}

/// Whether a and b, of one scalar type, share memory. Interleaved arrays, as two rows of a column-major matrix, do not.
SIGMAJET_FUNCTION bool overlap(const Layout& a, const Layout& b) {
  if (a.empty() || b.empty() || a.last() + a.size <= b.first || b.last() + b.size <= a.first) return false;
  return interleave(a, b);
}

}  // namespace detail
SIGMAJET_NAMESPACE_END
