#pragma once

#include <limits>
#include <type_traits>

namespace accuracy {

/// The format of the fast reference: it has at least 11 bits more.
template <class Scalar>
using Wide = std::conditional_t<std::is_same_v<Scalar, float>, double, long double>;
static_assert(std::numeric_limits<long double>::digits >= 64,
              "the reference for double needs a long double of 64 bits");

}  // namespace accuracy
