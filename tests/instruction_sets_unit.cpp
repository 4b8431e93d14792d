// Compiled once for each instruction set, with SIGMAJET_TEST_FUNCTION as the name of the function.

#include <sigmajet/sigmajet.hpp>

#include "support/jets_of.hpp"

std::vector<double> support::SIGMAJET_TEST_FUNCTION(const std::vector<double>& numbers) {
  const auto size = static_cast<Eigen::Index>(numbers.size());
  std::vector<double> results(3 * numbers.size());
  Eigen::Map<Eigen::ArrayXXd> to(results.data(), size, 3);
  sigmajet::evaluate(sigmajet::Tanh{}, Eigen::Map<const Eigen::ArrayXd>(numbers.data(), size), to.col(0), to.col(1),
                     to.col(2));
  return results;
}
