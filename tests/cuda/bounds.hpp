#pragma once

#include <array>
#include <vector>

#include "reference/orders.hpp"

/// Whether the value and each derivative at numbers x are within the bounds of the activation with a name and its
/// default parameters. Prints the first that is not. Defined for float and double.
template <class Scalar>
bool is_within_bounds(const char* name, const std::vector<Scalar>& x,
                      const std::array<std::vector<Scalar>, reference::orders>& results);
