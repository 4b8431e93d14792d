// Every activation in float and double on the device: within its bounds, or where there is no device, compiled at least.

#include <sigmajet/activations.hpp>
#include <sigmajet/cuda.hpp>

#include <cmath>
#include <cstdio>
#include <vector>

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

/// Both are within their bound of the exact result, so they differ by no more than the two bounds, in ulps of the scale.
template <class Scalar>
bool is_near(Scalar device, Scalar host, Scalar scale, double bound) {
  if (device == host) return true;
  const Scalar ulp = std::nextafter(scale, Scalar(INFINITY)) - scale;
  return std::fabs(device - host) <= (2 * bound + 2) * static_cast<double>(ulp);
}

template <class Scalar, class Activation>
bool check(const Activation& activation) {
  const std::vector<Scalar> x = numbers<Scalar>();
  DeviceArray<Scalar> in(x.size()), y(x.size()), d1(x.size()), d2(x.size());
  in.set(x);
  const cudaError_t error = sigmajet::cuda::evaluate(activation, static_cast<long long>(x.size()), in.data(), y.data(),
                                                     d1.data(), d2.data());
  if (error != cudaSuccess) {
    std::printf("%s: %s\n", Activation::name, cudaGetErrorString(error));
    return false;
  }
  const std::vector<Scalar> results[] = {y.get(), d1.get(), d2.get()};
  const auto bounds = activation.template error_bounds<Scalar>();
  for (std::size_t i = 0; i < x.size(); ++i) {
    const auto host = sigmajet::detail::jet_of_number<2>(activation, x[i]);
    const Scalar expected[] = {host.value, host.d1, host.d2};
    for (std::size_t order = 0; order < 3; ++order) {
      // The σ″ of SoftLIF is a sum of terms of the size of σ′.
      const bool is_sum = std::is_same_v<Activation, sigmajet::SoftLIF> && order == 2;
      const Scalar scale = std::fmax(std::fabs(expected[order]), is_sum ? std::fabs(host.d1) : Scalar(0));
      if (!is_near(results[order][i], expected[order], scale, bounds[order])) {
        std::printf("%s, order %zu at %a: %a on the device, %a on the host\n", Activation::name, order,
                    static_cast<double>(x[i]), static_cast<double>(results[order][i]), static_cast<double>(expected[order]));
        return false;
      }
    }
  }
  return true;
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
