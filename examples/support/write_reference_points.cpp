// Writes data/reference_points.csv from the textbook formulas of tests/reference to the standard output.

#include <cstdlib>
#include <iostream>
#include <string>

#include <sigmajet/sigmajet.hpp>

#include "references.hpp"

namespace {

struct TailPoint {
  const char* activation;
  const char* x;
};

constexpr const char* common_points[] = {"-40", "-1", "0.5", "20"};
constexpr TailPoint tail_points[] = {{"sigmoid", "40"},    {"antitanh", "1e-5"}, {"antitanh", "800"},
                                     {"elu", "-1e-10"},    {"elu", "800"},       {"elliot", "-1e8"},
                                     {"gaussian", "25.7"}, {"softlif", "-100"}};

template <class Activation>
auto formula_of(const Activation& activation) {
  reference::Parameters parameters;
  for (const sigmajet::Parameter& parameter : activation.parameters()) parameters[parameter.name] = parameter.value;
  return reference::Formula<reference::id(Activation::name)>(parameters);
}

template <class Activation>
void write_point(const Activation& activation, const std::string& x) {
  std::cout << Activation::name << ',' << x;
  for (const reference::Exact& exact : formula_of(activation)(std::strtod(x.c_str(), nullptr))) {
    std::cout << ',' << exact.result.str(40) << ',' << exact.scale.str(40);
  }
  std::cout << '\n';
}

}  // namespace

int main() {
  std::cout << "activation,x,value,value_scale,d1,d1_scale,d2,d2_scale\n";
  sigmajet::for_each_activation(sigmajet::BuiltinActivations{}, [](const auto& activation) {
    for (const char* x : common_points) write_point(activation, x);
    for (const TailPoint& point : tail_points)
      if (std::string(activation.name) == point.activation) write_point(activation, point.x);
  });
}
