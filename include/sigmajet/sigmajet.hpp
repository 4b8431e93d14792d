#pragma once

/// @file
/// All of sigmajet.

#include "sigmajet/activations.hpp"
#include "sigmajet/evaluate.hpp"
#include "sigmajet/version.hpp"
