// A user's own activation, swish.hpp, used like a built-in one, and its derivatives put to the Taylor test.

#include <cstdlib>
#include <iomanip>
#include <iostream>

#include <Eigen/Core>

#include <sigmajet/sigmajet.hpp>

#include "swish.hpp"

int main() {
  const Swish swish;

  // A table of its jet, far into both tails.
  const Eigen::ArrayXd x{{-740, -40, -2.5, -1, 0, 1, 2.5, 40, 740}};
  const auto [value, d1, d2] = sigmajet::jet<2>(swish, x);
  std::cout << "\n     x  " << swish << "                 first derivative        second derivative\n"
            << std::setprecision(15);
  for (Eigen::Index i = 0; i < x.size(); ++i) {
    std::cout << std::setw(6) << x[i] << "  " << std::left << std::setw(24) << value[i] << std::setw(24) << d1[i]
              << d2[i] << std::right << '\n';
  }

  // One layer of a network: the bias is added inside the pass, and the outputs are the caller's.
  const Eigen::MatrixXf weights = Eigen::MatrixXf::Random(64, 32), inputs = Eigen::MatrixXf::Random(32, 256);
  const Eigen::VectorXf bias = Eigen::VectorXf::Random(64);
  Eigen::MatrixXf hidden(64, 256), slope(64, 256);
  sigmajet::evaluate(swish, (weights * inputs).colwise() + bias, hidden, slope);

  // Moving the bias by h moves every output by about slope·h.
  const float h = 1e-2f;
  const Eigen::MatrixXf above = sigmajet::value(swish, (weights * inputs).colwise() + (bias.array() + h).matrix());
  const Eigen::MatrixXf below = sigmajet::value(swish, (weights * inputs).colwise() + (bias.array() - h).matrix());
  const float difference = ((above - below) / (2 * h) - slope).cwiseAbs().maxCoeff();
  std::cout << "\na layer of 64 units, 256 inputs: slopes differ from central differences by at most "
            << std::setprecision(2) << difference << '\n';

  // With right derivatives the remainders of the Taylor polynomials of degree 0, 1, 2 fall with order 1, 2, 3.
  const auto check = sigmajet::check_derivatives(swish, Eigen::ArrayXd::LinSpaced(20, -4, 4).eval());
  std::cout << "\n" << swish << ": remainders of its Taylor polynomials\n" << check;
  return difference < 1e-3f && check.first_passed && check.second_passed ? EXIT_SUCCESS : EXIT_FAILURE;
}
