// expect: two inputs have different scalar types
#include <sigmajet/sigmajet.hpp>

#ifdef SIGMAJET_COMPILES
using Direction = Eigen::ArrayXd;
#else
using Direction = Eigen::ArrayXf;
#endif

void test(const Eigen::ArrayXd& x, const Direction& v) { sigmajet::jvp(sigmajet::Tanh{}, x, v); }
