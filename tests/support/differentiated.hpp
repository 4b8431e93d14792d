#pragma once

#include <cmath>
#include <limits>

#include <Eigen/Core>

/// @file
/// A number with one derivative, with the interfaces that such types of public libraries have.

namespace support {

enum class Interface {
  /// Functions and std::numeric_limits of its own, as ceres::Jet. Its expm1 has the derivative expm1 + 1, which loses
  /// all digits for a large negative argument.
  complete,
  /// Arithmetic, exp and log, and Eigen's traits of double, as autodiff::dual.
  bare,
  /// The same, but == compares the derivatives too, as that of autodiff::real does.
  bare_with_strict_equality
};

/// value + derivative · ε with ε² = 0. Of a Base that is such a number itself, it has a second derivative.
template <Interface I, class Base = double>
struct Differentiated {
  Base value, derivative;

  Differentiated() : Differentiated(Base(0)) {}
  Differentiated(const Base& number, const Base& slope) : value(number), derivative(slope) {}
  template <class Number, class = std::enable_if_t<std::is_convertible_v<Number, Base>>>
  Differentiated(const Number& number) : value(number), derivative(0) {}

  friend Differentiated operator+(const Differentiated& a, const Differentiated& b) {
    return {a.value + b.value, a.derivative + b.derivative};
  }
  friend Differentiated operator-(const Differentiated& a, const Differentiated& b) {
    return {a.value - b.value, a.derivative - b.derivative};
  }
  friend Differentiated operator-(const Differentiated& a) { return {-a.value, -a.derivative}; }
  friend Differentiated operator*(const Differentiated& a, const Differentiated& b) {
    return {a.value * b.value, a.derivative * b.value + a.value * b.derivative};
  }
  friend Differentiated operator*(const Differentiated& a, double b) { return {a.value * b, a.derivative * b}; }
  friend Differentiated operator/(const Differentiated& a, const Differentiated& b) {
    const Base quotient = a.value / b.value;
    return {quotient, (a.derivative - quotient * b.derivative) / b.value};
  }

  friend bool operator<(const Differentiated& a, const Differentiated& b) { return a.value < b.value; }
  friend bool operator>(const Differentiated& a, const Differentiated& b) { return a.value > b.value; }
  friend bool operator<=(const Differentiated& a, const Differentiated& b) { return a.value <= b.value; }
  friend bool operator>=(const Differentiated& a, const Differentiated& b) { return a.value >= b.value; }
  friend bool operator==(const Differentiated& a, const Differentiated& b) {
    return a.value == b.value && (I != Interface::bare_with_strict_equality || a.derivative == b.derivative);
  }
  friend bool operator!=(const Differentiated& a, const Differentiated& b) { return !(a == b); }

  friend Differentiated exp(const Differentiated& x) {
    using std::exp;
    const Base power = exp(x.value);
    return {power, power * x.derivative};
  }
  friend Differentiated log(const Differentiated& x) {
    using std::log;
    return {log(x.value), x.derivative / x.value};
  }
};

template <class Base>
Differentiated<Interface::complete, Base> expm1(const Differentiated<Interface::complete, Base>& x) {
  using std::expm1;
  const Base value = expm1(x.value);
  return {value, (value + Base(1)) * x.derivative};
}
template <class Base>
Differentiated<Interface::complete, Base> log1p(const Differentiated<Interface::complete, Base>& x) {
  using std::log1p;
  return {log1p(x.value), x.derivative / (x.value + Base(1))};
}

}  // namespace support

template <class Base>
class std::numeric_limits<support::Differentiated<support::Interface::complete, Base>> : public numeric_limits<Base> {};

namespace Eigen {

template <support::Interface I, class Base>
struct NumTraits<support::Differentiated<I, Base>> : NumTraits<Base> {
  using Real = support::Differentiated<I, Base>;
  using NonInteger = Real;
  using Nested = Real;
};

}  // namespace Eigen
