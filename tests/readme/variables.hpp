#pragma once

#include <vector>

#include <sigmajet/sigmajet.hpp>

/// @file
/// What the README's blocks of C++ may take for granted, unless a block is a whole program: the library's names, and
/// the variables of one block, anew for each. The functions that the blocks become are called.

using namespace sigmajet;

/// Where data comes from.
inline Eigen::ArrayXd read() { return Eigen::ArrayXd::LinSpaced(5, -2, 2); }

/// All arrays are of one shape, one direction side by side included; the tensors hold 3 x 4 x 5 numbers.
struct Variables {
  Tanh act;
  Eigen::ArrayXd x = read(), v = x, g = x, u = x, du = x, ddu = x, lap = x, y = x, d1 = x, d2 = x, dy = x, ylap = x,
                 out = x;
  Eigen::MatrixXd W = Eigen::MatrixXd::Identity(5, 5);
  std::vector<Eigen::ArrayXd> parts = {x, v};
  std::vector<double> tensor_memory = std::vector<double>(60), result_memory = std::vector<double>(60);
  const double* tensor = tensor_memory.data();
  double* result = result_memory.data();
};
