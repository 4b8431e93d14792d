// Apart from the device's code, since nvcc does not compile what the textbook formulas compute with.

#include "bounds.hpp"

#include <cstdio>
#include <cstring>

#include <sigmajet/activations.hpp>

#include "references.hpp"
#include "support/reference_of.hpp"
#include "support/ulp.hpp"

namespace {

template <class Activation, class Scalar>
bool check(const Activation& activation, const std::vector<Scalar>& x,
           const std::array<std::vector<Scalar>, reference::orders>& results) {
  const auto formula = support::reference_of<Scalar>(activation);
  const auto bounds = activation.template error_bounds<Scalar>();
  for (std::size_t i = 0; i < x.size(); ++i) {
    const reference::ExactJet exact = formula(reference::Number(x[i]));
    for (std::size_t order = 0; order < reference::orders; ++order) {
      const Scalar computed = results[order][i];
      const double error = support::error_in_ulp(computed, exact[order]);
      if (error <= support::allowed_error<Scalar>(bounds[order], exact[order])) continue;
      std::printf("%s, order %zu at %a: %a, but exactly %a, an error of %g ulp\n", Activation::name, order,
                  static_cast<double>(x[i]), static_cast<double>(computed), static_cast<double>(exact[order].result),
                  error);
      return false;
    }
  }
  return true;
}

}  // namespace

template <class Scalar>
bool is_within_bounds(const char* name, const std::vector<Scalar>& x,
                      const std::array<std::vector<Scalar>, reference::orders>& results) {
  bool passed = false;
  sigmajet::for_each_activation(sigmajet::BuiltinActivations{}, [&](const auto& activation) {
    if (std::strcmp(activation.name, name) == 0) passed = check(activation, x, results);
  });
  return passed;
}
template bool is_within_bounds(const char*, const std::vector<float>&,
                               const std::array<std::vector<float>, reference::orders>&);
template bool is_within_bounds(const char*, const std::vector<double>&,
                               const std::array<std::vector<double>, reference::orders>&);
