// expect: a product needs an output
#include <sigmajet/sigmajet.hpp>

void test(const Eigen::MatrixXd& x, [[maybe_unused]] Eigen::MatrixXd& y) {
#ifdef SIGMAJET_COMPILES
  sigmajet::jvp(sigmajet::Tanh{}, x, x, y);
#else
  sigmajet::jvp(sigmajet::Tanh{}, x, x, sigmajet::none);
#endif
}
