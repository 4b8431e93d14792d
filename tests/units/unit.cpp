#include <sigmajet/sigmajet.hpp>

/// Some of what a program may instantiate in each of its units, with a pass that may be streamed and shared among
/// threads, one over distributions, and an error.
void instantiate(const Eigen::ArrayXXf& x, Eigen::ArrayXXf& y, sigmajet::Context<sigmajet::Tanh, Eigen::ArrayXXf>& c) {
  sigmajet::evaluate(sigmajet::ReLU{}, x, y);
  sigmajet::evaluate(sigmajet::Softmax<>{}, x, y);
  sigmajet::forward(sigmajet::Tanh{}, x, y, c);
}
