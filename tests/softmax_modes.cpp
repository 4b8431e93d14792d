#include <sigmajet/sigmajet.hpp>

#include "support/catch.hpp"

namespace {

using namespace sigmajet;
using Eigen::ArrayXXd;
using Eigen::MatrixXd;
using RowMajorMatrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

template <class Array>
double distance(const Array& a, const Array& b) {
  return (a - b).template lpNorm<Eigen::Infinity>();
}

/// Sums over the distributions of an array, in each of their entries.
template <class Activation>
ArrayXXd sums(const ArrayXXd& x) {
  if (Activation::axis == Axis::Rowwise) return x.rowwise().sum().replicate(1, x.cols());
  return x.colwise().sum().replicate(x.rows(), 1);
}

template <class Activation>
inline constexpr bool is_logarithm = Activation::name[0] == 'l';

/// The terms of each entry of the products, summed without their signs: no smaller than any intermediate result.
template <class Activation>
struct Magnitudes {
  ArrayXXd jvp, vjp, hvp;

  Magnitudes(const ArrayXXd& x, const ArrayXXd& v, const ArrayXXd& g) {
    const ArrayXXd s = value(Softmax<Activation::axis>{}, x), a = v.abs(), b = g.abs();
    const ArrayXXd of_v = a + sums<Activation>(s * a), of_g = b + sums<Activation>(s * b);
    if (is_logarithm<Activation>) {
      jvp = of_v;
      vjp = b + s * sums<Activation>(b);
      hvp = s * of_v * sums<Activation>(b);
    } else {
      jvp = s * of_v;
      vjp = s * of_g;
      hvp = s * (of_v * of_g + sums<Activation>(s * of_v * of_g));
    }
  }
};

/// In units of the rounding of these terms. A probability that a context keeps is up to 4 ulp off, its kin that a
/// product computes from x is so in its own way, and each product rounds a few times: 3 units were measured.
constexpr double bound = 6;

template <class Activation, class Array>
void check_close(const char* what, const Array& kept, const Array& direct, const ArrayXXd& magnitude) {
  const ArrayXXd units = (kept - direct).array().abs() / (std::numeric_limits<double>::epsilon() * magnitude);
  INFO(Activation{} << ", " << what << " of " << kept.rows() << " x " << kept.cols());
  CHECK(units.maxCoeff() <= bound);
}

template <class Activation, class Array>
void check_context(Eigen::Index rows, Eigen::Index columns) {
  const Activation activation;
  const Array x = 3 * Array::Random(rows, columns), v = Array::Random(rows, columns), g = Array::Random(rows, columns);
  BackwardMode<Activation, Array> mode(activation);
  Array y = x, kept;
  mode.forward(y, y);
  CHECK(distance<Array>(y, value(activation, x)) == 0);
  const Magnitudes<Activation> magnitudes(x, v, g);
  mode.jvp(v, kept);
  check_close<Activation, Array>("jvp", kept, jvp(activation, x, v), magnitudes.jvp);
  mode.vjp(g, kept);
  check_close<Activation, Array>("vjp", kept, vjp(activation, x, g), magnitudes.vjp);
  mode.hvp(g, v, kept);
  check_close<Activation, Array>("hvp", kept, hvp(activation, x, g, v), magnitudes.hvp);
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
