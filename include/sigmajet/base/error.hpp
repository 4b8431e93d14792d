#pragma once

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <sstream>
#include <stdexcept>
#include <string>

#include "sigmajet/base/config.hpp"

SIGMAJET_NAMESPACE_BEGIN
namespace detail {

/// Throws Exception; without exceptions, prints the message and aborts.
template <class Exception, class... Parts>
[[noreturn]] SIGMAJET_RARE void fail(const Parts&... parts) {
  std::ostringstream message;
  message << "sigmajet: ";
  (message << ... << parts);
#if SIGMAJET_HAS_EXCEPTIONS
  throw Exception(message.str());
#else
  std::fprintf(stderr, "%s\n", message.str().c_str());
  std::abort();
#endif
}

/// Throws std::invalid_argument unless a parameter is valid. Subnormal numbers are not, since they have lost digits,
/// and their reciprocals overflow.
inline double checked_parameter(bool valid, const char* type, const char* parameter, const char* requirement,
                                double value) {
  if (!valid) fail<std::invalid_argument>(type, ": ", parameter, " must be ", requirement, ", but is ", value);
  if (std::fpclassify(value) == FP_SUBNORMAL)
    fail<std::invalid_argument>(type, ": ", parameter, " must be a normal number, but is ", value);
  return value;
}

}  // namespace detail
SIGMAJET_NAMESPACE_END
