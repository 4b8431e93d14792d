#pragma once

#include <Eigen/Core>

/// @file
/// One function compiled for two instruction sets. Eigen's arrays go from one to the other, which takes an
/// EIGEN_MAX_ALIGN_BYTES of all units.

namespace support {

/// tanh, its first and its second derivative at each number, side by side.
Eigen::ArrayXXd narrow_jets_of(const Eigen::ArrayXd& numbers);
Eigen::ArrayXXd wide_jets_of(const Eigen::ArrayXd& numbers);

}  // namespace support
