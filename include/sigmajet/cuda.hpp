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

/// Where each output goes; null where it is not wanted.
template <class Scalar>
struct Outputs {
  Scalar* of[3];
};

template <class Scalar, int Order, int... N>
__device__ void store(const Outputs<Scalar>& outputs, long long i, const Jet<Scalar, Order>& jet,
                      std::integer_sequence<int, N...>) {
  ((outputs.of[N] ? void(outputs.of[N][i] = sigmajet::detail::get<N>(jet)) : void()), ...);
}

template <int Order, class Activation, class Scalar>
__global__ void evaluate_kernel(const Activation activation, long long count, const Scalar* x,
                                const Outputs<Scalar> outputs) {
  const long long stride = static_cast<long long>(gridDim.x) * blockDim.x;
  for (long long i = static_cast<long long>(blockIdx.x) * blockDim.x + threadIdx.x; i < count; i += stride)
    store(outputs, i, sigmajet::detail::jet_of_number<Order>(activation, x[i]),
          std::make_integer_sequence<int, Order + 1>{});
}

/// The kernel of the highest order that is wanted, up to Order.
template <int Order, class Activation, class Scalar>
cudaError_t launch(const Activation& activation, long long count, const Scalar* x, const Outputs<Scalar>& outputs,
                   cudaStream_t stream) {
  sigmajet::detail::check_activation<Order, Activation>();
  static_assert(sigmajet::detail::is_machine_scalar<Scalar>, "sigmajet: device arrays hold float or double");
  if constexpr (Order > 0)
    if (!outputs.of[Order]) return launch<Order - 1>(activation, count, x, outputs, stream);
  if (count <= 0) return cudaSuccess;
  constexpr int threads = 256;
  const long long blocks = (count + threads - 1) / threads;
  evaluate_kernel<Order><<<static_cast<unsigned>(blocks < 65535 ? blocks : 65535), threads, 0, stream>>>(
      sigmajet::detail::valid_in<Scalar>(activation), count, x, outputs);
  return cudaGetLastError();
}

}  // namespace detail

/// σ, σ′ and σ″ of count numbers x in device memory in one pass, into device memory; a null output is not computed. An
/// output may be x itself, else it must share no memory with x and the other outputs. Returns the error of the launch;
/// throws std::invalid_argument where a parameter is no normal number of float.
///
///     evaluate(Tanh{}, count, x, y, d1, d2, stream);
template <class Activation, class Scalar>
cudaError_t evaluate(const Activation& activation, long long count, const Scalar* x, Scalar* y, Scalar* d1 = nullptr,
                     Scalar* d2 = nullptr, cudaStream_t stream = nullptr) {
  return detail::launch<2>(activation, count, x, detail::Outputs<Scalar>{{y, d1, d2}}, stream);
}

}  // namespace cuda
SIGMAJET_NAMESPACE_END

#endif
