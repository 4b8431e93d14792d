#pragma once

#include <cmath>
#include <complex>
#include <limits>
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
struct PlainScalar<Type, std::void_t<typename Type::result_type, typename Type::tag_type>> {
  using type = typename Type::result_type;
};

template <class Type>
inline constexpr bool is_half = std::is_same_v<Type, Eigen::half> || std::is_same_v<Type, Eigen::bfloat16>;

/// float for the 16-bit formats, else the type itself.
template <class Scalar>
using WorkingScalar = std::conditional_t<is_half<Scalar>, float, Scalar>;

/// Whether the magnitude of a parameter is a normal number of the type that is computed with: of float, or of double.
template <class Scalar>
bool is_normal_in(double x) {
  using Limits = std::numeric_limits<std::conditional_t<std::is_same_v<WorkingScalar<Scalar>, float>, float, double>>;
  const double magnitude = std::abs(x);
  return double{(Limits::min)()} <= magnitude && magnitude <= double{(Limits::max)()};
}

template <class Type>
inline constexpr bool is_complex = false;
template <class Type>
inline constexpr bool is_complex<std::complex<Type>> = true;

/// Whether a type has the arithmetic and the order of real numbers.
template <class Type, class = void>
inline constexpr bool is_number = false;
template <class Type>
inline constexpr bool is_number<
    Type, std::void_t<decltype(std::declval<const Type&>() + std::declval<const Type&>()),
                      decltype(std::declval<const Type&>() - std::declval<const Type&>()),
                      decltype(std::declval<const Type&>() * std::declval<const Type&>()),
                      decltype(std::declval<const Type&>() / std::declval<const Type&>()),
                      decltype(static_cast<bool>(std::declval<const Type&>() < std::declval<const Type&>()))>> =
    !std::is_enum_v<Type>;

/// At compile time: a scalar is a real number. Like all such checks it returns whether it is, so that a caller can
/// spare the reader what would follow.
template <class Scalar>
constexpr bool check_scalar() {
  using Type = typename PlainScalar<Scalar>::type;
  static_assert(!is_complex<Type>,
                "sigmajet: activations are functions of a real variable: complex numbers are not supported");
  static_assert(is_complex<Type> || is_number<Type>,
                "sigmajet: x is neither a number nor a dense Eigen array: give other containers as an Eigen::Map, and "
                "sparse, diagonal or triangular matrices as dense ones");
  constexpr bool is_real = !is_complex<Type> && is_number<Type>;
  if constexpr (is_real)
    static_assert(std::numeric_limits<FormatOf<Type>>::radix != 0,
                  "sigmajet: nothing is known of the precision of this number type: specialise Eigen::NumTraits for it "
                  "(some libraries have a header for Eigen that does)");
  return is_real;
}

}  // namespace detail
SIGMAJET_NAMESPACE_END
