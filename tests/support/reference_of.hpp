#pragma once

#include <sigmajet/activation.hpp>

#include "reference/number.hpp"

/// @file
/// The textbook formula of an activation.

namespace support {

/// The parameters as the kernel sees them: rounded to its precision.
template <class Scalar, class Activation>
reference::Parameters parameters_of(const Activation& activation) {
  reference::Parameters parameters;
  for (const sigmajet::Parameter& parameter : activation.parameters())
    parameters[parameter.name] = static_cast<Scalar>(parameter.value);
  return parameters;
}

template <class Type, class = void>
inline constexpr bool is_complete = false;
template <class Type>
inline constexpr bool is_complete<Type, std::void_t<decltype(sizeof(Type))>> = true;

template <class Scalar, class Activation>
auto reference_of(const Activation& activation) {
  using Formula = reference::Formula<reference::id(Activation::name)>;
  static_assert(is_complete<Formula>, "the activation has no textbook formula: add tests/reference/<name>.hpp");
  return Formula(parameters_of<Scalar>(activation));
}

}  // namespace support
