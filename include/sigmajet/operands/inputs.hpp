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

/// At compile time: an input holds real numbers.
template <class X>
constexpr void check_input() {
  check_scalar<typename X::Scalar>();
  static_assert(!std::is_integral_v<typename X::Scalar>,
                "sigmajet: an array of integers has no derivatives: convert it with .cast<double>()");
}
/// At compile time: x and the inputs beside it hold real numbers of one type.
template <class X, class... Others>
constexpr void check_inputs() {
  check_input<X>();
  static_assert((std::is_same_v<typename Others::Scalar, typename X::Scalar> && ...),
                "sigmajet: two inputs have different scalar types: convert one with .cast<...>()");
}

/// An input under the name it has in messages.
template <class Xpr>
struct Input {
  const Xpr& xpr;
  const char* name;
};
template <class Xpr>
Input(const Xpr&, const char*) -> Input<Xpr>;

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
