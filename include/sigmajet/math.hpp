#pragma once

/// @file
/// What a kernel may use beside + − * /, comparisons and constants T(…).

#include "sigmajet/math/arithmetic.hpp"
#include "sigmajet/math/exp.hpp"
#include "sigmajet/math/hyperbolic.hpp"
#include "sigmajet/math/log1p.hpp"
#include "sigmajet/math/logistic.hpp"
#include "sigmajet/math/polynomial.hpp"
#include "sigmajet/math/powers_of_two.hpp"
#include "sigmajet/math/reciprocal.hpp"
#include "sigmajet/math/two_words.hpp"
