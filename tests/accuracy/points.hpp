#pragma once

#include <cmath>
#include <cstdint>
#include <vector>

#include "cut_offs.hpp"
#include "subject.hpp"
#include "support/bit_patterns.hpp"

/// @file
/// The numbers that a sweep walks through, each from its index alone.

namespace accuracy {

using support::Bits;
using support::bits_of;

/// 64 bits that look random, from a counter (Steele, Lea and Flood 2014).
inline std::uint64_t mixed(std::uint64_t counter) {
  std::uint64_t z = (counter + 1) * 0x9e3779b97f4a7c15;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

template <class Scalar>
inline constexpr int significand_bits = std::numeric_limits<Scalar>::digits - 1;
template <class Scalar>
inline constexpr Bits<Scalar> sign_bit = Bits<Scalar>(1) << (8 * sizeof(Scalar) - 1);

/// The number some ulps further from 0, at least 0 and at most infinite, with the sign of x.
template <class Scalar>
Scalar moved(Scalar x, std::int64_t ulps) {
  const auto magnitude = static_cast<std::int64_t>(bits_of(x) & ~sign_bit<Scalar>);
  const auto infinity = static_cast<std::int64_t>(bits_of(std::numeric_limits<Scalar>::infinity()));
  const std::int64_t result = std::clamp<std::int64_t>(magnitude + ulps, 0, infinity);
  return support::from_bits<Scalar>(static_cast<Bits<Scalar>>(result) | (bits_of(x) & sign_bit<Scalar>));
}

/// The number on one side or the other of x, at any order of distance up to a thousandth of x.
template <class Scalar>
Scalar near(Scalar x, std::uint64_t random) {
  const std::uint64_t distance_bits = 1 + (random >> 1) % (significand_bits<Scalar> - 10);
  const auto distance = static_cast<std::int64_t>(mixed(random) >> (64 - distance_bits));
  return moved(x, random & 1 ? distance : -distance);
}

template <class Scalar>
class Points {
 public:
  virtual ~Points() = default;
  virtual std::uint64_t size() const = 0;
  virtual void fill(std::uint64_t first, Array<Scalar>& x) const = 0;
};

/// Every bit pattern of a float.
class EveryFloat : public Points<float> {
 public:
  std::uint64_t size() const override { return std::uint64_t(1) << 32; }
  void fill(std::uint64_t first, Array<float>& x) const override {
    for (Eigen::Index i = 0; i < x.size(); ++i)
      x(i) = support::from_bits<float>(static_cast<std::uint32_t>(first + static_cast<std::uint64_t>(i)));
  }
};

/// A quarter each of: neighbours of the special points and cut-offs, neighbours of the boundaries of the exponential's
/// reduction, every exponent, and the exponents between 2^−12 and 2^9; random within and in sign.
template <class Scalar>
class Stratified : public Points<Scalar> {
 public:
  Stratified(std::uint64_t size, const std::vector<double>& parameters)
      : size_(size), cut_offs_(cut_offs<Scalar>(parameters)), boundaries_(reduction_boundaries<Scalar>()) {}

  std::uint64_t size() const override { return size_; }
  void fill(std::uint64_t first, Array<Scalar>& x) const override {
    for (Eigen::Index i = 0; i < x.size(); ++i) x(i) = at(first + static_cast<std::uint64_t>(i));
  }

 private:
  Scalar at(std::uint64_t index) const {
    using Limits = std::numeric_limits<Scalar>;
    constexpr std::uint64_t exponents = 2 * Limits::max_exponent - 1, middle = Limits::max_exponent - 13;
    const std::uint64_t n = index / 4, random = mixed(index);
    const Scalar magnitude = index % 4 == 0   ? neighbour(cut_offs_, n, random)
                             : index % 4 == 1 ? neighbour(boundaries_, n, random)
                             : index % 4 == 2 ? with_exponent(n % exponents, random)
                                              : with_exponent(middle + n % 22, random);
    return random >> 63 ? -magnitude : magnitude;
  }
  /// First the closest neighbours of all centres, then random ones.
  static Scalar neighbour(const std::vector<Scalar>& centres, std::uint64_t n, std::uint64_t random) {
    const Scalar centre = centres[n % centres.size()];
    const auto turn = static_cast<std::int64_t>(n / centres.size());
    return turn < 33 ? moved(centre, turn % 2 ? turn / 2 + 1 : -turn / 2) : near(centre, random);
  }
  static Scalar with_exponent(std::uint64_t exponent, std::uint64_t random) {
    const auto significand = static_cast<Bits<Scalar>>(random) & ((Bits<Scalar>(1) << significand_bits<Scalar>)-1);
    return support::from_bits<Scalar>((static_cast<Bits<Scalar>>(exponent) << significand_bits<Scalar>) | significand);
  }

  std::uint64_t size_;
  std::vector<Scalar> cut_offs_, boundaries_;
};

}  // namespace accuracy
