#pragma once

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <limits>
#include <random>
#include <string>
#include <vector>

/// @file
/// Numbers that cover the whole line of a floating-point format, and their comparison to the last bit.

namespace support {

template <class Scalar>
using Bits = std::conditional_t<sizeof(Scalar) == 4, std::uint32_t, std::uint64_t>;

template <class Scalar>
Scalar from_bits(Bits<Scalar> bits) {
  Scalar number;
  std::memcpy(&number, &bits, sizeof number);
  return number;
}

template <class Scalar>
Bits<Scalar> bits_of(Scalar number) {
  Bits<Scalar> bits;
  std::memcpy(&bits, &number, sizeof bits);
  return bits;
}

/// The same number: the same bits, the sign of zero included, or both NaN.
template <class Scalar>
bool is_identical(Scalar a, Scalar b) {
  return a == b ? std::signbit(a) == std::signbit(b) : std::isnan(a) && std::isnan(b);
}

/// A number as messages show it, to the last bit.
template <class Scalar>
std::string hexadecimal(Scalar x) {
  char text[64];
  std::snprintf(text, sizeof text, "%a", static_cast<double>(x));
  return text;
}

/// Where implementations of these functions switch, round badly, overflow or underflow.
inline const std::vector<double>& special_points() {
  static const std::vector<double> points = {
      1e-300, 1e-40,  1e-38,   1e-20, 1e-10, 1e-8,    1e-4,   0.0433, 0.25,    0.35,   0.3466, 0.5,    0.5493, 0.625,
      0.6931, 0.7071, 0.75,    1,     1.25,  1.5,     1.73,   2,      4.6,     8.66,   9,      9.01,   10.2,   13,
      16.6,   17,     17.3287, 18.7,  20,    20.0001, 26,     26.64,  27.3,    34,     36.7,   37,     40,     43.67,
      44,     44.36,  50,      80,    87.33, 87.5,    88.03,  88.376, 88.72,   88.8,   100,    103.28, 103.97, 104,
      170,    354.9,  355,     372.5, 700,   708.4,   709.78, 710,    744.44,  745.13, 746,    1000,   1400,   1e4,
      1e5,    1e8,    2e19,    1e20,  1e30,  1e38,    1e100,  1e154,  1.3e154, 1e300};
  return points;
}

/// At least 200 000 finite numbers: every exponent of both signs with random significands, as many again where the
/// functions bend, and the neighbours of the special points, of 0, of the smallest normal and of the largest number.
template <class Scalar>
std::vector<Scalar> bit_patterns(std::size_t random_numbers = 200000) {
  using Limits = std::numeric_limits<Scalar>;
  std::mt19937_64 generator(20040101);
  std::vector<Scalar> numbers;
  const auto add = [&](Scalar x) {
    if (!std::isfinite(x)) return;
    numbers.push_back(x);
    numbers.push_back(-x);
  };
  const auto add_neighbours = [&](Scalar x) {
    Scalar below = x, above = x;
    for (int i = 0; i < 16; ++i) {
      add(below);
      add(above);
      below = std::nextafter(below, Scalar(0));
      above = std::nextafter(above, Limits::infinity());
    }
  };
  for (const double point : special_points()) add_neighbours(static_cast<Scalar>(point));
  for (const Scalar x : {Scalar(0), Limits::denorm_min(), (Limits::min)(), (Limits::max)()}) add_neighbours(x);

  constexpr int significand_bits = Limits::digits - 1;
  const Bits<Scalar> exponents = 2 * Limits::max_exponent - 1;
  const auto with_exponent = [&](Bits<Scalar> exponent) {
    const auto significand = static_cast<Bits<Scalar>>(generator()) & ((Bits<Scalar>(1) << significand_bits) - 1);
    return from_bits<Scalar>((exponent << significand_bits) | significand);
  };
  const Bits<Scalar> middle = Limits::max_exponent - 1;
  for (std::size_t i = 0; numbers.size() < random_numbers; ++i) {
    add(with_exponent(static_cast<Bits<Scalar>>(i) % exponents));
    add(with_exponent(middle - 12 + static_cast<Bits<Scalar>>(i) % 22));
  }
  return numbers;
}

}  // namespace support
