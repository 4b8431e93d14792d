#pragma once

#include <Eigen/Core>

#include "wide.hpp"

namespace accuracy {

/// The errors of computed numbers in ulps of their scales, against the fast reference; below the normal numbers times a
/// weight, and infinite where one number is not finite and the other does not round to it. Defined for float and double
/// as support::error_against defines it.
template <class Scalar>
void set_errors(Eigen::Index size, const Scalar* computed, const Wide<Scalar>* exact, const Wide<Scalar>* scales,
                double weight_below_normal, float* errors);

}  // namespace accuracy
