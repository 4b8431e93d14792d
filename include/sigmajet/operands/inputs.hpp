#pragma once

#include <stdexcept>
#include <type_traits>

#include "sigmajet/base/error.hpp"
#include "sigmajet/loop/eigen_compat.hpp"
#include "sigmajet/operands/shapes.hpp"
#include "sigmajet/simd/scalar.hpp"

/// @file
/// What is asked of the inputs of an operation.

SIGMAJET_NAMESPACE_BEGIN
namespace detail {

/// The Eigen object that an input is; a block of a vector is a class of its own above Eigen's.
template <class Derived>
const Derived& as_dense(const Eigen::DenseBase<Derived>& x) {
  return x.derived();
}
template <class X, class = void>
inline constexpr bool is_dense = false;
template <class X>
inline constexpr bool is_dense<X, std::void_t<decltype(as_dense(std::declval<const X&>()))>> = true;
template <class X>
using DenseOf = std::decay_t<decltype(as_dense(std::declval<const X&>()))>;

/// At compile time: an input is a dense array of real numbers. Returns whether that is so, as all of these checks, so
/// that nothing more is said about a call that is refused.
template <class X>
constexpr bool check_input() {
  static_assert(is_dense<X>,
                "sigmajet: an input is no dense Eigen array: give other containers as an Eigen::Map, and sparse, "
                "diagonal or triangular matrices as dense ones");
  if constexpr (is_dense<X>) {
    using Scalar = typename DenseOf<X>::Scalar;
    static_assert(!std::is_integral_v<Scalar>,
                  "sigmajet: an array of integers has no derivatives: convert it with .cast<double>()");
    if constexpr (!std::is_integral_v<Scalar>) return check_scalar<Scalar>();
  }
  return false;
}
/// At compile time: x and the inputs beside it hold real numbers of one type.
template <class X, class... Others>
constexpr bool check_inputs() {
  if constexpr ((check_input<X>() && ... && check_input<Others>())) {
    constexpr bool is_one_type = (std::is_same_v<typename DenseOf<Others>::Scalar, typename DenseOf<X>::Scalar> && ...);
    static_assert(is_one_type, "sigmajet: two inputs have different scalar types: convert one with .cast<...>()");
    return is_one_type;
  }
  return false;
}

/// An input under the name it has in messages.
template <class Xpr>
struct Input {
  const Xpr& xpr;
  const char* name;
};
template <class Xpr>
Input(const Xpr&, const char*) -> Input<Xpr>;

/// The Eigen object that an input is, under the same name.
template <class X>
Input<DenseOf<X>> as_dense(const Input<X>& input) {
  return {as_dense(input.xpr), input.name};
}

/// Throws unless an input has the shape of the one that `name` stands for.
template <class Xpr>
void check_shape(const Input<Xpr>& input, const Shape& shape, const char* name) {
  if (shape_of(input.xpr) != shape)
    fail<std::invalid_argument>(input.name, " is ", shape_of(input.xpr), ", but ", name, " is ", shape);
}
template <class Xpr, class Other>
void check_shape(const Input<Xpr>& input, const Input<Other>& other) {
  check_shape(input, shape_of(other.xpr), other.name);
}

/// The expression itself where it has memory, else its value, which allocates for a dynamic size.
template <class Xpr>
decltype(auto) with_memory(const Xpr& x) {
  if constexpr (has_direct_access<Xpr>)
    return (x);
  else
    return typename Xpr::PlainObject(x);
}

}  // namespace detail
SIGMAJET_NAMESPACE_END
