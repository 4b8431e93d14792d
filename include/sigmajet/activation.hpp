#pragma once

#include <array>
#include <cmath>
#include <ostream>
#include <type_traits>

#include "sigmajet/base/error.hpp"
#include "sigmajet/jet.hpp"
#include "sigmajet/math.hpp"
#include "sigmajet/simd/scalar.hpp"

SIGMAJET_NAMESPACE_BEGIN

/// The largest errors of the value and of each derivative over the whole line, in units in the last place of the exact
/// result; where that is below the normal numbers, two units of the smallest subnormal.
using ErrorBounds = std::array<double, 3>;

/// A parameter of an activation as it is printed.
struct Parameter {
  const char* name;
  double value;
};

/// What a context keeps of x, from which the derivatives follow when they are asked for: x, or nothing, where they are
/// the same for all x.
enum class Cache { nothing, input };

template <class Derived>
class Elementwise;
template <class Derived>
class Rowwise;

/// True for a type that derives from Elementwise<itself>.
template <class Activation>
inline constexpr bool is_elementwise = std::is_base_of_v<Elementwise<Activation>, Activation>;
/// True for a type that derives from Rowwise<itself>.
template <class Activation>
inline constexpr bool is_rowwise = std::is_base_of_v<Rowwise<Activation>, Activation>;

/// The direction of the distributions in a two-dimensional array: each row is one, or each column.
enum class Axis { Rowwise, Colwise };

namespace detail {

/// The products with the derivatives of an activation, as tags: products/product.hpp defines them.
struct Jvp;
struct Vjp;
struct Hvp;
struct Compose;

template <class Activation, class = void>
inline constexpr bool has_kernel = false;
template <class Activation>
inline constexpr bool has_kernel<Activation, std::void_t<decltype(std::declval<const Activation&>().template kernel<0>(
                                                 std::declval<ScalarPack<double>>()))>> = true;

/// Whether a row-wise activation is one of the library's own, which have what row-wise functions need (OfRow).
template <class Activation>
inline constexpr bool is_builtin_rowwise = false;

/// At compile time: the type is an activation, and its kernel reaches the order. Returns whether that is so.
template <int Order, class Activation>
constexpr bool check_activation() {
  constexpr bool is_activation = is_elementwise<Activation> || is_rowwise<Activation>;
  static_assert(is_activation,
                "sigmajet: the first argument is not an activation: derive it from sigmajet::Elementwise<itself>");
  if constexpr (is_rowwise<Activation>) {
    constexpr bool is_builtin = is_builtin_rowwise<Activation>;
    static_assert(
        is_builtin,
        "sigmajet: Rowwise is the base of Softmax and LogSoftmax only: an activation of your own is element-wise; "
        "derive it from sigmajet::Elementwise<itself>");
    static_assert(!is_builtin || Order == 0,
                  "sigmajet: the derivatives of a row-wise activation are matrices, not arrays: use jvp, vjp, hvp or "
                  "jacobian");
    return is_builtin && Order == 0;
  } else if constexpr (is_activation) {
    constexpr bool has_one = has_kernel<Activation>, reaches = 0 <= Order && Order <= Activation::max_order;
    static_assert(has_one,
                  "sigmajet: the activation has no kernel: give it a const member `template <int Order, class T> "
                  "sigmajet::Jet<T, Order> kernel(T x)`");
    static_assert(!has_one || reaches,
                  "sigmajet: the activation's kernel does not reach this order of derivative (see its max_order)");
    return has_one && reaches;
  } else {
    return false;
  }
}

/// The parameters of an activation of either kind.
template <class Activation>
auto parameters_of(const Activation& activation) {
  if constexpr (is_rowwise<Activation>)
    return std::array<Parameter, 0>{};
  else
    return activation.parameters();
}
template <class Activation>
using ParametersOf = decltype(parameters_of(std::declval<const Activation&>()));

/// The activation itself, which kernels in the precision of Scalar can be run with.
///
/// @throws std::invalid_argument where a parameter, which is a double, is no normal number of float: one that float
/// would round to 0 or ∞, or would store with fewer digits, names another function.
template <class Scalar, class Activation>
const Activation& valid_in(const Activation& activation) {
  if constexpr (std::is_same_v<WorkingScalar<Scalar>, float> && std::tuple_size_v<ParametersOf<Activation>> > 0) {
    for (const Parameter& parameter : parameters_of(activation))
      if (std::isfinite(parameter.value) && parameter.value != 0 && !is_normal_in<Scalar>(parameter.value))
        fail<std::invalid_argument>(Activation::name, ": ", parameter.name, " = ", parameter.value,
                                    " is no normal number of float");
  }
  return activation;
}

/// The jet at one number of the type the kernel works in.
template <int Order, class Activation, class Type>
SIGMAJET_FUNCTION Jet<Type, Order> jet_of_number(const Activation& activation, const Type& x) {
  const auto jet = activation.template kernel<Order>(ScalarPack<Type>(x));
  return make_jet<Order>([&](auto order) SIGMAJET_LAMBDA { return scalar_of(get<order>(jet)); });
}

/// The error bounds of an activation in float and double, and in other types, whose own exponential and logarithm have
/// errors too (those of the C library for long double).
template <class Scalar>
constexpr ErrorBounds error_bounds_in(const ErrorBounds& machine, const ErrorBounds& others) {
  return is_machine_scalar<Scalar> ? machine : others;
}

/// Whether a type is an array or matrix of Eigen's, of any kind.
template <class Derived>
constexpr void as_eigen(const Eigen::EigenBase<Derived>&) {}
template <class X, class = void>
inline constexpr bool is_eigen = false;
template <class X>
inline constexpr bool is_eigen<X, std::void_t<decltype(as_eigen(std::declval<const X&>()))>> = true;

/// The scalar type of the result for an argument of type Type: integers count as double.
template <class Type>
using ResultScalar = std::conditional_t<std::is_integral_v<Type>, double, typename PlainScalar<Type>::type>;

/// The jet at a scalar of any supported type.
template <int Order, class Activation, class Type>
auto jet_of_scalar(const Activation& activation, const Type& x) {
  using Scalar = ResultScalar<Type>;
  if constexpr (is_half<Scalar>) {
    const auto jet = jet_of_number<Order>(valid_in<Scalar>(activation), static_cast<float>(x));
    return make_jet<Order>([&](auto order) SIGMAJET_LAMBDA { return Scalar(get<order>(jet)); });
  } else {
    return jet_of_number<Order>(valid_in<Scalar>(activation), Scalar(x));
  }
}

/// An activation with given parameters as it is printed: name(parameter=value, …), or the name alone.
template <class Activation>
struct Printed {
  ParametersOf<Activation> parameters;

  friend std::ostream& operator<<(std::ostream& out, const Printed& printed) {
    out << Activation::name;
    const char* separator = "(";
    for (const Parameter& parameter : printed.parameters) {
      out << separator << parameter.name << '=' << parameter.value;
      separator = ", ";
    }
    return *separator == ',' ? out << ')' : out;
  }
};

}  // namespace detail

/// The base of an activation that acts on each coefficient by itself. Derived provides
///
///     static constexpr const char* name = "…";
///     template <int Order, class T> SIGMAJET_FUNCTION sigmajet::Jet<T, Order> kernel(T x) const;
///
/// where T is a pack of floats or doubles or a single number: write it with + − * /, comparisons, constants T(…) and
/// the functions of sigmajet::math, fill `value`, and `d1`, `d2` under `if constexpr (Order >= 1)`, `(Order >= 2)`.
/// Optional: `max_order` (2) where the kernel stops earlier, `parameters()` for printing, and `error_bounds<Scalar>()`;
/// `is_memory_bound` (false) where computing takes less time than moving large arrays; `cache` (Cache::input). Two
/// activations of one type are taken for the same where their `parameters()` are equal.
template <class Derived>
class Elementwise {
 public:
  static constexpr int max_order = 2;
  static constexpr bool is_memory_bound = false;
  static constexpr Cache cache = Cache::input;

  /// σ(x) of one number: float, double, long double, Eigen::half, Eigen::bfloat16 or a number type of the user; an
  /// integer counts as a double. Of a dense Eigen array, value(activation, x) of evaluate.hpp.
  template <class X>
  auto operator()(const X& x) const {
    if constexpr (detail::is_eigen<X>)
      return value(derived(), x);
    else if constexpr (detail::check_activation<0, Derived>() && detail::check_scalar<X>())
      return detail::jet_of_scalar<0>(derived(), x).value;
  }

  static constexpr std::array<Parameter, 0> parameters() { return {}; }

  /// name(parameter=value, …).
  friend std::ostream& operator<<(std::ostream& out, const Elementwise& activation) {
    return out << detail::Printed<Derived>{activation.derived().parameters()};
  }

 private:
  const Derived& derived() const { return static_cast<const Derived&>(*this); }
};

/// The base of Softmax and LogSoftmax, which map a distribution, a row or a column of an array, as a whole. Derived
/// provides `name`, `axis` and a type `OfRow` (rowwise/passes.hpp). It is no base for activations of the user.
template <class Derived>
class Rowwise {
 public:
  /// Whether each row is a distribution, of an array that is no vector.
  static constexpr bool is_by_row() { return Derived::axis == Axis::Rowwise; }

  /// σ(x) of a dense Eigen array, value(activation, x) of evaluate.hpp.
  template <class X>
  auto operator()(const X& x) const {
    static_assert(detail::is_eigen<X>, "sigmajet: a row-wise activation takes an array, not a scalar");
    if constexpr (detail::is_eigen<X>) return value(static_cast<const Derived&>(*this), x);
  }

  /// name(axis=…).
  friend std::ostream& operator<<(std::ostream& out, const Rowwise&) {
    return out << Derived::name << "(axis=" << (is_by_row() ? "rowwise" : "colwise") << ')';
  }
};

SIGMAJET_NAMESPACE_END
