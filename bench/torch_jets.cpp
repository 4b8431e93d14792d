#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <functional>
#include <torch/csrc/autograd/autograd.h>
#include <type_traits>

#include <Eigen/Core>
#include <benchmark/benchmark.h>

#include <sigmajet/sigmajet.hpp>

#include "activation_rows.hpp"
#include "comparison.hpp"

// Rows "activation/scalar/outputs/elements" as those of jets.cpp, against libtorch on one thread. Column
// "torch" calls kernels that write where they are told, with the derivatives in closed form; "autograd"
// differentiates once or twice. Without --benchmark_filter only the rows of 4096 elements run.
namespace torch_jets {

using activation_rows::Arrays;
using at::Tensor;
using Eigen::Index;

struct Tensors {
  Tensor x, y, d1, d2, one;
};

template <class Scalar>
Tensors tensors_over(Arrays<Scalar>& a) {
  const auto type = std::is_same_v<Scalar, float> ? at::kFloat : at::kDouble;
  const auto over = [&](auto& array) { return at::from_blob(array.data(), {array.size()}, type); };
  return {over(a.x), over(a.y), over(a.d1), over(a.d2), at::ones({1}, type).expand({a.x.size()})};
}

// forward(activation, x) is what autograd differentiates. write<Outputs>(activation, tensors) writes the
// first of y, d1 and d2.

Tensor forward(sigmajet::Tanh, const Tensor& x) { return at::tanh(x); }
template <int Outputs>
void write(sigmajet::Tanh, Tensors& t) {
  at::tanh_out(t.y, t.x);
  if (Outputs >= 2) at::tanh_backward_out(t.d1, t.one, t.y);
  if (Outputs >= 3) at::mul_out(t.d2, t.y, t.d1).mul_(-2);
}

Tensor forward(sigmajet::Sigmoid, const Tensor& x) { return at::sigmoid(x); }
template <int Outputs>
void write(sigmajet::Sigmoid, Tensors& t) {
  at::sigmoid_out(t.y, t.x);
  if (Outputs >= 2) at::sigmoid_backward_out(t.d1, t.one, t.y);
  if (Outputs >= 3) at::addcmul_out(t.d2, t.d1, t.d1, t.y, -2);
}

Tensor forward(sigmajet::Softplus, const Tensor& x) { return at::softplus(x); }
template <int Outputs>
void write(sigmajet::Softplus, Tensors& t) {
  at::softplus_out(t.y, t.x);
  if (Outputs >= 2) at::sigmoid_out(t.d1, t.x);
  if (Outputs >= 3) at::sigmoid_backward_out(t.d2, t.one, t.d1);
}

Tensor forward(sigmajet::ELU, const Tensor& x) { return at::elu(x); }
template <int Outputs>
void write(sigmajet::ELU, Tensors& t) {
  at::elu_out(t.y, t.x);
  if (Outputs >= 2) at::elu_backward_out(t.d1, t.one, 1, 1, 1, /*is_result=*/true, t.y);
  if (Outputs >= 3) {
    at::threshold_backward_out(t.d2, t.d1, t.x, 0);
    at::sub_out(t.d2, t.d1, t.d2);
  }
}

Tensor forward(sigmajet::Gaussian, const Tensor& x) { return (-x * x).exp(); }
template <int Outputs>
void write(sigmajet::Gaussian, Tensors& t) {
  at::mul_out(t.y, t.x, t.x).neg_().exp_();
  if (Outputs >= 2) at::mul_out(t.d1, t.x, t.y).mul_(-2);
  if (Outputs >= 3) at::addcmul_out(t.d2, t.y, t.x, t.d1).mul_(-2);
}

Tensor forward(sigmajet::ReLU, const Tensor& x) { return at::relu(x); }
template <int Outputs>
void write(sigmajet::ReLU, Tensors& t) {
  at::relu_out(t.y, t.x);
  if (Outputs >= 2) at::threshold_backward_out(t.d1, t.one, t.x, 0);
  if (Outputs >= 3) t.d2.zero_();
}

/// The derivatives by autograd; relu's second, which has no graph, comes as no tensor.
template <int Outputs, class Activation>
void differentiate(Activation activation, const Tensor& x, const Tensor& one) {
  using torch::autograd::grad;
  const Tensor leaf = x.detach().requires_grad_(Outputs >= 2), y = forward(activation, leaf);
  if constexpr (Outputs >= 2) {
    const Tensor d1 = grad({y}, {leaf}, {one}, /*retain_graph=*/Outputs >= 3, /*create_graph=*/Outputs >= 3)[0];
    if constexpr (Outputs >= 3) {
      if (d1.requires_grad()) grad({d1}, {leaf}, {one}, false, false, /*allow_unused=*/true);
    }
  }
}

template <int Outputs, class Scalar, class Activation>
void compare(benchmark::State& state, Activation activation, Index size) {
  Arrays<Scalar>& a = activation_rows::arrays_of_size<Scalar>(size);
  Tensors tensors = tensors_over(a);
  Comparison comparison(size);
  comparison.add("sigmajet", [&] { activation_rows::evaluate<Outputs>(activation, a.x, a.y, a.d1, a.d2); });
  activation_rows::add_copies(comparison,
                              [s = a.streams()](auto streaming) { activation_rows::copy<Outputs, streaming>(s); });
  comparison.add("torch", [&] { write<Outputs>(activation, tensors); });
  comparison.add("autograd", [&] { differentiate<Outputs>(activation, tensors.x, tensors.one); });
  comparison.run(state);
}

template <int Outputs, class Scalar, class Activation>
void register_row(Activation activation, Index size) {
  activation_rows::register_row<Scalar>(activation, std::to_string(Outputs), size, [=](benchmark::State& state) {
    compare<Outputs, Scalar>(state, activation, size);
  });
}

template <class Scalar>
void register_all(Index size) {
  using Activations = sigmajet::ActivationList<sigmajet::Tanh, sigmajet::Sigmoid, sigmajet::Softplus, sigmajet::ELU,
                                               sigmajet::Gaussian, sigmajet::ReLU>;
  sigmajet::for_each_activation(Activations{}, [&](auto activation) {
    register_row<1, Scalar>(activation, size);
    register_row<2, Scalar>(activation, size);
    register_row<3, Scalar>(activation, size);
  });
}

}  // namespace torch_jets

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  if (benchmark::GetBenchmarkFilter().empty()) benchmark::SetBenchmarkFilter("/4096");
  at::set_num_threads(1);
  for (const Eigen::Index size : {64, 4096, 262144, 33554432}) {
    torch_jets::register_all<float>(size);
    torch_jets::register_all<double>(size);
  }
  ComparisonTable table;
  benchmark::RunSpecifiedBenchmarks(&table);
  benchmark::Shutdown();
}
