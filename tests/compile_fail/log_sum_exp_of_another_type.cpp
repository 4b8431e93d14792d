// expect: the array has another scalar type than LogSumExp: convert it with .cast<...>()
#include <sigmajet/sigmajet.hpp>

#ifdef SIGMAJET_COMPILES
using Sum = sigmajet::LogSumExp<float>;
#else
using Sum = sigmajet::LogSumExp<double>;
#endif

void test(const Eigen::ArrayXf& x, Sum& sum) { sum.add(x); }
