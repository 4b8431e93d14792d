// Every activation in float and double on the device: within its bounds, or where there is no device, compiled at least.

#include <sigmajet/activations.hpp>
#include <sigmajet/cuda.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>
#include <vector>

#include "reference.hpp"

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

/// The error in units in the last place of a scale, which are no smaller than the smallest subnormal number.
template <class Scalar>
double error_in_ulp(Scalar computed, long double exact, long double scale) {
  using Limits = std::numeric_limits<Scalar>;
  if (std::isnan(exact)) return std::isnan(computed) ? 0 : INFINITY;
  if (std::fabs(exact) > Limits::max()) return std::isinf(computed) && (computed > 0) == (exact > 0) ? 0 : INFINITY;
  if (!std::isfinite(computed)) return INFINITY;
  int exponent = 0;
  std::frexp(scale, &exponent);
  const long double ulp = std::ldexp(1.0L, std::max(exponent, Limits::min_exponent) - Limits::digits);
  return static_cast<double>(std::fabs(computed - exact) / ulp);
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
    const std::array<long double, 3> exact = reference_jet(Activation::name, x[i]);
    for (std::size_t order = 0; order < 3; ++order) {
      // The σ″ of SoftLIF is a sum of terms of the size of σ′.
      const bool is_sum = std::is_same_v<Activation, sigmajet::SoftLIF> && order == 2;
      const long double scale = std::fmax(std::fabs(exact[order]), is_sum ? std::fabs(exact[1]) : 0);
      const double bound = scale < std::numeric_limits<Scalar>::min() ? std::max(bounds[order], 2.0) : bounds[order];
      const double ulps = error_in_ulp(results[order][i], exact[order], scale);
      // The reference has an error of its own.
      if (!(ulps <= bound + 0.01)) {
        std::printf("%s, order %zu at %a: %a on the device, but exactly %La, an error of %g ulp\n", Activation::name, order,
                    static_cast<double>(x[i]), static_cast<double>(results[order][i]), exact[order], ulps);
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
  sigmajet::for_each_activation(sigmajet::BuiltinActivations{}, [&](const auto& standard) {
    const auto activation = with_float_parameters(standard);
    passed &= check<float>(activation);
    passed &= check<double>(activation);
  });
  return passed ? 0 : 1;
}
