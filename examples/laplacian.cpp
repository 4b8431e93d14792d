// The Laplacian Δf of a network f, as in the kinetic energy of a neural wave function or the residual of a partial
// differential equation: by forward_laplacian, which carries value, gradient and Laplacian through the layers in one
// go, and for comparison by compose, along one coordinate after the other.

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <random>
#include <vector>

#include <Eigen/Core>

#include <sigmajet/sigmajet.hpp>

namespace {

using Eigen::Index, Eigen::MatrixXd, Eigen::RowVectorXd, Eigen::VectorXd;

const sigmajet::Tanh activation;
constexpr Index points = 256;  // one column each
constexpr double tolerance = 1e-12;

struct Layer {
  MatrixXd weights;
  VectorXd bias;
};

/// f(x) = W₃ σ(W₂ σ(W₁x + b₁) + b₂) for each column of x.
struct Network {
  std::vector<Layer> hidden;
  MatrixXd output;
};

Network random_network(Index inputs, Index units, std::mt19937& random) {
  const auto matrix = [&](Index rows, Index columns) {
    std::normal_distribution<double> normal(0, 1 / std::sqrt(static_cast<double>(columns)));
    return MatrixXd(MatrixXd::NullaryExpr(rows, columns, [&] { return normal(random); }));
  };
  return {{{matrix(units, inputs), matrix(units, 1)}, {matrix(units, units), matrix(units, 1)}}, matrix(1, units)};
}

RowVectorXd value(const Network& network, const MatrixXd& x) {
  MatrixXd y = x;
  for (const Layer& layer : network.hidden)
    y = sigmajet::jet<0>(activation, (layer.weights * y).colwise() + layer.bias).value;
  return network.output * y;
}

RowVectorXd laplacian(const Network& network, const MatrixXd& x) {
  // The derivatives by the coordinates stand side by side; those of x itself are the unit vectors.
  const Index inputs = x.rows();
  MatrixXd y = x, dy = MatrixXd::Zero(inputs, points * inputs), lap = MatrixXd::Zero(inputs, points);
  for (Index i = 0; i < inputs; ++i) dy.row(i).segment(i * points, points).setOnes();

  for (const Layer& layer : network.hidden) {
    y = (layer.weights * y).colwise() + layer.bias;
    dy = layer.weights * dy;
    lap = layer.weights * lap;
    sigmajet::forward_laplacian(activation, y, dy, lap, y, dy, lap);
  }
  return network.output * lap;
}

RowVectorXd laplacian_by_coordinates(const Network& network, const MatrixXd& x) {
  RowVectorXd sum = RowVectorXd::Zero(points);
  for (Index i = 0; i < x.rows(); ++i) {
    MatrixXd y = x, dy = MatrixXd::Zero(x.rows(), points), ddy = dy;
    dy.row(i).setOnes();
    for (const Layer& layer : network.hidden) {
      y = (layer.weights * y).colwise() + layer.bias;
      dy = layer.weights * dy;
      ddy = layer.weights * ddy;
      sigmajet::compose(activation, y, dy, ddy, y, dy, ddy);
    }
    sum += network.output * ddy;
  }
  return sum;
}

/// Seconds of the fastest of 20 runs.
template <class Function>
double seconds(const Function& function) {
  using Clock = std::chrono::steady_clock;
  double fastest = std::numeric_limits<double>::infinity();
  for (int run = 0; run < 20; ++run) {
    const auto start = Clock::now();
    const RowVectorXd result = function();
    fastest = std::min(fastest, std::chrono::duration<double>(Clock::now() - start).count());
  }
  return fastest;
}

/// One row of the table; false where the two ways disagree.
bool print_row(Index inputs, Index units) {
  std::mt19937 random(1);
  std::normal_distribution<double> normal;
  const Network network = random_network(inputs, units, random);
  const MatrixXd x = MatrixXd::NullaryExpr(inputs, points, [&] { return normal(random); });

  const RowVectorXd result = laplacian(network, x);
  const double difference = (result - laplacian_by_coordinates(network, x)).norm() / result.norm();
  const double alone = seconds([&] { return value(network, x); });
  const double with_laplacian = seconds([&] { return laplacian(network, x); });
  const double by_coordinates = seconds([&] { return laplacian_by_coordinates(network, x); });
  std::printf("  %2td-%td-%td-1 %10.6f %10.6f %8.0e %9.0f %9.0f %5.1f %9.0f %5.1f\n", inputs, units, units,
              value(network, x)[0], result[0], difference, 1e6 * alone, 1e6 * with_laplacian, with_laplacian / alone,
              1e6 * by_coordinates, by_coordinates / alone);
  return difference < tolerance;
}

}  // namespace

int main() {
  std::printf("\nThe Laplacian of a network at %td points\n\n", points);
  std::printf("                at the first point             µs:    forward_laplacian   compose along\n");
  std::printf("  network             f         Δf   differ     value              /value  coordinates  /value\n");
  const bool small_agrees = print_row(2, 32), large_agrees = print_row(30, 32);
  std::printf(
      "\n  differ: relative difference between the two ways, all points;  /value: against the time of f alone\n");
  return small_agrees && large_agrees ? EXIT_SUCCESS : EXIT_FAILURE;
}
