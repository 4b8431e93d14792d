#pragma once

#include <cstdint>

namespace support {

/// Fowler, Noll and Vo's hash of a sequence of words.
class Hash {
 public:
  void add(std::uint64_t word) { value_ = (value_ ^ word) * 1099511628211u; }
  std::uint64_t value() const { return value_; }

 private:
  std::uint64_t value_ = 14695981039346656037u;
};

}  // namespace support
