// Trains a one-hidden-layer network on the diabetes table of Efron et al. (2004) three times from the same start: by
// gradient descent and by Gauss–Newton, which need σ′, and by Newton's method with the exact Hessian, which needs σ″.
// Then shows what textbook formulas return in the tails.

#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <Eigen/Dense>

#include <sigmajet/sigmajet.hpp>

#include "support/data.hpp"
#include "support/diabetes.hpp"
#include "support/progress.hpp"
#include "support/reference_points.hpp"
#include "support/text.hpp"
#include "support/textbook_tails.hpp"

namespace {

using Eigen::Index, Eigen::MatrixXd, Eigen::RowVectorXd, Eigen::VectorXd;

const sigmajet::Softplus activation;
constexpr Index hidden_units = 8;
constexpr Index training_patients = 342;
constexpr double weight_decay = 0.01;
constexpr double gradient_tolerance = 1e-8;
constexpr double error_tolerance = 0.001;  // points of disease progression
constexpr double start_bound = 0.5;
constexpr int iteration_limit = 20000;

// The network is f(x) = Σ_j v_j σ(w_j·x); column j of its parameters is (w_j, v_j).
auto input_weights(const MatrixXd& parameters) { return parameters.topRows(parameters.rows() - 1); }
auto output_weights(const MatrixXd& parameters) { return parameters.bottomRows<1>(); }

RowVectorXd predict(const MatrixXd& parameters, const MatrixXd& inputs) {
  const MatrixXd drive = input_weights(parameters).transpose() * inputs;
  return output_weights(parameters) * sigmajet::value(activation, drive);
}

/// Root mean square, in points of progression.
double held_out_error(const RowVectorXd& prediction, const example::DiabetesStudy& study) {
  return study.deviation * std::sqrt((prediction - study.held_out.progression).array().square().mean());
}

enum class Curvature { gauss_newton, exact };

/// ½ mean (f(x) − y)² + ½ decay |parameters|², with its derivatives by the parameters.
class Objective {
 public:
  explicit Objective(const example::Patients& patients) : x_(patients.inputs), y_(patients.progression) {}

  double value(const MatrixXd& parameters) const { return loss(parameters, predict(parameters, x_) - y_); }

  MatrixXd gradient(const MatrixXd& parameters) {
    drive_.noalias() = input_weights(parameters).transpose() * x_;
    sigmajet::evaluate(activation, drive_, hidden_, d1_);
    return back_propagate(parameters);
  }

  struct Model {
    double value;
    VectorXd gradient;
    MatrixXd hessian;  // its lower triangle
  };

  Model quadratic_model(const MatrixXd& parameters, Curvature curvature) {
    drive_.noalias() = input_weights(parameters).transpose() * x_;
    if (curvature == Curvature::exact) {
      sigmajet::evaluate(activation, drive_, hidden_, d1_, d2_);
    } else {
      sigmajet::evaluate(activation, drive_, hidden_, d1_);
    }
    const MatrixXd gradient = back_propagate(parameters);
    MatrixXd hessian = gauss_newton(parameters);
    if (curvature == Curvature::exact) add_residual_curvature(parameters, hessian);
    return {loss(parameters, residual_), gradient.reshaped(), std::move(hessian)};
  }

 private:
  double patients() const { return static_cast<double>(x_.cols()); }

  double loss(const MatrixXd& parameters, const RowVectorXd& residual) const {
    return 0.5 * (residual.squaredNorm() / patients() + weight_decay * parameters.squaredNorm());
  }

  MatrixXd back_propagate(const MatrixXd& parameters) {
    residual_ = output_weights(parameters) * hidden_ - y_;
    const MatrixXd delta = output_weights(parameters).asDiagonal() * d1_ * residual_.asDiagonal();
    MatrixXd result = weight_decay * parameters;
    result.topRows(x_.rows()) += x_ * delta.transpose() / patients();
    result.bottomRows<1>() += residual_ * hidden_.transpose() / patients();
    return result;
  }

  /// mean ∇f ∇fᵀ + decay.
  MatrixXd gauss_newton(const MatrixXd& parameters) const {
    const Index unit = parameters.rows();
    MatrixXd jacobian(parameters.size(), x_.cols());
    for (Index j = 0; j < parameters.cols(); ++j) {
      jacobian.middleRows(j * unit, unit - 1) = x_ * (output_weights(parameters)[j] * d1_.row(j)).asDiagonal();
      jacobian.row(j * unit + unit - 1) = hidden_.row(j);
    }
    MatrixXd result = weight_decay * MatrixXd::Identity(parameters.size(), parameters.size());
    result.selfadjointView<Eigen::Lower>().rankUpdate(jacobian, 1 / patients());
    return result;
  }

  /// mean (f(x) − y) ∇²f, which couples only the parameters of one hidden unit.
  void add_residual_curvature(const MatrixXd& parameters, MatrixXd& hessian) const {
    const Index unit = parameters.rows();
    const RowVectorXd weights = residual_ / patients();
    for (Index j = 0; j < parameters.cols(); ++j) {
      auto block = hessian.block(j * unit, j * unit, unit, unit);
      const RowVectorXd bend = output_weights(parameters)[j] * d2_.row(j).cwiseProduct(weights);
      const VectorXd mixed = x_ * d1_.row(j).cwiseProduct(weights).transpose();
      block.topLeftCorner(unit - 1, unit - 1) += x_ * bend.asDiagonal() * x_.transpose();
      block.bottomLeftCorner(1, unit - 1) += mixed.transpose();
    }
  }

  const MatrixXd& x_;
  const RowVectorXd& y_;
  MatrixXd drive_, hidden_, d1_, d2_;
  RowVectorXd residual_;
};

/// Heavy-ball gradient descent; of a grid of 88 rates and momenta, these settle soonest on this problem.
struct GradientDescent {
  const char* name;
  const char* uses;
  Objective objective;
  double rate = 0.45, momentum = 0.9;
  MatrixXd velocity = {};

  double step(MatrixXd& parameters) {
    const MatrixXd gradient = objective.gradient(parameters);
    if (velocity.size() == 0) velocity.setZero(gradient.rows(), gradient.cols());
    velocity = momentum * velocity - rate * gradient;
    parameters += velocity;
    return gradient.norm();
  }
};

/// Levenberg damping, raised until the Hessian is positive definite and the step gains what its quadratic model
/// promised.
struct DampedNewton {
  const char* name;
  const char* uses;
  Objective objective;
  Curvature curvature;
  double damping = 0.1;

  double step(MatrixXd& parameters) {
    const auto model = objective.quadratic_model(parameters, curvature);
    const auto hessian = model.hessian.selfadjointView<Eigen::Lower>();
    const auto identity = MatrixXd::Identity(parameters.size(), parameters.size());
    for (;; damping *= 4) {
      const Eigen::LLT<MatrixXd> factors(model.hessian + damping * identity);
      if (factors.info() != Eigen::Success) continue;
      const VectorXd direction = -factors.solve(model.gradient);
      const MatrixXd candidate = parameters + direction.reshaped(parameters.rows(), parameters.cols());
      const VectorXd turn = hessian * direction;
      const double promised = -direction.dot(model.gradient) - 0.5 * direction.dot(turn);
      const bool below_rounding = promised < 1e-14 * model.value;
      const double ratio = below_rounding ? 1 : (model.value - objective.value(candidate)) / promised;
      if (ratio < 1e-4) continue;
      damping *= ratio > 0.75 ? 0.2 : ratio < 0.25 ? 2 : 1;
      parameters = candidate;
      return model.gradient.norm();
    }
  }
};

struct Run {
  const char* name;
  const char* uses;
  std::vector<double> seconds, held_out_error;  // after each iteration; the clock runs in the steps only
};

template <class Method>
Run train(Method method, MatrixXd parameters, const example::DiabetesStudy& study) {
  using Clock = std::chrono::steady_clock;
  Run run{method.name, method.uses, {}, {}};
  example::Progress progress;
  Clock::duration elapsed{};
  for (int iteration = 1;; ++iteration) {
    const auto start = Clock::now();
    const double slope = method.step(parameters);
    elapsed += Clock::now() - start;
    run.seconds.push_back(std::chrono::duration<double>(elapsed).count());
    run.held_out_error.push_back(held_out_error(predict(parameters, study.held_out.inputs), study));

    char status[120];
    std::snprintf(status, sizeof status, "iteration %5d   |gradient| %7.1e   held-out error %.3f", iteration, slope,
                  run.held_out_error.back());
    const std::string line = "  " + example::padded(method.name, 32) + status;
    if (slope < gradient_tolerance || iteration == iteration_limit) return progress.finish(line), run;
    progress.show(iteration, line);
  }
}

/// The first iteration from which the held-out error stays within the tolerance of `target`; 0 where it does not end
/// there.
std::size_t settled(const Run& run, double target) {
  std::size_t first = run.held_out_error.size();
  while (first > 0 && std::abs(run.held_out_error[first - 1] - target) <= error_tolerance) --first;
  return first == run.held_out_error.size() ? 0 : first + 1;
}

bool print_summary(const std::vector<Run>& runs) {
  const double target = runs.back().held_out_error.back();
  bool all_settled = true;
  std::printf("\n  %-44s%-28s%s\n", "", "held-out error settles", "gradient vanishes");
  std::printf("  %-32s%-12s%10s%12s%16s%12s\n", "method", "uses", "iterations", "ms", "iterations", "ms");
  for (const Run& run : runs) {
    const std::size_t first = settled(run, target);
    all_settled = all_settled && first > 0;
    std::printf("  %s%s", example::padded(run.name, 32).c_str(), example::padded(run.uses, 12).c_str());
    std::printf("%10zu%12.1f", first, first > 0 ? 1e3 * run.seconds[first - 1] : NAN);
    std::printf("%16zu%12.1f\n", run.seconds.size(), 1e3 * run.seconds.back());
  }
  std::printf("\n  settles: stays within %g of the trained network's %.3f points;  vanishes: norm below %g\n",
              error_tolerance, target, gradient_tolerance);
  return all_settled;
}

double least_squares_error(const example::DiabetesStudy& study) {
  const MatrixXd& x = study.training.inputs;
  const VectorXd weights = (x * x.transpose()).ldlt().solve(x * study.training.progression.transpose());
  return held_out_error(weights.transpose() * study.held_out.inputs, study);
}

MatrixXd random_parameters(Index inputs) {
  std::mt19937 random(1);
  const auto uniform = [&] { return 2.0 * static_cast<double>(random()) / random.max() - 1; };
  return MatrixXd::NullaryExpr(inputs + 1, hidden_units, [&] { return start_bound * uniform(); });
}

}  // namespace

int main(int argc, char** argv) try {
  const std::string data = example::data_directory(argc, argv);
  const auto study = example::read_diabetes_study(data + "/diabetes.csv", training_patients);
  const MatrixXd start = random_parameters(study.training.inputs.rows());
  std::printf("\nProgression of diabetes: %td patients to learn from, %td held out; one hidden layer of %td units\n",
              study.training.inputs.cols(), study.held_out.inputs.cols(), hidden_units);
  std::printf("Held-out error of linear least squares: %.3f points\n\n", least_squares_error(study));

  const Objective objective(study.training);
  const std::vector<Run> runs = {
      train(GradientDescent{"gradient descent with momentum", "σ, σ′", objective}, start, study),
      train(DampedNewton{"Gauss–Newton, damped", "σ, σ′", objective, Curvature::gauss_newton}, start, study),
      train(DampedNewton{"Newton, damped", "σ, σ′, σ″", objective, Curvature::exact}, start, study)};
  const bool all_settled = print_summary(runs);

  std::printf("\nIn the tails, in double precision:\n\n");
  example::print_tails(example::read_reference_points(data + "/reference_points.csv"));
  return all_settled ? EXIT_SUCCESS : EXIT_FAILURE;
} catch (const std::exception& error) {
  std::fprintf(stderr, "%s\n", error.what());
  return EXIT_FAILURE;
}
