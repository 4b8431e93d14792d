#pragma once

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

/// Throws std::invalid_argument unless a parameter of an activation is valid.
inline double checked_parameter(bool valid, const char* type, const char* parameter, const char* requirement,
                                double value) {
  if (!valid) fail<std::invalid_argument>(type, ": ", parameter, " must be ", requirement, ", but is ", value);
  return value;
}

}  // namespace detail
SIGMAJET_NAMESPACE_END
