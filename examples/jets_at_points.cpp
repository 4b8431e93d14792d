// Prints σ, σ′ and σ″ of every activation at a few points, each above the exact digits and with its distance in
// ulp.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <sstream>
#include <string>
#include <vector>

#include <sigmajet/sigmajet.hpp>

#include "support/data.hpp"
#include "support/reference_points.hpp"
#include "support/text.hpp"

namespace {

constexpr std::size_t number_width = 24;

/// A number whose digits are cut, not rounded, to fit the width.
std::string cut(const std::string& digits) {
  if (digits.size() <= number_width) return digits;
  const std::string exponent = digits.substr(std::min(digits.find('e'), digits.size()));
  return digits.substr(0, number_width - 1 - exponent.size()) + "…" + exponent;
}

std::string with_17_digits(double x) {
  char text[32];
  std::snprintf(text, sizeof text, "%.17g", x);
  return text;
}

template <class Activation>
void print_heading(const Activation& activation, const sigmajet::ErrorBounds& bounds) {
  std::ostringstream title;
  title << activation;
  std::printf("\n%-62s published bounds %g, %g, %g ulp\n", title.str().c_str(), bounds[0], bounds[1], bounds[2]);
}

/// False where a result is further from the exact one than its bound, or than 2 units where it is subnormal.
bool print_point(double x, const std::array<double, 3>& jet, const std::array<example::Exact, 3>& exact,
                 const sigmajet::ErrorBounds& bounds) {
  bool within_bounds = true;
  std::string computed_line, exact_line;
  for (std::size_t order = 0; order < 3; ++order) {
    const double ulps = exact[order].ulps_from(jet[order]);
    within_bounds = within_bounds && ulps <= std::max(bounds[order], exact[order].is_subnormal() ? 2.0 : 0.0);
    char distance[16];
    std::snprintf(distance, sizeof distance, "%5.2f", ulps);
    computed_line += "  " + example::padded(with_17_digits(jet[order]), number_width) + distance;
    exact_line = example::padded(exact_line, order * (number_width + 7)) + "  " + cut(exact[order].digits);
  }
  std::printf("%6g%s\n      %s\n", x, computed_line.c_str(), exact_line.c_str());
  return within_bounds;
}

}  // namespace

int main(int argc, char** argv) try {
  const auto points = example::read_reference_points(example::data_directory(argc, argv) + "/reference_points.csv");
  std::printf("\nσ, σ′, σ″ in double precision with their distance in ulp; below, the exact digits\n");
  bool within_bounds = true;
  sigmajet::for_each_activation(sigmajet::BuiltinActivations{}, [&](auto activation) {
    const sigmajet::ErrorBounds bounds = activation.template error_bounds<double>();
    print_heading(activation, bounds);
    for (const example::ReferencePoint& point : points) {
      if (point.activation != activation.name) continue;
      const auto [value, d1, d2] = sigmajet::jet<2>(activation, point.x);
      within_bounds = print_point(point.x, {value, d1, d2}, point.jet, bounds) && within_bounds;
    }
  });
  return within_bounds ? EXIT_SUCCESS : EXIT_FAILURE;
} catch (const std::exception& error) {
  std::fprintf(stderr, "%s\n", error.what());
  return EXIT_FAILURE;
}
