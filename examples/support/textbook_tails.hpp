#pragma once

#include <cmath>
#include <cstdio>
#include <stdexcept>
#include <string>
#include <vector>

#include <sigmajet/sigmajet.hpp>

#include "reference_points.hpp"
#include "text.hpp"

namespace example {

/// A table of textbook formulas in double precision, sigmajet's result and the exact one.
class TailTable {
 public:
  explicit TailTable(const std::vector<ReferencePoint>& points) : points_(points) {
    std::printf("  %-16s%-17s%-16s%8s  %-16s%4s  %s\n", "", "textbook", "returns", "ulp off", "sigmajet", "ulp",
                "exact");
  }

  template <int Order, class Activation>
  void row(const Activation& activation, double x, const std::string& formula, double textbook) const {
    static constexpr const char* marks[] = {"", "′", "″"};
    if (std::isnan(textbook)) textbook = std::abs(textbook);  // NaN has a sign, which printf shows
    const Exact& exact = find(Activation::name, x).jet[Order];
    char call[48];
    std::snprintf(call, sizeof call, "%s%s(%g)", Activation::name, marks[Order], x);
    const double ours = order_of<Order>(sigmajet::jet<Order>(activation, x));
    std::printf("  %s%s%-16.9g%8.2g  %-16.9g%4.1f  %.11Lg\n", padded(call, 16).c_str(), padded(formula, 17).c_str(),
                textbook, exact.ulps_from(textbook), ours, exact.ulps_from(ours),
                std::strtold(exact.digits.c_str(), nullptr));
  }

 private:
  template <int Order, class Jet>
  static double order_of(const Jet& jet) {
    if constexpr (Order == 0) return jet.value;
    if constexpr (Order == 1) return jet.d1;
    if constexpr (Order == 2) return jet.d2;
  }

  const ReferencePoint& find(const std::string& activation, double x) const {
    for (const ReferencePoint& point : points_)
      if (point.activation == activation && point.x == x) return point;
    throw std::runtime_error("no reference point for " + activation + " at " + std::to_string(x));
  }

  const std::vector<ReferencePoint>& points_;
};

inline void print_tails(const std::vector<ReferencePoint>& points) {
  using std::cosh, std::exp, std::log, std::tanh;
  const auto sigmoid = [](double x) { return 1 / (1 + exp(-x)); };
  const auto softplus = [](double x) { return log(1 + exp(x)); };
  const TailTable table(points);
  table.row<1>(sigmajet::Tanh{}, 20, "1 - t²", 1 - tanh(20.) * tanh(20.));
  table.row<2>(sigmajet::Tanh{}, 20, "-2 t (1 - t²)", -2 * tanh(20.) * (1 - tanh(20.) * tanh(20.)));
  table.row<1>(sigmajet::Sigmoid{}, 40, "s (1 - s)", sigmoid(40) * (1 - sigmoid(40)));
  table.row<0>(sigmajet::Softplus{}, -40, "log(1 + exp(x))", softplus(-40));
  table.row<0>(sigmajet::AntiTanh{}, 800, "log(cosh(x))", log(cosh(800.)));
  table.row<0>(sigmajet::AntiTanh{}, 1e-5, "log(cosh(x))", log(cosh(1e-5)));
  table.row<0>(sigmajet::Gaussian{}, 25.7, "exp(-x·x)", exp(-25.7 * 25.7));
  table.row<0>(sigmajet::ELU{}, -1e-10, "exp(x) - 1", exp(-1e-10) - 1);
  table.row<1>(sigmajet::ELU{}, 800, "exp(x)·(x ≤ 0)", exp(800.) * (800 <= 0));
  table.row<0>(sigmajet::Elliot{}, -1e8, "½x/(1+|x|) + ½", 0.5 * -1e8 / (1 + 1e8) + 0.5);
  const auto softlif = [&](double x) { return 0.01 / (0.002 + 0.02 * log(1 + 1 / softplus(x))); };
  table.row<0>(sigmajet::SoftLIF{}, -100, "by softplus(x)", softlif(-100));
}

}  // namespace example
