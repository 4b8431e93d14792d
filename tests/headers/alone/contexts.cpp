#include <sigmajet/activations/sigmoid.hpp>
#include <sigmajet/activations/softmax.hpp>
#include <sigmajet/modes/backward.hpp>

using namespace sigmajet;

template <class Mode>
void use(Mode mode, Eigen::ArrayXXd& x) {
  mode.forward(x, x);
  mode.vjp(x, x);
}

void use(Eigen::ArrayXXd& x) {
  use(BackwardMode<Sigmoid, Eigen::ArrayXXd>(), x);
  use(BackwardMode<Sigmoid, Eigen::ArrayXXd, 1>(), x);
  use(BackwardMode<Softmax<>, Eigen::ArrayXXd>(), x);
}
