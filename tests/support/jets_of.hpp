#pragma once

#include <vector>

/// @file
/// One function compiled for two instruction sets. The signatures hold no Eigen type, which would differ between them.

namespace support {

/// tanh, its first and its second derivative at each number.
std::vector<double> narrow_jets_of(const std::vector<double>& numbers);
std::vector<double> wide_jets_of(const std::vector<double>& numbers);

}  // namespace support
