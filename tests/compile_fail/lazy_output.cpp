// expect: an output is const, or an expression that cannot be written
#include <sigmajet/sigmajet.hpp>

void test(const Eigen::ArrayXd& x, Eigen::ArrayXd& y) {
#ifdef SIGMAJET_COMPILES
  sigmajet::evaluate(sigmajet::Tanh{}, x, y);
#else
  sigmajet::evaluate(sigmajet::Tanh{}, x, 2 * y);
#endif
}
