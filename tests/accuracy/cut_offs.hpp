#pragma once

#include <cmath>
#include <limits>
#include <vector>

#include "support/bit_patterns.hpp"

/// @file
/// Where the kernels switch from one formula to another, and where results overflow or underflow.

namespace accuracy {

/// The magnitudes of y at which e^{−y} of a format underflows and e^y overflows.
template <class Scalar>
std::vector<double> ends_of_exponential() {
  using Limits = std::numeric_limits<Scalar>;
  const double subnormal = std::log(static_cast<double>((Limits::min)()));
  const double zero = subnormal - (Limits::digits - 1) * std::log(2.0);
  return {-subnormal, -zero, -zero + std::log(2.0), std::log(static_cast<double>((Limits::max)()))};
}

/// e^{−x}, e^{−2x} and e^{−x²} are what kernels take.
inline std::vector<double> arguments_of(const std::vector<double>& exponents) {
  std::vector<double> arguments;
  for (const double y : exponents)
    for (const double x : {y, y / 2, std::sqrt(y)}) arguments.push_back(x);
  return arguments;
}

inline std::vector<double> switches_of_kernels() {
  std::vector<double> points = {
      std::log(2.0),    // 1 + e: e = 1/2
      std::atanh(0.5),  // ln cosh: tanh = 1/2
      std::log(64.0),   // ln(1 + e) − e: e = 1/64
      -std::log(0x1p-52),
      -std::log(0x1p-23),  // softplus: e below the precision
      40,                  // SoftLIF: far left
      1e25,                // SoftLIF: beyond the exponents
      13,
      37,  // Gaussian: the cut
      200,
      1490,  // the exponential's lowest argument
      1,     // sums of a larger and a smaller term
      0x1p75,
      0x1p540,  // softsign: the product's limit
  };
  // SoftLIF: ln(1 + 1/j) splits 1 + 1/j at 3/2 2^k.
  for (int k = 0; k < 64; ++k) points.push_back(std::abs(std::log(std::expm1(1 / (std::ldexp(1.5, k) - 1)))));
  return points;
}

/// All of these, also times and over each parameter.
template <class Scalar>
std::vector<Scalar> cut_offs(const std::vector<double>& parameters) {
  std::vector<double> points = support::special_points();
  const auto add = [&](const std::vector<double>& more) { points.insert(points.end(), more.begin(), more.end()); };
  add(switches_of_kernels());
  add(arguments_of({200, 1490}));
  add(arguments_of(ends_of_exponential<float>()));
  add(arguments_of(ends_of_exponential<double>()));
  const std::vector<double> unscaled = points;
  for (const double parameter : parameters)
    for (const double x : unscaled) add({x * std::abs(parameter), x / std::abs(parameter), std::abs(parameter)});
  using Limits = std::numeric_limits<Scalar>;
  std::vector<Scalar> result = {0, Limits::denorm_min(), (Limits::min)(), (Limits::max)(), Limits::infinity()};
  for (const double x : points)
    if (x <= static_cast<double>((Limits::max)())) result.push_back(static_cast<Scalar>(x));
  return result;
}

/// The x at which the integer part of the exponential's argument changes, for tables of 1 and of 16 powers.
template <class Scalar>
std::vector<Scalar> reduction_boundaries() {
  const double step = std::log(2.0) / 32, end = ends_of_exponential<Scalar>()[1];
  std::vector<double> exponents;
  for (double y = step; y < end; y += step) exponents.push_back(y);
  const std::vector<double> arguments = arguments_of(exponents);
  return {arguments.begin(), arguments.end()};
}

}  // namespace accuracy
