// expect: evaluate needs an output
#include <sigmajet/sigmajet.hpp>

void test(const Eigen::ArrayXd& x) {
#ifdef SIGMAJET_COMPILES
  sigmajet::evaluate(sigmajet::Tanh{}, x, sigmajet::none);
#else
  sigmajet::evaluate(sigmajet::Tanh{}, x);
#endif
}
