// Compiled once for each instruction set, with SIGMAJET_TEST_FUNCTION as the name of the function.

#include <sigmajet/sigmajet.hpp>

#include "support/jets_of.hpp"

Eigen::ArrayXXd support::SIGMAJET_TEST_FUNCTION(const Eigen::ArrayXd& numbers) {
  Eigen::ArrayXXd results(numbers.size(), 3);
  sigmajet::evaluate(sigmajet::Tanh{}, numbers, results.col(0), results.col(1), results.col(2));
  return results;
}
