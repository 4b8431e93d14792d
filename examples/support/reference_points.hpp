#pragma once

#include <array>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <string>
#include <vector>

#include "data.hpp"

namespace example {

/// A result to 40 digits, and the magnitude in whose ulps an error is counted.
struct Exact {
  std::string digits, scale;

  bool is_subnormal() const { return magnitude() < std::numeric_limits<double>::min(); }

  /// |computed − exact| in ulps of a double of the magnitude `scale`.
  double ulps_from(double computed) const {
    const long double error = std::abs(computed - std::strtold(digits.c_str(), nullptr));
    const int exponent = is_subnormal() ? std::numeric_limits<double>::min_exponent - 1 : std::ilogb(magnitude());
    return static_cast<double>(std::ldexp(error, std::numeric_limits<double>::digits - 1 - exponent));
  }

 private:
  long double magnitude() const { return std::strtold(scale.c_str(), nullptr); }
};

/// σ, σ′ and σ″ of one activation at x.
struct ReferencePoint {
  std::string activation;
  double x;
  std::array<Exact, 3> jet;
};

/// Reads reference_points.csv: activation, x, and for each order the result and its scale.
inline std::vector<ReferencePoint> read_reference_points(const std::string& path) {
  std::vector<ReferencePoint> points;
  for (const auto& row : read_csv(path)) {
    points.push_back({row.at(0),
                      std::strtod(row.at(1).c_str(), nullptr),
                      {{{row.at(2), row.at(3)}, {row.at(4), row.at(5)}, {row.at(6), row.at(7)}}}});
  }
  return points;
}

}  // namespace example
