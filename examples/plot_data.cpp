// Writes σ, σ′ and σ″ of every activation as gnuplot data blocks, for docs/plots/activations.gp.

#include <iostream>
#include <limits>
#include <string>

#include <Eigen/Core>

#include <sigmajet/sigmajet.hpp>

namespace {

/// One branch of the curves; the gap between branches shows the jump at a kink.
template <class Activation>
void print_branch(const Activation& activation, double from, double to) {
  const Eigen::ArrayXd x = Eigen::ArrayXd::LinSpaced(81, from, to);
  const auto [value, d1, d2] = sigmajet::jet<2>(activation, x);
  for (Eigen::Index i = 0; i < x.size(); ++i) {
    std::cout << x[i] << ' ' << value[i] << ' ' << d1[i] << ' ' << d2[i] << '\n';
  }
}

}  // namespace

int main() {
  constexpr double next_to_zero = std::numeric_limits<double>::min();
  std::string names;
  std::cout << "$jets << end\n";
  sigmajet::for_each_activation(sigmajet::BuiltinActivations{}, [&](auto activation) {
    print_branch(activation, -5, -next_to_zero);
    std::cout << '\n';
    print_branch(activation, next_to_zero, 5);
    std::cout << "\n\n";
    names += std::string(activation.name) + ' ';
  });
  std::cout << "end\nnames = '" << names << "'\n";
}
