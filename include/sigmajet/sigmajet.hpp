#pragma once

/// @file
/// All of sigmajet.

#include "sigmajet/activations.hpp"
#include "sigmajet/check_derivatives.hpp"
#include "sigmajet/evaluate.hpp"
#include "sigmajet/log_sum_exp.hpp"
#include "sigmajet/modes/backward.hpp"
#include "sigmajet/modes/context.hpp"
#include "sigmajet/modes/continuous.hpp"
#include "sigmajet/modes/forward.hpp"
#include "sigmajet/modes/plant.hpp"
#include "sigmajet/products.hpp"
#include "sigmajet/version.hpp"
