#include "reference.hpp"

#include <cstring>

std::array<long double, 3> reference_jet(const char* name, double x) {
  std::array<long double, 3> result{};
  sigmajet::for_each_activation(sigmajet::BuiltinActivations{}, [&](const auto& standard) {
    if (std::strcmp(standard.name, name) != 0) return;
    const auto jet = sigmajet::detail::jet_of_number<2>(with_float_parameters(standard), static_cast<long double>(x));
    result = {jet.value, jet.d1, jet.d2};
  });
  return result;
}
