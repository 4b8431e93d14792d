// expect: activations are functions of a real variable: complex numbers are not supported
#include <sigmajet/sigmajet.hpp>

void test(std::complex<double> x) {
#ifdef SIGMAJET_COMPILES
  sigmajet::Tanh{}(x.real());
#else
  sigmajet::Tanh{}(x);
#endif
}
