// expect: activations are functions of a real variable: complex numbers are not supported
#include <sigmajet/sigmajet.hpp>

void test(const Eigen::ArrayXcd& x) {
#ifdef SIGMAJET_COMPILES
  sigmajet::jet<1>(sigmajet::Tanh{}, x.real());
#else
  sigmajet::jet<1>(sigmajet::Tanh{}, x);
#endif
}
