#include <sigmajet/sigmajet.hpp>

/// The functions whose machine code check.cmake reads.
extern "C" void sixteen_jets(const Eigen::Array<float, 16, 1>& x, Eigen::Array<float, 16, 1>& y,
                             Eigen::Array<float, 16, 1>& d1, Eigen::Array<float, 16, 1>& d2) {
  sigmajet::evaluate(sigmajet::Tanh{}, x, y, d1, d2);
}
