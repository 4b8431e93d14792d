// Teaches a network of one hidden layer to read handwritten digits by a Hessian-free method (Martens 2010): each step
// minimises the damped Gauss–Newton model of the loss by conjugate gradients, which need products with the curvature
// matrix but never the matrix of 4810 × 4810 itself.

#include "support/digits.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <random>

#include <Eigen/Core>

#include <sigmajet/sigmajet.hpp>

#include "support/data.hpp"
#include "support/progress.hpp"

namespace {

using Eigen::Index, Eigen::Map, Eigen::MatrixXf, Eigen::VectorXf;

const sigmajet::Tanh hidden_activation;
using LogSoftmax = sigmajet::LogSoftmax<sigmajet::Axis::Colwise>;  // an image is a column
const LogSoftmax output_activation;
constexpr Index pixels = 64, hidden_units = 64, classes = 10;
constexpr Index training_images = 1347;
constexpr float weight_decay = 1e-4f;
constexpr double required_accuracy = 0.97;
constexpr int steps = 25, products_in_step = 50;

// The layers are parts of the vector of all parameters; the last column of each holds its biases.
constexpr Index hidden_size = hidden_units * (pixels + 1), output_size = classes * (hidden_units + 1);

auto hidden_layer(const VectorXf& parameters) {
  return Map<const MatrixXf>(parameters.data(), hidden_units, pixels + 1);
}
auto output_layer(const VectorXf& parameters) {
  return Map<const MatrixXf>(parameters.data() + hidden_size, classes, hidden_units + 1);
}

/// The logits of the classes.
MatrixXf classify(const VectorXf& parameters, const MatrixXf& images) {
  const auto v = hidden_layer(parameters), w = output_layer(parameters);
  const MatrixXf drive = (v.leftCols(pixels) * images).colwise() + v.col(pixels);
  return (w.leftCols(hidden_units) * sigmajet::value(hidden_activation, drive)).colwise() + w.col(hidden_units);
}

double accuracy(const VectorXf& parameters, const example::Digits& digits) {
  const MatrixXf logits = classify(parameters, digits.images);
  Index correct = 0;
  for (Index i = 0; i < logits.cols(); ++i) {
    Index guess;
    logits.col(i).maxCoeff(&guess);
    if (digits.one_hot(guess, i) == 1) ++correct;
  }
  return static_cast<double>(correct) / static_cast<double>(logits.cols());
}

/// Mean negative log likelihood + ½ decay |parameters|².
class Objective {
 public:
  explicit Objective(const example::Digits& digits)
      : images_(digits.images), weights_(-digits.one_hot / static_cast<float>(digits.images.cols())) {}

  float value(const VectorXf& parameters) const {
    const MatrixXf log_likelihood = sigmajet::jet<0>(output_activation, classify(parameters, images_)).value;
    return weights_.cwiseProduct(log_likelihood).sum() + 0.5f * weight_decay * parameters.squaredNorm();
  }

  /// The gradient; curvature_product refers to the same parameters afterwards.
  VectorXf gradient(const VectorXf& parameters) {
    parameters_ = parameters;
    const auto v = hidden_layer(parameters_), w = output_layer(parameters_);
    hidden_mode_.forward((v.leftCols(pixels) * images_).colwise() + v.col(pixels), hidden_);
    output_mode_.forward((w.leftCols(hidden_units) * hidden_).colwise() + w.col(hidden_units), log_likelihood_);
    MatrixXf by_logits;
    output_mode_.vjp(weights_, by_logits);
    return pull_back(by_logits) + weight_decay * parameters_;
  }

  /// Jᵀ H J direction + decay direction, J the Jacobian of the logits and H the Hessian of the loss by them.
  VectorXf curvature_product(const VectorXf& direction) const {
    MatrixXf by_logits;
    output_mode_.hvp(weights_, push_forward(direction), by_logits);
    return pull_back(by_logits) + weight_decay * direction;
  }

 private:
  /// J direction.
  MatrixXf push_forward(const VectorXf& direction) const {
    const auto w = output_layer(parameters_), dv = hidden_layer(direction), dw = output_layer(direction);
    MatrixXf hidden_change;
    hidden_mode_.jvp((dv.leftCols(pixels) * images_).colwise() + dv.col(pixels), hidden_change);
    return (w.leftCols(hidden_units) * hidden_change + dw.leftCols(hidden_units) * hidden_).colwise() +
           dw.col(hidden_units);
  }

  /// Jᵀ g.
  VectorXf pull_back(const MatrixXf& g) const {
    const auto w = output_layer(parameters_);
    MatrixXf by_drive;
    hidden_mode_.vjp(w.leftCols(hidden_units).transpose() * g, by_drive);
    VectorXf result(hidden_size + output_size);
    Map<MatrixXf> v_part(result.data(), hidden_units, pixels + 1);
    Map<MatrixXf> w_part(result.data() + hidden_size, classes, hidden_units + 1);
    v_part << by_drive * images_.transpose(), by_drive.rowwise().sum();
    w_part << g * hidden_.transpose(), g.rowwise().sum();
    return result;
  }

  // The modes keep from each forward pass what the many products with derivatives need.
  sigmajet::BackwardMode<sigmajet::Tanh, MatrixXf> hidden_mode_{hidden_activation};
  sigmajet::BackwardMode<LogSoftmax, MatrixXf> output_mode_{output_activation};
  const MatrixXf& images_;
  const MatrixXf weights_;  // of the log likelihoods in the loss
  VectorXf parameters_;
  MatrixXf hidden_, log_likelihood_;
};

/// A step and what the quadratic model promises of it.
struct Step {
  VectorXf direction;
  float promised;
  int products;
};

/// Conjugate gradients on (curvature + damping) direction = −gradient, until the residual is small against the
/// gradient, the smaller the closer the minimum is.
Step solve_model(const Objective& objective, const VectorXf& gradient, float damping) {
  Step step{VectorXf::Zero(gradient.size()), 0, 0};
  const float target = std::min(0.1f, std::sqrt(gradient.norm())) * gradient.norm();
  VectorXf residual = -gradient, search = residual;
  float square = residual.squaredNorm();
  while (std::sqrt(square) > target && step.products < products_in_step) {
    const VectorXf turn = objective.curvature_product(search) + damping * search;
    ++step.products;
    const float length = square / search.dot(turn);
    step.direction += length * search;
    residual -= length * turn;
    const float previous = square;
    square = residual.squaredNorm();
    search = residual + square / previous * search;
  }
  // (curvature + damping) direction = −gradient − residual; the promise leaves the damping out.
  step.promised = 0.5f * (step.direction.dot(residual - gradient) + damping * step.direction.squaredNorm());
  return step;
}

struct Result {
  VectorXf parameters;
  double held_out_accuracy;
};

/// Levenberg–Marquardt: damping rises until the loss falls by a part of what the model promised.
Result train(VectorXf parameters, const example::DigitStudy& study) {
  Objective objective(study.training);
  example::Progress progress;
  float loss = objective.value(parameters), damping = 1;
  for (int step = 1, products = 0;; ++step) {
    const VectorXf gradient = objective.gradient(parameters);
    const Step move = solve_model(objective, gradient, damping);
    const VectorXf candidate = parameters + move.direction;
    const float candidate_loss = objective.value(candidate), ratio = (loss - candidate_loss) / move.promised;
    damping *= ratio > 0.75f ? 0.3f : ratio < 0.25f ? 3.f : 1.f;
    if (ratio > 1e-4f) {
      parameters = candidate;
      loss = candidate_loss;
    }

    products += move.products;
    const double held_out = accuracy(parameters, study.held_out);
    char status[120];
    std::snprintf(status, sizeof status, "  step %2d   %4d products   loss %.4f   held out %.2f %% right", step,
                  products, loss, 100 * held_out);
    if (step == steps) return progress.finish(status), Result{parameters, held_out};
    progress.show(step, status);
  }
}

VectorXf random_parameters() {
  std::mt19937 random(1);
  const auto uniform = [&] { return static_cast<float>(2.0 * static_cast<double>(random()) / random.max() - 1); };
  return VectorXf::NullaryExpr(hidden_size + output_size, [&] { return 0.4f * uniform(); });
}

}  // namespace

int main(int argc, char** argv) try {
  auto study = example::read_digits(example::data_directory(argc, argv) + "/digits.csv", training_images);
  std::printf("\nHandwritten digits: %td images to learn from, %td held out; one hidden layer of %td units\n\n",
              study.training.images.cols(), study.held_out.images.cols(), hidden_units);
  study.training = example::with_shifts(study.training);

  using Clock = std::chrono::steady_clock;
  const auto start = Clock::now();
  const Result result = train(random_parameters(), study);
  const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
  std::printf("\n  %.2f %% of the held-out images read right, %.2f %% of the others; trained in %.1f s\n",
              100 * result.held_out_accuracy, 100 * accuracy(result.parameters, study.training), seconds);
  return result.held_out_accuracy >= required_accuracy ? EXIT_SUCCESS : EXIT_FAILURE;
} catch (const std::exception& error) {
  std::fprintf(stderr, "%s\n", error.what());
  return EXIT_FAILURE;
}
