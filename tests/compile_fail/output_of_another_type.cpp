// expect: an output has another scalar type than the input: convert the input with .cast<...>()
#include <sigmajet/sigmajet.hpp>

void test(const Eigen::ArrayXf& x, Eigen::ArrayXd& y) {
#ifdef SIGMAJET_COMPILES
  sigmajet::evaluate(sigmajet::Tanh{}, x.cast<double>(), y);
#else
  sigmajet::evaluate(sigmajet::Tanh{}, x, y);
#endif
}
