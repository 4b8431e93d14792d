#include <sigmajet/activations/elu.hpp>
#include <sigmajet/activations/log_softmax.hpp>
#include <sigmajet/products.hpp>

using namespace sigmajet;

void use(Eigen::MatrixXd& x, const Eigen::VectorXd& v) {
  hvp(ELU{}, x, x, x, x);
  jvp(LogSoftmax<>{}, x, x, x);
  compose(LogSoftmax<>{}, x, x, x);
  forward_laplacian(ELU{}, x, x, x, x, x, x);
  x = jacobian(LogSoftmax<>{}, x) + hessian(ELU{}, v, v) + hessian(LogSoftmax<>{}, v, v);
}
