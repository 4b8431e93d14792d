#pragma once

#include <sigmajet/activations.hpp>

/// @file
/// Activations that stand for all where an activation matters only by what a context keeps for it: nothing, x, or a
/// number from which the derivatives follow. What is held for them in every shape is held for the others along one
/// path.

namespace support {

using Representatives = sigmajet::ActivationList<sigmajet::Identity, sigmajet::Tanh, sigmajet::Softplus, sigmajet::ELU>;

}  // namespace support
