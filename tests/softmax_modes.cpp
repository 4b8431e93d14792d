#include <sigmajet/sigmajet.hpp>

#include "support/catch.hpp"

namespace {

using namespace sigmajet;
using Eigen::MatrixXd;
using RowMajorMatrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

template <class Array>
double distance(const Array& a, const Array& b) {
  return (a - b).template lpNorm<Eigen::Infinity>();
}

template <class Activation, class Array>
void check_context(Eigen::Index rows, Eigen::Index columns) {
  const Activation activation;
  const Array x = 3 * Array::Random(rows, columns), v = Array::Random(rows, columns), g = Array::Random(rows, columns);
  BackwardMode<Activation, Array> mode(activation);
  Array y = x, kept;
  mode.forward(y, y);
  CHECK(distance<Array>(y, value(activation, x)) == 0);
  mode.jvp(v, kept);
  CHECK(distance<Array>(kept, jvp(activation, x, v)) < 1e-14);
  mode.vjp(g, kept);
  CHECK(distance<Array>(kept, vjp(activation, x, g)) < 1e-14);
  mode.hvp(g, v, kept);
  CHECK(distance<Array>(kept, hvp(activation, x, g, v)) < 1e-14);
}

}  // namespace

TEMPLATE_TEST_CASE("a row-wise context gives the products at the x of its forward, in place too", "", Softmax<>,
                   Softmax<Axis::Colwise>, LogSoftmax<>, LogSoftmax<Axis::Colwise>) {
  check_context<TestType, MatrixXd>(5, 37);
  check_context<TestType, MatrixXd>(64, 3);
  check_context<TestType, RowMajorMatrix>(19, 10);
}

TEMPLATE_TEST_CASE("the Taylor test passes for row-wise activations", "", Softmax<>, Softmax<Axis::Colwise>,
                   LogSoftmax<>, LogSoftmax<Axis::Colwise>) {
  const auto check = check_derivatives(TestType{}, MatrixXd::Random(4, 9));
  INFO(check);
  CHECK(check.first_passed);
  CHECK(check.second_passed);
}

TEST_CASE("a row-wise context throws before its first forward") {
  BackwardMode<Softmax<>, MatrixXd> mode;
  MatrixXd out;
  CHECK_THROWS_AS(mode.vjp(MatrixXd::Ones(2, 2), out), std::logic_error);
}

TEST_CASE("Continuous over softmax gives softmax of its state and its products") {
  const MatrixXd x = MatrixXd::Random(3, 5), g = MatrixXd::Random(3, 5);
  Continuous<Softmax<>, MatrixXd> layer({}, 2, 0.5);
  MatrixXd y, gradient;
  layer.step(x, y);
  const MatrixXd state = 0.25 * x;
  CHECK(distance<MatrixXd>(layer.state(), state) < 1e-16);
  CHECK(distance<MatrixXd>(y, value(Softmax<>{}, state)) < 1e-15);
  layer.vjp(g, gradient);
  CHECK(distance<MatrixXd>(gradient, vjp(Softmax<>{}, state, g)) < 1e-15);
}
