// expect: the context is for another activation
#include <sigmajet/sigmajet.hpp>

#ifdef SIGMAJET_COMPILES
using Filled = sigmajet::Tanh;
#else
using Filled = sigmajet::Sigmoid;
#endif

void test(const sigmajet::Context<Filled, Eigen::ArrayXd>& context, const Eigen::ArrayXd& g, Eigen::ArrayXd& out) {
  sigmajet::vjp(sigmajet::Tanh{}, context, g, out);
}
