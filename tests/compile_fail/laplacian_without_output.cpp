// expect: forward_laplacian writes all three outputs
#include <sigmajet/sigmajet.hpp>

void test(const Eigen::MatrixXd& u, Eigen::MatrixXd& y, Eigen::MatrixXd& dy, [[maybe_unused]] Eigen::MatrixXd& ylap) {
#ifdef SIGMAJET_COMPILES
  sigmajet::forward_laplacian(sigmajet::Tanh{}, u, u, u, y, dy, ylap);
#else
  sigmajet::forward_laplacian(sigmajet::Tanh{}, u, u, u, y, dy, sigmajet::none);
#endif
}
