#pragma once

#include <tuple>

#include "sigmajet/jet.hpp"
#include "sigmajet/loop/eigen_compat.hpp"
#include "sigmajet/simd/pack.hpp"

/// @file
/// Where a loop over numbers in a row writes them to: a tuple with a pointer for each output, or `none`. Whether an
/// output can be written so, in whole or slice by slice, is asked here, first of its type and then of its strides.
/// ByRow means that the walk goes along rows.

SIGMAJET_NAMESPACE_BEGIN
namespace detail {

/// function(order, output) for each output of a tuple that is wanted; order is a std::integral_constant.
template <class... Outs, class Function>
SIGMAJET_FUNCTION void for_each_wanted(const std::tuple<Outs...>& outs, Function&& function) {
  for_each_index(
      [&](auto order) SIGMAJET_LAMBDA {
        constexpr std::size_t n = decltype(order)::value;
        if constexpr (!is_none<std::tuple_element_t<n, std::tuple<Outs...>>>) function(order, std::get<n>(outs));
      },
      std::index_sequence_for<Outs...>{});
}

/// Whether an output is memory of this scalar type that the walk can go through in order, as far as its type tells.
template <class Scalar, bool ByRow, class Out>
constexpr bool has_memory_for() {
  if constexpr (is_none<Out>)
    return true;
  else if constexpr (std::is_same_v<Scalar, typename Out::Scalar> && has_direct_access<Out>)
    return Out::IsVectorAtCompileTime || bool(Out::IsRowMajor) == ByRow;
  else
    return false;
}

/// Whether an output's type alone says that it is contiguous.
template <class Out>
constexpr bool is_always_contiguous() {
  if constexpr (is_none<Out>)
    return true;
  else
    return std::is_same_v<Out, typename Out::PlainObject>;
}

/// Whether the coefficients of each slice follow each other.
template <bool ByRow, class Out>
bool has_contiguous_slices(const Out& out) {
  if constexpr (is_none<Out>)
    return true;
  else
    return (ByRow ? out.colStride() : out.rowStride()) == 1 || (ByRow ? out.cols() : out.rows()) == 1;
}

/// Whether the slices follow each other, too.
template <bool ByRow, class Out>
bool is_contiguous(const Out& out) {
  if constexpr (is_none<Out>)
    return true;
  else
    return has_contiguous_slices<ByRow>(out) && (ByRow ? out.rows() == 1 || out.rowStride() == out.cols()
                                                       : out.cols() == 1 || out.colStride() == out.rows());
}

/// Where an outer slice of an output begins.
template <bool ByRow, class Out>
auto slice(Out& out, Eigen::Index outer) {
  if constexpr (is_none<Out>)
    return none;
  else
    return out.data() + outer * (ByRow ? out.rowStride() : out.colStride());
}

}  // namespace detail
SIGMAJET_NAMESPACE_END
