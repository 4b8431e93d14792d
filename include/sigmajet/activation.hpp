#pragma once

#include <array>
#include <ostream>
#include <type_traits>

#include "sigmajet/detail/error.hpp"
#include "sigmajet/detail/scalar.hpp"
#include "sigmajet/jet.hpp"
#include "sigmajet/math.hpp"

SIGMAJET_NAMESPACE_BEGIN

/// The largest errors of the value and of each derivative over the whole line, in units in the last place of the exact
/// result; where that is below the normal numbers, two units of the smallest subnormal.
using ErrorBounds = std::array<double, 3>;

/// A parameter of an activation as it is printed.
struct Parameter {
  const char* name;
  double value;
};

template <class Derived>
class Elementwise;

/// True for a type that derives from Elementwise<itself>.
template <class Activation>
inline constexpr bool is_elementwise = std::is_base_of_v<Elementwise<Activation>, Activation>;

namespace detail {

template <class Activation, class = void>
inline constexpr bool has_kernel = false;
template <class Activation>
inline constexpr bool has_kernel<Activation, std::void_t<decltype(std::declval<const Activation&>().template kernel<0>(
                                                 std::declval<ScalarPack<double>>()))>> = true;

template <int Order, class Activation>
constexpr void check_activation() {
  static_assert(is_elementwise<Activation>,
                "sigmajet: the first argument is not an activation: derive it from sigmajet::Elementwise<itself>");
  static_assert(has_kernel<Activation>,
                "sigmajet: the activation has no kernel: give it a const member `template <int Order, class T> "
                "sigmajet::Jet<T, Order> kernel(T x)`");
  static_assert(0 <= Order && Order <= Activation::max_order,
                "sigmajet: the activation's kernel does not reach this order of derivative (see its max_order)");
}

template <class Scalar>
constexpr void check_scalar() {
  static_assert(!is_complex<Scalar>,
                "sigmajet: activations are functions of a real variable: complex numbers are not supported");
}

/// The jet at one number of the type the kernel works in.
template <int Order, class Activation, class Type>
SIGMAJET_FUNCTION Jet<Type, Order> jet_of_number(const Activation& activation, const Type& x) {
  const auto jet = activation.template kernel<Order>(ScalarPack<Type>(x));
  if constexpr (Order == 0)
    return {scalar_of(jet.value)};
  else if constexpr (Order == 1)
    return {scalar_of(jet.value), scalar_of(jet.d1)};
  else
    return {scalar_of(jet.value), scalar_of(jet.d1), scalar_of(jet.d2)};
}

/// The scalar type of the result for an argument of type Type: integers count as double.
template <class Type>
using ResultScalar = std::conditional_t<std::is_integral_v<Type>, double, typename PlainScalar<Type>::type>;

/// The jet at a scalar of any supported type.
template <int Order, class Activation, class Type>
Jet<ResultScalar<Type>, Order> jet_of_scalar(const Activation& activation, const Type& x) {
  check_activation<Order, Activation>();
  check_scalar<Type>();
  using Scalar = ResultScalar<Type>;
  if constexpr (is_half<Scalar>) {
    const auto jet = jet_of_number<Order>(activation, static_cast<float>(x));
    if constexpr (Order == 0)
      return {Scalar(jet.value)};
    else if constexpr (Order == 1)
      return {Scalar(jet.value), Scalar(jet.d1)};
    else
      return {Scalar(jet.value), Scalar(jet.d1), Scalar(jet.d2)};
  } else {
    return jet_of_number<Order>(activation, Scalar(x));
  }
}

}  // namespace detail

/// The base of an activation that acts on each coefficient by itself. Derived provides
///
///     static constexpr const char* name = "…";
///     template <int Order, class T> SIGMAJET_FUNCTION sigmajet::Jet<T, Order> kernel(T x) const;
///
/// where T is a pack of floats or doubles or a single number: write it with + − * /, comparisons, constants T(…) and
/// the functions of sigmajet::math, fill `value`, and `d1`, `d2` under `if constexpr (Order >= 1)`, `(Order >= 2)`.
/// Optional: `max_order` (2) where the kernel stops earlier, `parameters()` for printing, and `error_bounds<Scalar>()`.
template <class Derived>
class Elementwise {
 public:
  static constexpr int max_order = 2;

  /// σ(x) of one number: float, double, long double, Eigen::half, Eigen::bfloat16 or a number type of the user;
  /// an integer counts as a double.
  template <class Scalar>
  detail::ResultScalar<Scalar> operator()(const Scalar& x) const {
    return detail::jet_of_scalar<0>(derived(), x).value;
  }

  static constexpr std::array<Parameter, 0> parameters() { return {}; }

  /// name(parameter=value, …).
  friend std::ostream& operator<<(std::ostream& out, const Elementwise& activation) {
    out << Derived::name;
    const char* separator = "(";
    for (const Parameter& parameter : activation.derived().parameters()) {
      out << separator << parameter.name << '=' << parameter.value;
      separator = ", ";
    }
    return *separator == ',' ? out << ')' : out;
  }

 private:
  const Derived& derived() const { return static_cast<const Derived&>(*this); }
};

SIGMAJET_NAMESPACE_END
