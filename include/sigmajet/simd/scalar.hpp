#pragma once

#include <complex>
#include <type_traits>

#include "sigmajet/simd/number.hpp"
#include "sigmajet/simd/tuples.hpp"

/// @file
/// Which number type a kernel computes with for a given scalar type.

SIGMAJET_NAMESPACE_BEGIN
namespace detail {

/// The type that holds the value of an unevaluated scalar expression, as automatic-differentiation and multiprecision
/// types return them.
template <class Type, class = void>
struct PlainScalar {
  using type = Type;
};
template <template <class> class Template, class Derivatives>
struct PlainScalar<Template<Derivatives>, std::void_t<typename Derivatives::PlainObject>> {
  using type = Template<typename Derivatives::PlainObject>;
};
template <class Type>
struct PlainScalar<Type, std::void_t<typename Type::result_type, typename Type::proto_tag>> {
  using type = typename Type::result_type;
};

template <class Type>
inline constexpr bool is_half = std::is_same_v<Type, Eigen::half> || std::is_same_v<Type, Eigen::bfloat16>;

/// float for the 16-bit formats, else the type itself.
template <class Scalar>
using WorkingScalar = std::conditional_t<is_half<Scalar>, float, Scalar>;

template <class Type>
inline constexpr bool is_complex = false;
template <class Type>
inline constexpr bool is_complex<std::complex<Type>> = true;

template <class Scalar>
constexpr void check_scalar() {
  static_assert(!is_complex<Scalar>,
                "sigmajet: activations are functions of a real variable: complex numbers are not supported");
}

}  // namespace detail
SIGMAJET_NAMESPACE_END
