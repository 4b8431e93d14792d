#pragma once

#include "sigmajet/activation.hpp"

/// @file
/// Element-wise activations on the device, for files that nvcc compiles with --expt-relaxed-constexpr. sigmajet.hpp
/// does not include it.

#if defined(__CUDACC__)

#include <cuda_runtime.h>

SIGMAJET_NAMESPACE_BEGIN
namespace cuda {
namespace detail {

template <int Order, class Activation, class Scalar>
__global__ void evaluate_kernel(const Activation activation, long long count, const Scalar* x, Scalar* y, Scalar* d1,
                                Scalar* d2) {
  const long long stride = static_cast<long long>(gridDim.x) * blockDim.x;
  for (long long i = static_cast<long long>(blockIdx.x) * blockDim.x + threadIdx.x; i < count; i += stride) {
    const auto jet = sigmajet::detail::jet_of_number<Order>(activation, x[i]);
    if (y) y[i] = jet.value;
    if constexpr (Order >= 1)
      if (d1) d1[i] = jet.d1;
    if constexpr (Order >= 2) d2[i] = jet.d2;
  }
}

template <int Order, class Activation, class Scalar>
cudaError_t launch(const Activation& activation, long long count, const Scalar* x, Scalar* y, Scalar* d1, Scalar* d2,
                   cudaStream_t stream) {
  sigmajet::detail::check_activation<Order, Activation>();
  static_assert(sigmajet::detail::is_machine_scalar<Scalar>, "sigmajet: device arrays hold float or double");
  if (count <= 0) return cudaSuccess;
  constexpr int threads = 256;
  const long long blocks = (count + threads - 1) / threads;
  evaluate_kernel<Order>
      <<<static_cast<unsigned>(blocks < 65535 ? blocks : 65535), threads, 0, stream>>>(activation, count, x, y, d1, d2);
  return cudaGetLastError();
}

}  // namespace detail

/// σ, σ′ and σ″ of count numbers x in device memory in one pass, into device memory; a null output is not computed. An
/// output may be x itself, else it must share no memory with x and the other outputs. Returns the error of the launch.
///
///     evaluate(Tanh{}, count, x, y, d1, d2, stream);
template <class Activation, class Scalar>
cudaError_t evaluate(const Activation& activation, long long count, const Scalar* x, Scalar* y, Scalar* d1 = nullptr,
                     Scalar* d2 = nullptr, cudaStream_t stream = nullptr) {
  if (d2) return detail::launch<2>(activation, count, x, y, d1, d2, stream);
  if (d1) return detail::launch<1>(activation, count, x, y, d1, d2, stream);
  return detail::launch<0>(activation, count, x, y, d1, d2, stream);
}

}  // namespace cuda
SIGMAJET_NAMESPACE_END

#endif
