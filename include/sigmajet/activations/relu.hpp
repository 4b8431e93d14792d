#pragma once

#include <cmath>
#include <limits>

#include "sigmajet/activation.hpp"

SIGMAJET_NAMESPACE_BEGIN

/// σ(x) = min(max(x, 0), max), σ′ = 1 inside and 0 outside, σ″ = 0. At the kinks σ′(0) = 0 and, for a finite max,
/// σ′(max) = 0. NaN gives NaN in σ and σ′.
class ReLU : public Elementwise<ReLU> {
 public:
  static constexpr const char* name = "relu";
  static constexpr bool is_memory_bound = true;

  /// @throws std::invalid_argument unless max > 0.
  explicit ReLU(double max = std::numeric_limits<double>::infinity())
      : max_(detail::checked_parameter(max > 0, "ReLU", "max", "> 0", max)) {}

  double(max)() const { return max_; }
  std::array<Parameter, 1> parameters() const { return {{{"max", max_}}}; }

  template <class Scalar>
  static constexpr ErrorBounds error_bounds() {
    return {0, 0, 0};
  }

  template <int Order, class T>
  SIGMAJET_FUNCTION Jet<T, Order> kernel(const T& x) const {
    Jet<T, Order> jet;
    const T zero(0), top(max_);
    const auto left = x <= zero;
    if constexpr (math::is_pack<T>)
      jet.value = math::select(left, zero, (math::min)(x, top));
    else
      jet.value = math::select(left, zero, math::select(is_cut(x), top, x));
    if constexpr (Order >= 1) jet.d1 = math::select(left | is_cut(x), zero, math::select(x > zero, T(1), x));
    if constexpr (Order >= 2) jet.d2 = zero;
    return jet;
  }

 private:
  /// Whether x is at the kink max or beyond. An infinite max has no kink: nothing is larger than the number below then.
  template <class T>
  SIGMAJET_FUNCTION typename T::Mask is_cut(const T& x) const {
    if constexpr (!math::is_pack<T>)
      return !std::isinf(max_) && x >= T(max_);
    else if constexpr (std::is_same_v<math::ScalarOf<T>, float>)
      return x > T(below_float_);
    else
      return x > T(below_);
  }
  /// The number before a finite max.
  template <class Scalar>
  static Scalar below(Scalar max) {
    return std::isinf(max) ? max : std::nextafter(max, Scalar(0));
  }

  double max_, below_ = below(max_);
  float below_float_ = below(static_cast<float>(max_));
};

SIGMAJET_NAMESPACE_END
