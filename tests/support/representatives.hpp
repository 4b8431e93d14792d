#pragma once

#include <sigmajet/activations.hpp>

/// @file
/// Activations that stand for all where an activation matters only by what is kept for it: nothing, x, and parameters
/// beside x. What is held for them in every shape is held for the others along one path.

namespace support {

using Representatives = sigmajet::ActivationList<sigmajet::Identity, sigmajet::Tanh, sigmajet::Softplus>;

}  // namespace support
