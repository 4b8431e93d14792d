#pragma once

#include <cstddef>

namespace reference {

/// How many results the textbook formula of an activation has: the value, and each derivative that the library reaches.
inline constexpr std::size_t orders = 3;

}  // namespace reference
