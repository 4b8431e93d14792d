#pragma once

#include <vector>

#include <Eigen/Core>

#include "sigmajet/base/error.hpp"

SIGMAJET_NAMESPACE_BEGIN

/// How much a plant generates: a batch of runs, each of so many steps of so many inputs.
struct PlantShape {
  Eigen::Index batch, steps, inputs;
};

/// A system that generates a network's inputs, and what the network ought to make of them, while the network's outputs
/// act on it. All matrices have a row for each run of the batch.
template <class Scalar>
class Plant {
 public:
  using Matrix = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic>;
  using ConstRef = Eigen::Ref<const Matrix>;

  explicit Plant(const PlantShape& shape) : shape_(shape) {}
  virtual ~Plant() = default;

  const PlantShape& shape() const { return shape_; }

  /// The next input of the network, batch × inputs, given its output at the step before (zeros at first). By value: the
  /// matrices in inputs() move when another is added.
  /// @throws std::logic_error after the last step, std::invalid_argument unless output has a row for each run.
  Matrix next(const ConstRef& output) {
    if (static_cast<Eigen::Index>(inputs_.size()) == shape_.steps)
      detail::fail<std::logic_error>("the plant has made all of its ", shape_.steps, " steps: reset it");
    if (output.rows() != shape_.batch)
      detail::fail<std::invalid_argument>("the output has ", output.rows(), " rows, but the plant has ", shape_.batch,
                                          " runs");
    Matrix input(shape_.batch, shape_.inputs), target;
    advance(output, input, target);
    targets_.push_back(std::move(target));
    inputs_.push_back(std::move(input));
    return inputs_.back();
  }

  /// What it has generated since the last reset, step by step. A reference to one of the matrices is valid until the
  /// next step or reset.
  const std::vector<Matrix>& inputs() const { return inputs_; }
  const std::vector<Matrix>& targets() const { return targets_; }

  /// Back to the start, from the plant's own initial state or a given one.
  void reset() {
    forget();
    start();
  }
  void reset(const ConstRef& initial) {
    start(initial);
    forget();  // Afterwards, since the initial state may be one of the inputs.
  }

  /// One step back in time, for a plant that is differentiated through; called from the last step to the first. g is
  /// the gradient of a loss by the input that the step gave, and d_state that by the state after the step; d_output
  /// becomes the gradient by the output that acted on it, and d_state that by the state before.
  virtual void vjp(const ConstRef& /*g*/, Eigen::Ref<Matrix> /*d_output*/, Eigen::Ref<Matrix> /*d_state*/) {
    detail::fail<std::logic_error>("this plant is not differentiable: it does not override vjp");
  }

 protected:
  /// One step: fills the next input, and the target where there is one.
  virtual void advance(const ConstRef& output, Matrix& input, Matrix& target) = 0;
  virtual void start() = 0;
  virtual void start(const ConstRef& initial) = 0;

 private:
  void forget() {
    inputs_.clear();
    targets_.clear();
  }

  PlantShape shape_;
  std::vector<Matrix> inputs_, targets_;
};

SIGMAJET_NAMESPACE_END
