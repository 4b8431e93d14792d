// expect: the derivatives of a row-wise activation are matrices, not arrays: use jvp, vjp, hvp or jacobian
#include <sigmajet/sigmajet.hpp>

void test(const Eigen::MatrixXd& x, Eigen::MatrixXd& y) {
#ifdef SIGMAJET_COMPILES
  sigmajet::evaluate(sigmajet::Softmax<>{}, x, y);
#else
  sigmajet::evaluate(sigmajet::Softmax<>{}, x, sigmajet::none, y);
#endif
}
