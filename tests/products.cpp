#include <Eigen/Core>
#include <unsupported/Eigen/AutoDiff>

#include <sigmajet/sigmajet.hpp>

#include "support/catch.hpp"
#include "support/variations.hpp"

namespace {

using namespace sigmajet;
using Catch::Matchers::Contains;
using Eigen::ArrayXXd;
using Eigen::Dynamic;
using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

using RowMajorMatrix = Eigen::Matrix<double, Dynamic, Dynamic, Eigen::RowMajor>;

MatrixXd numbers(Index rows, Index columns, unsigned seed) {
  std::srand(seed);
  return 2 * MatrixXd::Random(rows, columns);
}

/// The largest difference, relative to 1 + |expected|.
template <class A, class B>
double distance(const A& computed, const B& expected) {
  if (computed.size() == 0) return 0;
  return ((computed.array() - expected.array()).abs() / (1 + expected.array().abs())).maxCoeff();
}

/// All products against the derivatives that evaluate gives.
template <class Activation, class X, class V>
void check_products(const Activation& activation, const X& x, const V& v, const V& g) {
  INFO(activation << " at " << x.rows() << " x " << x.cols());
  const auto [y, d1, d2] = jet<2>(activation, x);
  const auto product = [](const auto& a, const auto& b) { return (a.array() * b.array()).eval(); };
  CHECK((jvp(activation, x, v).array() == product(d1, v)).all());
  CHECK((vjp(activation, x, g).array() == product(d1, g)).all());
  CHECK((hvp(activation, x, g, v).array() == product(d2, product(g, v))).all());
  const auto [value, first, second] = compose(activation, x, v, g);
  CHECK((value.array() == y.array()).all());
  CHECK((first.array() == product(d1, v)).all());
  CHECK(distance(second, (d2.array() * v.array().square() + d1.array() * g.array()).eval()) < 1e-14);
}

/// forward_laplacian against one composition for each direction.
template <class U, class Du, class Lap>
void check_laplacian(const U& u, const Du& du, const Lap& lap) {
  const Softplus activation(1.5);
  typename U::PlainObject y, ylap;
  typename Du::PlainObject dy;
  forward_laplacian(activation, u, du, lap, y, dy, ylap);
  const auto [value, d1, d2] = jet<2>(activation, u);
  ArrayXXd expected = d1.array() * lap.array();
  // Eigen takes a block of no rows from a null pointer.
  const Index columns = u.size() == 0 ? 0 : du.cols();
  for (Index offset = 0; offset < columns; offset += u.cols()) {
    const auto direction = du.middleCols(offset, u.cols());
    const auto composed = compose(activation, u, direction, U::PlainObject::Zero(u.rows(), u.cols()));
    CHECK((dy.middleCols(offset, u.cols()).array() == composed.d1.array()).all());
    expected += composed.d2.array();
  }
  CHECK((y.array() == value.array()).all());
  CHECK(distance(ylap, expected) < 1e-13);
}

/// The call throws, its message holds a part, and out is as it was.
template <class Call>
void check_refused(const char* message, const MatrixXd& out, Call call) {
  const MatrixXd before = out;
  CHECK_THROWS_WITH(call(), Contains(message));
  CHECK(out == before);
}

}  // namespace

TEST_CASE("products are those with the derivatives of evaluate, for every activation") {
  const MatrixXd x = numbers(7, 11, 1), v = numbers(7, 11, 2), g = numbers(7, 11, 3);
  for_each_activation(BuiltinActivations{}, [&](auto default_activation) {
    for (const auto& activation : support::with_variations(default_activation)) check_products(activation, x, v, g);
  });
}

TEST_CASE("products work at every size around the packets, in both storage orders, mixed, and on no coefficients") {
  for (Index size = 0; size < 40; ++size) {
    const MatrixXd x = numbers(size, 1, 1), v = numbers(size, 1, 2), g = numbers(size, 1, 3);
    check_products(Tanh{}, x, v, g);
    check_products(Tanh{}, VectorXd(x), v, g);
    check_products(Tanh{}, Eigen::RowVectorXd(x.transpose()), RowMajorMatrix(v.transpose()),
                   RowMajorMatrix(g.transpose()));
  }
  const MatrixXd x = numbers(37, 5, 1), v = numbers(37, 5, 2), g = numbers(37, 5, 3);
  check_products(Tanh{}, RowMajorMatrix(x), RowMajorMatrix(v), RowMajorMatrix(g));
  check_products(Tanh{}, RowMajorMatrix(x), v, g);
  check_products(Tanh{}, x, RowMajorMatrix(v), RowMajorMatrix(g));
  check_products(Tanh{}, MatrixXd(0, 3), MatrixXd(0, 3), MatrixXd(0, 3));
  check_products(Tanh{}, MatrixXd(3, 0), MatrixXd(3, 0), MatrixXd(3, 0));
  check_products(Tanh{}, Eigen::Matrix<double, 5, 3>(x.topLeftCorner(5, 3)), MatrixXd(v.topLeftCorner(5, 3)),
                 MatrixXd(g.topLeftCorner(5, 3)));
}

TEST_CASE("inputs may be blocks, strided views and expressions") {
  const MatrixXd m = numbers(80, 9, 1), v = numbers(40, 3, 2);
  const auto odd_rows = Eigen::Map<const MatrixXd, 0, Eigen::Stride<Dynamic, 2>>(m.data() + 1, 40, 3, {80, 2});
  const MatrixXd expected = jet<1>(Tanh{}, MatrixXd(m.block(3, 2, 40, 3))).d1.cwiseProduct(v);
  CHECK(jvp(Tanh{}, m.block(3, 2, 40, 3), v) == expected);
  CHECK(jvp(Tanh{}, odd_rows, v) == MatrixXd(jet<1>(Tanh{}, MatrixXd(odd_rows)).d1.cwiseProduct(v)));
  CHECK(jvp(Tanh{}, m.block(3, 2, 40, 3), 2 * v) == 2 * expected);
  const VectorXd b = VectorXd::Ones(40);
  const MatrixXd shifted = v.colwise() + b;
  CHECK(jvp(Tanh{}, v.colwise() + b, v) == MatrixXd(jet<1>(Tanh{}, shifted).d1.cwiseProduct(v)));
}

TEST_CASE("a compile-time vector of the other order than its output keeps to the output's memory") {
  ArrayXXd memory = ArrayXXd::Zero(5, 100);
  const Eigen::Array<double, 1, Dynamic> x = numbers(1, 100, 1).array(), v = numbers(1, 100, 2).array();
  jvp(Tanh{}, x, v, memory.row(2));
  CHECK((memory.row(2) == jvp(Tanh{}, x, v)).all());
  memory.row(2).setZero();
  CHECK((memory == 0).all());
}

TEST_CASE("an output may be any of the inputs") {
  const MatrixXd x = numbers(33, 7, 1), v = numbers(33, 7, 2), g = numbers(33, 7, 3);
  const MatrixXd expected = hvp(Gaussian{}, x, g, v);
  const auto check_onto = [&](int which) {
    MatrixXd a = x, b = g, c = v;
    MatrixXd& out = which == 0 ? a : which == 1 ? b : c;
    hvp(Gaussian{}, a, b, c, out);
    CHECK(out == expected);
  };
  for (const int which : {0, 1, 2}) check_onto(which);

  MatrixXd u = x, du = v, ddu = g;
  const auto composed = compose(Gaussian{}, x, v, g);
  compose(Gaussian{}, u, du, ddu, ddu, u, du);
  CHECK(ddu == composed.value);
  CHECK(u == composed.d1);
  CHECK(du == composed.d2);
}

TEST_CASE("16-bit formats are computed in float and rounded once") {
  using Array = Eigen::Array<Eigen::half, Dynamic, 1>;
  const Eigen::ArrayXf x = numbers(50, 1, 1).cast<float>(), v = numbers(50, 1, 2).cast<float>();
  const Array half_x = x.cast<Eigen::half>(), half_v = v.cast<Eigen::half>();
  const Eigen::ArrayXf exact = jvp(Sigmoid{}, half_x.cast<float>().eval(), half_v.cast<float>().eval());
  CHECK((jvp(Sigmoid{}, half_x, half_v) == exact.cast<Eigen::half>()).all());
}

TEST_CASE("jacobian and hessian of a vector are diagonal") {
  const Eigen::Vector3d x(-1, 0.5, 2), g(3, -2, 1);
  const auto [y, d1, d2] = jet<2>(Sigmoid{}, x);
  const Eigen::Matrix3d j = jacobian(Sigmoid{}, x), h = hessian(Sigmoid{}, x, g);
  CHECK(j == Eigen::Matrix3d(d1.asDiagonal()));
  CHECK(h == Eigen::Matrix3d(d2.cwiseProduct(g).asDiagonal()));
  CHECK(jacobian(Sigmoid{}, MatrixXd(x.transpose())) == j);
  CHECK(jacobian(Sigmoid{}, VectorXd()).size() == 0);
  CHECK_THROWS_WITH(jacobian(Sigmoid{}, MatrixXd::Zero(3, 2)), Contains("jacobian takes a vector, but x is 3 x 2"));
  CHECK_THROWS_WITH(hessian(Sigmoid{}, VectorXd(3), VectorXd(2)), Contains("g is 2 x 1, but x is 3 x 1"));
}

TEST_CASE("wrong shapes and overlaps are refused by name before anything is written") {
  MatrixXd memory = numbers(8, 8, 1), out = numbers(3, 2, 2);
  const MatrixXd x = numbers(4, 2, 3), v = numbers(3, 2, 4);
  check_refused("v is 3 x 2, but x is 4 x 2", out, [&] { jvp(Tanh{}, x, v, out); });
  check_refused("g is 3 x 2, but x is 4 x 2", out, [&] { hvp(Tanh{}, x, v, x, out); });
  check_refused("the output is 3 x 2, but the input x is 4 x 2", memory,
                [&] { jvp(Tanh{}, x, x, memory.block(0, 0, 3, 2)); });
  check_refused("ddu is 3 x 2, but u is 4 x 2", out, [&] { compose(Tanh{}, x, x, v, out, none, none); });
  check_refused("the output dy is 3 x 2, but the input u is 4 x 2", memory, [&] {
    compose(Tanh{}, x, x, x, memory.block(0, 0, 4, 2), memory.block(4, 0, 3, 2), memory.block(0, 4, 4, 2));
  });
  check_refused("overlaps the input v in part", memory,
                [&] { jvp(Tanh{}, memory.block(0, 4, 4, 2), memory.block(0, 0, 4, 2), memory.block(1, 0, 4, 2)); });
  check_refused("the output y and the output ddy share memory", memory,
                [&] { compose(Tanh{}, x, x, x, memory.block(0, 0, 4, 2), none, memory.block(3, 1, 4, 2)); });
  check_refused("du is 4 x 3, but holds arrays of the shape of u side by side, which is 4 x 2", memory, [&] {
    MatrixXd y, dy;
    forward_laplacian(Tanh{}, x, MatrixXd::Zero(4, 3), x, y, dy, memory);
  });
  check_refused("du is 3 x 2, but holds arrays", memory, [&] {
    MatrixXd y, dy;
    forward_laplacian(Tanh{}, x, v, x, y, dy, memory);
  });
}

TEST_CASE("forward_laplacian is the sum over the directions, in every shape and storage order") {
  for (const auto& [rows, columns, directions] : {std::array<Index, 3>{1, 1, 1},
                                                  {5, 3, 2},
                                                  {1, 40, 3},
                                                  {40, 1, 3},
                                                  {3, 200, 4},
                                                  {200, 3, 4},
                                                  {600, 2, 2},
                                                  {2, 600, 2},
                                                  {4, 3, 0},
                                                  {0, 3, 2},
                                                  {3, 0, 0}}) {
    const MatrixXd u = numbers(rows, columns, 1), du = numbers(rows, columns * directions, 2),
                   lap = numbers(rows, columns, 3);
    INFO(rows << " x " << columns << ", " << directions << " directions");
    check_laplacian(u, du, lap);
    check_laplacian(RowMajorMatrix(u), RowMajorMatrix(du), RowMajorMatrix(lap));
    check_laplacian(RowMajorMatrix(u), du, lap);
    check_laplacian(u, RowMajorMatrix(du), 0.5 * lap);
  }
  check_laplacian(Eigen::Vector3d(1, 2, 3), MatrixXd(numbers(3, 4, 2)), Eigen::Vector3d(1, 0, -1));
  check_laplacian(Eigen::RowVector3d(1, 2, 3), Eigen::RowVectorXd(numbers(1, 6, 2)), Eigen::RowVector3d(1, 0, -1));
}

TEST_CASE("forward_laplacian in place gives what it gives elsewhere") {
  MatrixXd u = numbers(30, 50, 1), du = numbers(30, 200, 2), lap = numbers(30, 50, 3), y, dy, ylap;
  forward_laplacian(Sigmoid{}, u, du, lap, y, dy, ylap);
  forward_laplacian(Sigmoid{}, u, du, lap, u, du, lap);
  CHECK(u == y);
  CHECK(du == dy);
  CHECK(lap == ylap);
}

// ---- networks ----------------------------------------------------------------------------------------------------

namespace {

/// Three layers with a scalar output.
struct Network {
  MatrixXd w1 = numbers(8, 3, 5), w2 = 0.4 * numbers(7, 8, 6), w3 = numbers(1, 7, 7);

  template <class Vector>
  auto operator()(const Vector& x) const {
    using Scalar = typename Vector::Scalar;
    const Vector h1 = jet<0>(Tanh{}, (w1.cast<Scalar>() * x).eval()).value;
    const Vector h2 = jet<0>(Softplus{}, (w2.cast<Scalar>() * h1).eval()).value;
    return jet<0>(Sigmoid{}, (w3.cast<Scalar>() * h2).eval()).value;
  }
};

/// Value, gradient and Hessian by automatic differentiation nested in itself.
struct SecondOrder {
  double value;
  VectorXd gradient;
  MatrixXd hessian;
};

SecondOrder nested_differentiation(const Network& network, const Eigen::Vector3d& x) {
  using Inner = Eigen::AutoDiffScalar<Eigen::Vector3d>;
  using Outer = Eigen::AutoDiffScalar<Eigen::Matrix<Inner, 3, 1>>;
  Eigen::Matrix<Outer, Dynamic, 1> point(3);
  for (int i = 0; i < 3; ++i) {
    point[i].value() = Inner(x[i], 3, i);
    for (int j = 0; j < 3; ++j) point[i].derivatives()[j] = Inner(i == j ? 1.0 : 0.0, Eigen::Vector3d::Zero());
  }
  const Outer result = network(point)[0];
  SecondOrder exact{result.value().value(), VectorXd(3), MatrixXd(3, 3)};
  for (int i = 0; i < 3; ++i) {
    exact.gradient[i] = result.derivatives()[i].value();
    exact.hessian.row(i) = result.derivatives()[i].derivatives().transpose();
  }
  return exact;
}

}  // namespace

TEST_CASE("compose carries a second derivative through three layers as nested automatic differentiation does") {
  const Network network;
  const Eigen::Vector3d x(0.3, -0.8, 0.5), direction(1, -2, 0.5);
  const SecondOrder exact = nested_differentiation(network, x);
  const auto h1 = compose(Tanh{}, network.w1 * x, network.w1 * direction, VectorXd::Zero(8));
  const auto h2 = compose(Softplus{}, network.w2 * h1.value, network.w2 * h1.d1, network.w2 * h1.d2);
  const auto y = compose(Sigmoid{}, network.w3 * h2.value, network.w3 * h2.d1, network.w3 * h2.d2);
  CHECK(y.value(0) == Approx(exact.value).epsilon(1e-13));
  CHECK(y.d1(0) == Approx(exact.gradient.dot(direction)).epsilon(1e-12));
  CHECK(y.d2(0) == Approx(direction.dot(exact.hessian * direction)).epsilon(1e-12));
}

TEST_CASE("forward_laplacian carries a Laplacian through three layers as nested automatic differentiation does") {
  const Network network;
  const Eigen::Vector3d x(0.3, -0.8, 0.5);
  const SecondOrder exact = nested_differentiation(network, x);
  MatrixXd y, dy, lap;
  forward_laplacian(Tanh{}, network.w1 * x, network.w1, VectorXd::Zero(8), y, dy, lap);
  const auto next = [&](const auto& activation, const MatrixXd& weights) {
    y = weights * y, dy = weights * dy, lap = weights * lap;
    forward_laplacian(activation, y, dy, lap, y, dy, lap);
  };
  next(Softplus{}, network.w2);
  next(Sigmoid{}, network.w3);
  CHECK(y(0) == Approx(exact.value).epsilon(1e-13));
  CHECK((dy.transpose() - exact.gradient).norm() < 1e-13);
  CHECK(lap(0) == Approx(exact.hessian.trace()).epsilon(1e-12));
}

TEST_CASE("the gradient of a loss that contains second derivatives comes from jet<2> over automatic differentiation") {
  using Dual = Eigen::AutoDiffScalar<Eigen::Vector2d>;
  const Eigen::ArrayXd x = Eigen::ArrayXd::LinSpaced(9, -2, 2);
  const double w = 0.7, b = -0.2;
  const Dual dual_w(w, 2, 0), dual_b(b, 2, 1);
  Eigen::Array<Dual, Dynamic, 1> u(9);
  for (Index i = 0; i < 9; ++i) u[i] = dual_w * x[i] + dual_b;
  const auto jets = jet<2>(Tanh{}, u);
  Dual loss(0.0);
  for (Index i = 0; i < 9; ++i) loss += jets.d2[i] * jets.d2[i];

  // σ‴ = (6σ² − 2)(1 − σ²).
  const Eigen::ArrayXd t = (w * x + b).tanh(), d2 = -2 * t * (1 - t.square());
  const Eigen::ArrayXd slope = 2 * d2 * (6 * t.square() - 2) * (1 - t.square());
  CHECK(loss.value() == Approx(d2.square().sum()).epsilon(1e-13));
  CHECK(loss.derivatives()[0] == Approx((slope * x).sum()).epsilon(1e-12));
  CHECK(loss.derivatives()[1] == Approx(slope.sum()).epsilon(1e-12));
}
