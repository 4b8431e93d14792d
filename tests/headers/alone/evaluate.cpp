#include <sigmajet/activations/softmax.hpp>
#include <sigmajet/activations/tanh.hpp>
#include <sigmajet/evaluate.hpp>

using namespace sigmajet;

void use(Eigen::ArrayXd& x, Eigen::Array<Eigen::half, 4, 1>& h) {
  evaluate(Tanh{}, x, none, x);
  evaluate(Tanh{}, h, h);
  evaluate(Softmax<>{}, x, x);
  x = second_derivative(Tanh{}, jet<0>(Tanh{}, 2 * x).value);
  x[0] = static_cast<double>(jet<2>(Tanh{}, 1.0L).d2);
}
