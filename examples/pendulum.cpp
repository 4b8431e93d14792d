// Teaches a small network with a leaky hidden layer to hold a pendulum at an angle, by gradient descent through 200
// steps of network and pendulum. The gradient, made of vjp alone, is compared with central differences. With a file
// name as argument, writes the swings before and after as gnuplot data, for docs/plots/pendulum.gp.

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include <Eigen/Core>

#include <sigmajet/sigmajet.hpp>

#include "support/progress.hpp"

namespace {

using Eigen::Index, Eigen::Map, Eigen::MatrixXd, Eigen::VectorXd;

constexpr Index runs = 4, steps = 200, observed = 2, hidden_units = 16;
constexpr double time_step = 0.05, friction = 0.1, target_angle = 1;
constexpr double reaction_time = 0.1;  // of the hidden layer
constexpr int descents = 500;
constexpr double gradient_tolerance = 1e-6, loss_reduction = 0.1;

/// θ″ = −sin θ − friction θ′ + torque, from rest at several angles; the network sees (θ, θ′) and gives the torque.
class Pendulum final : public sigmajet::Plant<double> {
 public:
  Pendulum() : Plant({runs, steps, observed}) { start(); }

  void vjp(const ConstRef& g, Eigen::Ref<Matrix> d_output, Eigen::Ref<Matrix> d_state) override {
    const auto angle = before_.back().col(0).array();
    const Matrix d_after = g + d_state;
    const Eigen::ArrayXd d_speed = d_after.col(1) + time_step * d_after.col(0);
    d_output.array() = time_step * d_speed;
    d_state.col(0).array() = d_after.col(0).array() - time_step * angle.cos() * d_speed;
    d_state.col(1).array() = (1 - time_step * friction) * d_speed;
    before_.pop_back();
  }

 protected:
  void advance(const ConstRef& output, Matrix& input, Matrix& target) override {
    before_.push_back(state_);
    auto angle = state_.col(0).array(), speed = state_.col(1).array();
    speed += time_step * (output.array() - angle.sin() - friction * speed);
    angle += time_step * speed;
    input = state_;
    target = Matrix::Constant(runs, 1, target_angle);
  }
  void start() override {
    Matrix rest = Matrix::Zero(runs, observed);
    rest.col(0).setLinSpaced(-1, 0.5);
    start(rest);
  }
  void start(const ConstRef& initial) override {
    state_ = initial;
    before_.clear();
  }

 private:
  Matrix state_;                // θ, θ′
  std::vector<Matrix> before_;  // the state before each step
};

// The layers are parts of the vector of all parameters; the last row of each holds its biases.
constexpr Index hidden_size = (observed + 1) * hidden_units, output_size = hidden_units + 1;

auto hidden_layer(const VectorXd& parameters) {
  return Map<const MatrixXd>(parameters.data(), observed + 1, hidden_units);
}
auto output_layer(const VectorXd& parameters) {
  return Map<const VectorXd>(parameters.data() + hidden_size, output_size);
}

/// Network and pendulum in a closed loop.
class Loop {
 public:
  /// ½ mean (θ − target)² over all runs and steps.
  double loss(const VectorXd& parameters) {
    const auto v = hidden_layer(parameters);
    const auto w = output_layer(parameters);
    pendulum_.reset();
    layer_.reset();
    states_.clear();
    hidden_.clear();
    torques_.assign(1, MatrixXd::Zero(runs, 1));
    double sum = 0;
    for (Index t = 0; t < steps; ++t) {
      const MatrixXd& input = pendulum_.next(torques_.back());
      sum += (input.col(0) - pendulum_.targets().back()).squaredNorm();
      hidden_.emplace_back();
      layer_.step((input * v.topRows(observed)).rowwise() + v.row(observed), hidden_.back());
      states_.push_back(layer_.state());
      torques_.push_back(((hidden_.back() * w.head(hidden_units)).array() + w[hidden_units]).matrix());
    }
    return 0.5 * sum / (runs * steps);
  }

  /// After loss: its gradient by the same parameters, backwards through time.
  VectorXd gradient(const VectorXd& parameters) {
    const auto v = hidden_layer(parameters);
    const auto w = output_layer(parameters);
    VectorXd result = VectorXd::Zero(parameters.size());
    Map<MatrixXd> v_part(result.data(), observed + 1, hidden_units);
    Map<VectorXd> w_part(result.data() + hidden_size, output_size);
    MatrixXd d_torque = MatrixXd::Zero(runs, 1), d_plant = MatrixXd::Zero(runs, observed);
    MatrixXd d_state = MatrixXd::Zero(runs, hidden_units);
    for (std::size_t t = steps; t-- > 0;) {
      w_part.head(hidden_units) += hidden_[t].transpose() * d_torque;
      w_part[hidden_units] += d_torque.sum();
      d_state += sigmajet::vjp(layer_.activation(), states_[t], d_torque * w.head(hidden_units).transpose());

      const MatrixXd& input = pendulum_.inputs()[t];
      const MatrixXd d_drive = layer_.ds_dx() * d_state;
      v_part.topRows(observed) += input.transpose() * d_drive;
      v_part.row(observed) += d_drive.colwise().sum();
      d_state *= layer_.ds_dprevious();

      MatrixXd d_input = d_drive * v.topRows(observed).transpose();
      d_input.col(0) += (input.col(0) - pendulum_.targets()[t]) / (runs * steps);
      pendulum_.vjp(d_input, d_torque, d_plant);
    }
    return result;
  }

  /// Gnuplot data: time and the angles of all runs.
  void write(std::ostream& out) const {
    for (std::size_t t = 0; t < steps; ++t)
      out << static_cast<double>(t + 1) * time_step << ' ' << pendulum_.inputs()[t].col(0).transpose() << '\n';
  }

 private:
  Pendulum pendulum_;
  sigmajet::Continuous<sigmajet::Tanh, MatrixXd> layer_{sigmajet::Tanh{}, reaction_time, time_step};
  std::vector<MatrixXd> states_, hidden_;  // of the layer after each step
  std::vector<MatrixXd> torques_;          // what acted on each step, 0 at first
};

/// The largest difference between the gradient and central differences, relative to the largest component.
double gradient_error(Loop& loop, const VectorXd& parameters) {
  constexpr double h = 1e-5;
  loop.loss(parameters);
  const VectorXd gradient = loop.gradient(parameters);
  VectorXd differences = gradient;
  for (Index i = 0; i < parameters.size(); ++i) {
    VectorXd moved = parameters;
    moved[i] += h;
    const double above = loop.loss(moved);
    moved[i] -= 2 * h;
    differences[i] = (above - loop.loss(moved)) / (2 * h);
  }
  return (gradient - differences).cwiseAbs().maxCoeff() / gradient.cwiseAbs().maxCoeff();
}

/// Gradient descent whose rate doubles while the loss falls and is divided by four where it rises.
double descend(Loop& loop, VectorXd& parameters) {
  example::Progress progress;
  double rate = 0.1, loss = loop.loss(parameters);
  VectorXd gradient = loop.gradient(parameters);
  for (int descent = 1;; ++descent) {
    const VectorXd candidate = parameters - rate * gradient;
    const double candidate_loss = loop.loss(candidate);
    const bool falls = candidate_loss < loss;
    if (falls) {
      parameters = candidate;
      loss = candidate_loss;
      gradient = loop.gradient(parameters);
    }
    rate *= falls ? 2 : 0.25;
    char status[80];
    std::snprintf(status, sizeof status, "  descent %3d   loss %.5f   |gradient| %7.1e", descent, loss,
                  gradient.norm());
    if (descent == descents) return progress.finish(status), loss;
    progress.show(descent, status);
  }
}

VectorXd random_parameters() {
  std::mt19937 random(1);
  const auto uniform = [&] { return 2.0 * static_cast<double>(random()) / random.max() - 1; };
  return VectorXd::NullaryExpr(hidden_size + output_size, [&] { return 0.2 * uniform(); });
}

}  // namespace

int main(int argc, char** argv) try {
  std::printf("\nA pendulum held at an angle by a network: %td runs of %td steps\n\n", runs, steps);
  Loop loop;
  VectorXd parameters = random_parameters();
  const double error = gradient_error(loop, parameters);
  std::printf("  the gradient through time differs from central differences by %.1e of its largest component\n\n",
              error);

  std::ofstream plot;
  if (argc > 1) plot.open(argv[1]);
  const double first = loop.loss(parameters);
  plot << "$swings << end\n";
  loop.write(plot);
  const double last = descend(loop, parameters);
  loop.loss(parameters);
  plot << "\n\n";
  loop.write(plot);
  plot << "end\n";
  if (argc > 1 && !plot.flush()) throw std::runtime_error(std::string(argv[1]) + ": cannot be written");

  std::printf("\n  mean distance from the angle: %.3f rad before, %.3f after\n", std::sqrt(2 * first),
              std::sqrt(2 * last));
  return error < gradient_tolerance && last < loss_reduction * first ? EXIT_SUCCESS : EXIT_FAILURE;
} catch (const std::exception& error) {
  std::fprintf(stderr, "%s\n", error.what());
  return EXIT_FAILURE;
}
