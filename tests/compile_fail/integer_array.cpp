// expect: an array of integers has no derivatives: convert it with .cast<double>()
#include <sigmajet/sigmajet.hpp>

void test(const Eigen::ArrayXi& x) {
#ifdef SIGMAJET_COMPILES
  sigmajet::jet<1>(sigmajet::Tanh{}, x.cast<double>());
#else
  sigmajet::jet<1>(sigmajet::Tanh{}, x);
#endif
}
