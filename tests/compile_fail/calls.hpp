#pragma once

#include <string>
#include <vector>

#include <Eigen/SparseCore>

/// @file
/// What the calls of calls.txt are made of.

using namespace sigmajet;
using Eigen::ArrayXd;

/// An array of another library: its arithmetic and its comparisons give arrays.
struct Tensor {
  Tensor operator+(const Tensor&) const;
  Tensor operator-(const Tensor&) const;
  Tensor operator*(const Tensor&) const;
  Tensor operator/(const Tensor&) const;
  Tensor operator<(const Tensor&) const;
};

inline std::vector<double> vector(3);
inline Tensor tensor;
inline Eigen::SparseMatrix<double> sparse(3, 3);
inline std::string text;
inline double* pointer = nullptr;
inline ArrayXd x(3), y(3), d1(3), d2(3), d3(3);
inline const ArrayXd constant(3);
inline Eigen::ArrayXf floats(3);
inline Eigen::ArrayXi integers(3);
inline Eigen::ArrayXcd complex(3);
inline Eigen::Array<bool, 3, 1> bools;
inline Context<Tanh, ArrayXd> context;
inline BackwardMode<Tanh, ArrayXd> mode;
inline Continuous<Tanh, ArrayXd> neuron;
