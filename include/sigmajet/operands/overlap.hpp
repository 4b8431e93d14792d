#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <stdexcept>

#include "sigmajet/base/error.hpp"
#include "sigmajet/jet.hpp"
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
/// out in constant time that interleaved arrays, as two rows of a column-major matrix, are apart.

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

/// Whether a and b, whose ranges of addresses overlap, share a coefficient. With equal strides that is one question,
/// else one for each coefficient of a.
SIGMAJET_RARE inline bool interleave(const Layout& a, const Layout& b) {
  if (a.row_stride == b.row_stride && a.column_stride == b.column_stride)
    return meets_grid(b, a.first, a.rows, a.columns);
  for (std::intptr_t column = 0; column < a.columns; ++column)
    for (std::intptr_t row = 0; row < a.rows; ++row)
      if (meets_grid(b, a.first + row * a.row_stride + column * a.column_stride, 1, 1)) return true;
  return false;
}

/// Whether a and b, of one scalar type, share memory.
SIGMAJET_FUNCTION bool overlap(const Layout& a, const Layout& b) {
  if (a.empty() || b.empty() || a.last() + a.size <= b.first || b.last() + b.size <= a.first) return false;
  return interleave(a, b);
}

/// The memory of an array, or none for an operand that has none of its own to share.
template <class Xpr>
Layout layout_or_empty(const Xpr& x) {
  if constexpr (is_none<Xpr>)
    return {};
  else if constexpr (has_direct_access<Xpr>)
    return layout_of(x);
  else
    return {};
}

/// The memory of an operand, under the name that it has in messages.
struct NamedLayout {
  Layout layout;
  const char* name;
};

/// Throws unless every output is exactly one of the inputs or apart from them all, and apart from the other outputs.
template <std::size_t Inputs, std::size_t Outputs>
SIGMAJET_FUNCTION void check_overlaps(const std::array<NamedLayout, Inputs>& inputs,
                                      const std::array<NamedLayout, Outputs>& outputs) {
  for (std::size_t i = 0; i < Outputs; ++i) {
    const NamedLayout& out = outputs[i];
    for (const NamedLayout& in : inputs)
      if (!is_same(out.layout, in.layout) && overlap(out.layout, in.layout))
        fail<std::invalid_argument>(out.name, " overlaps the input ", in.name, " in part: it may be ", in.name,
                                    " itself, or lie elsewhere");
    for (std::size_t j = 0; j < i; ++j)
      if (overlap(outputs[j].layout, out.layout))
        fail<std::invalid_argument>(outputs[j].name, " and ", out.name, " share memory");
  }
}

}  // namespace detail
SIGMAJET_NAMESPACE_END
