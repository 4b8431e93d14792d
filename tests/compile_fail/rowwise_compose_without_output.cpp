// expect: compose of a row-wise activation writes all three outputs
#include <sigmajet/sigmajet.hpp>

void test(const Eigen::MatrixXd& u, Eigen::MatrixXd& y, Eigen::MatrixXd& dy, [[maybe_unused]] Eigen::MatrixXd& ddy) {
#ifdef SIGMAJET_COMPILES
  sigmajet::compose(sigmajet::Softmax<>{}, u, u, u, y, dy, ddy);
#else
  sigmajet::compose(sigmajet::Softmax<>{}, u, u, u, y, dy, sigmajet::none);
#endif
}
