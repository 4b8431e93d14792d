#pragma once

#include <array>
#include <type_traits>

#include <sigmajet/activations.hpp>

/// @file
/// What the device is held against.

/// With parameters that a float holds, so that device and host have the same.
template <class Activation>
Activation with_float_parameters(const Activation& activation) {
  if constexpr (std::is_same_v<Activation, sigmajet::LeakyReLU>)
    return Activation(static_cast<float>(activation.alpha()));
  else if constexpr (std::is_same_v<Activation, sigmajet::SoftLIF>)
    return Activation(static_cast<float>(activation.sigma()), static_cast<float>(activation.tau_rc()),
                      static_cast<float>(activation.tau_ref()), static_cast<float>(activation.amp()));
  else
    return activation;
}

/// σ, σ′ and σ″ of the activation of that name in the 80-bit format, within a hundredth of an ulp of a double.
std::array<long double, 3> reference_jet(const char* name, double x);
