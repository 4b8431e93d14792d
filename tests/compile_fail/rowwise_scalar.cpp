// expect: a row-wise activation takes an array, not a scalar
#include <sigmajet/sigmajet.hpp>

#ifdef SIGMAJET_COMPILES
double test() { return sigmajet::Sigmoid{}(1.0); }
#else
double test() { return sigmajet::Softmax<>{}(1.0); }
#endif
