// expect: an output is const, or an expression that cannot be written
#include <sigmajet/sigmajet.hpp>

#ifdef SIGMAJET_COMPILES
using Output = Eigen::ArrayXd;
#else
using Output = const Eigen::ArrayXd;
#endif

void test(const Eigen::ArrayXd& x, Output& y) { sigmajet::evaluate(sigmajet::Tanh{}, x, y); }
