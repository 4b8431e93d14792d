#include <sigmajet/activations.hpp>
#include <sigmajet/cuda.hpp>

/// The kernels whose assembler not_contracted.cmake reads.
template <class Scalar>
__device__ void write_jet(Scalar x, Scalar* out) {
  using namespace sigmajet;
  const auto jet = Gaussian{}.kernel<2>(detail::ScalarPack<Scalar>(x));
  out[0] = detail::scalar_of(jet.value);
  out[1] = detail::scalar_of(jet.d1);
  out[2] = detail::scalar_of(jet.d2);
}
__global__ void write_jets(float x, float* floats, double* doubles) {
  write_jet(x, floats);
  write_jet(double(x), doubles);
}
