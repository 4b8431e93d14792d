// expect: an output is a dense Eigen array that can be written, or sigmajet::none
#include <sigmajet/sigmajet.hpp>

void test(const Eigen::ArrayXd& x, double* y) {
#ifdef SIGMAJET_COMPILES
  sigmajet::evaluate(sigmajet::Tanh{}, x, Eigen::ArrayXd::Map(y, x.size()));
#else
  sigmajet::evaluate(sigmajet::Tanh{}, x, y);
#endif
}
