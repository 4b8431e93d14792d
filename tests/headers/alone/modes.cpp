#include <sigmajet/activations/quadratic.hpp>
#include <sigmajet/modes/continuous.hpp>
#include <sigmajet/modes/forward.hpp>
#include <sigmajet/modes/plant.hpp>

using namespace sigmajet;

void use(Eigen::ArrayXd& x, Plant<double>& plant) {
  Continuous<Quadratic, Eigen::ArrayXd> layer;
  layer.step(x, x);
  layer.vjp(x, x);
  layer.dy_ds(x);
  ForwardMode<Quadratic>()(x, x, x);
  plant.next(x.matrix());
}
