#include "support/foreign_vectors.hpp"

#include <map>

#include <sigmajet/sigmajet.hpp>

#include "support/catch.hpp"

namespace {

using namespace sigmajet;
using support::as_array;
using support::ForeignVector;

/// Each number within a few float roundings of the other library's, relative to a scale.
void check_close(const Eigen::ArrayXf& ours, const Eigen::ArrayXf& theirs, const Eigen::ArrayXf& scale) {
  REQUIRE(ours.size() == theirs.size());
  constexpr float tolerance = 4 * std::numeric_limits<float>::epsilon();
  for (Eigen::Index i = 0; i < ours.size(); ++i) {
    INFO("coefficient " << i << ": ours " << ours[i] << ", theirs " << theirs[i]);
    CHECK(std::abs(ours[i] - theirs[i]) <= tolerance * scale[i]);
  }
}

/// `cancelled` is the magnitude of numbers whose difference their value may be.
template <class Activation>
void check_case(const Activation& activation, const ForeignVector& vector, float cancelled = 0) {
  INFO(vector.name << ": " << activation);
  const auto x = as_array(vector.x), y = as_array(vector.y);
  check_close(jet<0>(activation, x).value, y, y.abs() + cancelled);
  if (vector.dx.empty()) return;
  // Their σ′ may stem from a difference of numbers near 1, with the rounding errors of 1.
  const auto dx = as_array(vector.dx);
  check_close(vjp(activation, x, 2 * y), dx, dx.abs() + 2 * y.abs());
}

/// The axis of a row-wise function in a row-major tensor: `length` numbers `stride` apart.
struct Distributions {
  Eigen::Index length = 1, stride = 1;
};

Distributions distributions_of(const ForeignVector& vector) {
  const std::vector<std::string> sizes = support::split(vector.shape, 'x');
  const int axes = static_cast<int>(sizes.size());
  const int axis = (static_cast<int>(vector.attribute_or(-1)) + axes) % axes;
  Distributions result;
  for (int i = axis; i < axes; ++i) {
    const Eigen::Index size = std::stoi(sizes[static_cast<std::size_t>(i)]);
    (i == axis ? result.length : result.stride) *= size;
  }
  return result;
}

/// The tensor as matrices, one after the other, whose columns are the distributions.
template <class Activation>
void check_rowwise(const Activation& activation, const ForeignVector& vector, float cancelled) {
  using Matrix = Eigen::Array<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  INFO(vector.name << ": " << activation);
  const auto x = as_array(vector.x), y = as_array(vector.y);
  const auto [length, stride] = distributions_of(vector);
  Eigen::ArrayXf value(x.size()), dx(x.size());
  for (Eigen::Index start = 0; start < x.size(); start += length * stride) {
    const Eigen::Map<const Matrix> slice(x.data() + start, length, stride), y_slice(y.data() + start, length, stride);
    evaluate(activation, slice, Eigen::Map<Matrix>(value.data() + start, length, stride));
    vjp(activation, slice, 2 * y_slice, Eigen::Map<Matrix>(dx.data() + start, length, stride));
  }
  check_close(value, y, y.abs() + cancelled);
  if (vector.dx.empty()) return;
  check_close(dx, as_array(vector.dx), as_array(vector.dx).abs() + 2 * y.abs());
}

/// Softmax and logSoftmax work on rows.
bool acts_on_rows(const ForeignVector& vector) { return vector.function.find("oftmax") != std::string::npos; }

void check_any_rowwise(const ForeignVector& vector) {
  if (vector.function == "LogSoftmax" || vector.function == "log_softmax_last_axis")
    check_rowwise(LogSoftmax<Axis::Colwise>{}, vector, 1);  // Theirs rounds a sum near 1 before the logarithm.
  else
    check_rowwise(Softmax<Axis::Colwise>{}, vector, 0);
}

void check_onnx(const ForeignVector& vector) {
  const std::string& function = vector.function;
  // Theirs is α e^x − α.
  if (function == "Elu") return check_case(ELU(vector.attribute_or(1)), vector, vector.attribute_or(1));
  if (function == "LeakyRelu") return check_case(LeakyReLU(vector.attribute_or(0.01f)), vector);
  if (function == "Relu") return check_case(ReLU{}, vector);
  if (function == "Sigmoid") return check_case(Sigmoid{}, vector);
  if (function == "Softplus") return check_case(Softplus{}, vector);
  if (function == "Softsign") return check_case(SoftSign{}, vector);
  if (function == "Tanh") return check_case(Tanh{}, vector);
  FAIL("no activation for the operator " << function);
}

void check_torch(const ForeignVector& vector) {
  const std::string& cell = vector.function;
  if (cell == "elu_0.2") return check_case(ELU(0.2), vector);
  if (cell == "leaky_relu_0.2") return check_case(LeakyReLU(0.2), vector);
  if (cell == "relu") return check_case(ReLU{}, vector);
  if (cell == "sigmoid") return check_case(Sigmoid{}, vector);
  if (cell == "softplus_0.24") return check_case(Softplus(0.24), vector);
  if (cell == "softplus_0.24_threshold_20") return check_case(Softplus(0.24, 20), vector);
  if (cell == "softsign") return check_case(SoftSign{}, vector);
  if (cell == "tanh") return check_case(Tanh{}, vector);
  FAIL("no activation for the cell " << cell);
}

}  // namespace

TEST_CASE("values agree with the test cases of the ONNX operators within float rounding") {
  std::map<std::string, int> cases;
  for (const ForeignVector& vector : support::onnx_cases()) {
    acts_on_rows(vector) ? check_any_rowwise(vector) : check_onnx(vector);
    ++cases[vector.function];
  }
  CHECK(cases == std::map<std::string, int>{{"Elu", 3},
                                            {"LeakyRelu", 3},
                                            {"LogSoftmax", 7},
                                            {"Relu", 1},
                                            {"Sigmoid", 2},
                                            {"Softmax", 7},
                                            {"Softplus", 2},
                                            {"Softsign", 2},
                                            {"Tanh", 2}});
}

TEST_CASE("values and gradients agree with PyTorch's within float rounding") {
  std::map<std::string, int> cases;
  for (const ForeignVector& vector : support::torch_cells()) {
    acts_on_rows(vector) ? check_any_rowwise(vector) : check_torch(vector);
    ++cases[vector.function];
  }
  CHECK(cases == std::map<std::string, int>{{"elu_0.2", 1},
                                            {"leaky_relu_0.2", 1},
                                            {"log_softmax_last_axis", 1},
                                            {"relu", 1},
                                            {"sigmoid", 1},
                                            {"softmax_last_axis", 1},
                                            {"softplus_0.24", 1},
                                            {"softplus_0.24_threshold_20", 1},
                                            {"softsign", 1},
                                            {"tanh", 1}});
}
