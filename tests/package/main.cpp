#include <cstdio>

#include <Eigen/Core>

#include <sigmajet/sigmajet.hpp>

int main() {
  const Eigen::ArrayXd x = Eigen::ArrayXd::LinSpaced(9, -2, 2);
  const auto [y, d1, d2] = sigmajet::jet<2>(sigmajet::Tanh{}, x);
  std::printf("sigmajet %d.%d.%d: tanh(2) = %.17g\n", SIGMAJET_VERSION_MAJOR, SIGMAJET_VERSION_MINOR,
              SIGMAJET_VERSION_PATCH, y(8));
  const bool right = y.isApprox(x.tanh()) && d1.isApprox(1 - y.square()) && d2.isApprox(-2 * y * d1);
  return right ? 0 : 1;
}
