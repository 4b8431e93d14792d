// Every activation in float and double on the device: within its bounds, or where there is no device, compiled at
// least.

#include <cmath>
#include <cstdio>
#include <vector>

#include <sigmajet/activations.hpp>
#include <sigmajet/cuda.hpp>

#include "bounds.hpp"

namespace {

constexpr int skipped = 77;

/// Device memory of as many numbers.
template <class Scalar>
class DeviceArray {
 public:
  explicit DeviceArray(std::size_t size) : size_(size) { cudaMalloc(&data_, size * sizeof(Scalar)); }
  ~DeviceArray() { cudaFree(data_); }
  DeviceArray(const DeviceArray&) = delete;
  DeviceArray& operator=(const DeviceArray&) = delete;

  Scalar* data() const { return data_; }
  void set(const std::vector<Scalar>& from) {
    cudaMemcpy(data_, from.data(), size_ * sizeof(Scalar), cudaMemcpyHostToDevice);
  }
  std::vector<Scalar> get() const {
    std::vector<Scalar> to(size_);
    cudaMemcpy(to.data(), data_, size_ * sizeof(Scalar), cudaMemcpyDeviceToHost);
    return to;
  }

 private:
  Scalar* data_ = nullptr;
  std::size_t size_;
};

template <class Scalar>
std::vector<Scalar> numbers() {
  std::vector<Scalar> x = {0, Scalar(-0.0), INFINITY, -INFINITY};
  for (double magnitude = 1e-30; magnitude < 1e30; magnitude *= 1.003)
    x.insert(x.end(), {Scalar(magnitude), Scalar(-magnitude)});
  return x;
}

template <class Scalar, class Activation>
bool check(const Activation& activation) {
  const std::vector<Scalar> x = numbers<Scalar>();
  DeviceArray<Scalar> in(x.size()), y(x.size()), d1(x.size()), d2(x.size());
  in.set(x);
  const cudaError_t error =
      sigmajet::cuda::evaluate(activation, static_cast<long long>(x.size()), in.data(), y.data(), d1.data(), d2.data());
  if (error != cudaSuccess) {
    std::printf("%s: %s\n", Activation::name, cudaGetErrorString(error));
    return false;
  }
  return is_within_bounds<Scalar>(Activation::name, x, {y.get(), d1.get(), d2.get()});
}

}  // namespace

int main() {
  int devices = 0;
  if (cudaGetDeviceCount(&devices) != cudaSuccess || devices == 0) {
    std::puts("SKIPPED: there is no CUDA device; every kernel was compiled");
    return skipped;
  }
  bool passed = true;
  sigmajet::for_each_activation(sigmajet::BuiltinActivations{}, [&](const auto& activation) {
    passed &= check<float>(activation);
    passed &= check<double>(activation);
  });
  return passed ? 0 : 1;
}
