#pragma once

#include <tuple>
#include <utility>
#include <vector>

#include <sigmajet/activations.hpp>

/// @file
/// Parameters other than the defaults that take other paths through a kernel. Every activation with parameters has
/// some.

namespace support {

template <class Activation>
std::vector<Activation> variations(const Activation&) {
  static_assert(std::tuple_size_v<decltype(std::declval<const Activation&>().parameters())> == 0,
                "an activation with parameters is tested with others than the defaults too: "
                "give it an overload of variations in tests/support/variations.hpp");
  return {};
}
inline std::vector<sigmajet::Softplus> variations(const sigmajet::Softplus&) {
  using sigmajet::Softplus;
  return {Softplus(0.3), Softplus(2), Softplus(100), Softplus(1e-30), Softplus(1, 20), Softplus(5, 3)};
}
inline std::vector<sigmajet::ELU> variations(const sigmajet::ELU&) {
  using sigmajet::ELU;
  return {ELU(0.5), ELU(-1.7), ELU(3e38), ELU(0)};
}
inline std::vector<sigmajet::LeakyReLU> variations(const sigmajet::LeakyReLU&) {
  using sigmajet::LeakyReLU;
  return {LeakyReLU(0), LeakyReLU(0.2), LeakyReLU(3), LeakyReLU(-1)};
}
inline std::vector<sigmajet::ReLU> variations(const sigmajet::ReLU&) {
  using sigmajet::ReLU;
  return {ReLU(6), ReLU(0.1)};
}
inline std::vector<sigmajet::Elliot> variations(const sigmajet::Elliot&) {
  using sigmajet::Elliot;
  return {Elliot(0.3), Elliot(4), Elliot(1e10)};
}
inline std::vector<sigmajet::SymmetricElliot> variations(const sigmajet::SymmetricElliot&) {
  using sigmajet::SymmetricElliot;
  return {SymmetricElliot(0.3), SymmetricElliot(4), SymmetricElliot(1e10)};
}
inline std::vector<sigmajet::SoftLIF> variations(const sigmajet::SoftLIF&) {
  using sigmajet::SoftLIF;
  return {SoftLIF(0.25), SoftLIF(0.02, 0.05), SoftLIF(3, 0.02, 0.001, -1)};
}

/// The default parameters and the variations.
template <class Activation>
std::vector<Activation> with_variations(const Activation& activation = Activation{}) {
  std::vector<Activation> all = variations(activation);
  all.insert(all.begin(), activation);
  return all;
}

}  // namespace support
