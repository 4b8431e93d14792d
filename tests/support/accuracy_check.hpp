#pragma once

#include <cstdio>
#include <cstdlib>

#include <sigmajet/sigmajet.hpp>

#include "support/bit_patterns.hpp"
#include "support/catch.hpp"
#include "support/orders.hpp"
#include "support/reference_of.hpp"
#include "support/ulp.hpp"

/// @file
/// Compares an activation, on the scalar and on the packet path, with the textbook formula of its name.

namespace support {

/// Where the error of one derivative is largest against its bound.
struct Worst {
  double error = 0, x = 0, computed = 0, expected = 0;
};

/// Every number's value and derivatives within the activation's published bounds, the same bits for a scalar and at any
/// place of an array.
template <class Scalar, class Activation, class Reference>
void check_accuracy(const Activation& activation, const Reference& reference, const std::vector<Scalar>& numbers) {
  using Array = Eigen::Array<Scalar, Eigen::Dynamic, 1>;
  const Array x = Eigen::Map<const Array>(numbers.data(), static_cast<Eigen::Index>(numbers.size()));
  std::array<Array, orders_of<Activation>> results;
  evaluate_all(activation, x, results);
  const sigmajet::ErrorBounds bounds = activation.template error_bounds<Scalar>();

  std::array<Worst, orders_of<Activation>> worst;
  for (Eigen::Index i = 0; i < x.size(); ++i) {
    const auto of_scalar = results_at(activation, x(i));
    const reference::ExactJet exact = reference(reference::Number(x(i)));
    for (std::size_t order = 0; order < orders_of<Activation>; ++order) {
      const Scalar computed = results[order](i);
      if (bits_of(computed) != bits_of(of_scalar[order])) {
        INFO("order " << order << " at " << hexadecimal(x(i)) << ": scalar " << hexadecimal(of_scalar[order])
                      << ", array " << hexadecimal(computed));
        FAIL("the scalar and the packet path differ");
      }
      const double error = error_against(bounds[order], computed, exact[order]);
      if (error > worst[order].error)
        worst[order] = {error, static_cast<double>(x(i)), static_cast<double>(computed),
                        static_cast<double>(exact[order].result)};
    }
  }
  for (std::size_t order = 0; order < orders_of<Activation>; ++order) {
    const Worst& w = worst[order];
    if (std::getenv("SIGMAJET_REPORT"))
      std::printf("%-17s %-6s order %zu: %5.2f ulp of %4.1f at %s\n", Activation::name,
                  sizeof(Scalar) == 4 ? "float" : "double", order, w.error, bounds[order], hexadecimal(w.x).c_str());
    INFO(activation << ", " << (sizeof(Scalar) == 4 ? "float" : "double") << ", derivative of order " << order
                    << ": worst at x = " << hexadecimal(w.x) << ", computed " << hexadecimal(w.computed)
                    << ", expected " << hexadecimal(w.expected));
    CHECK(w.error <= bounds[order]);
  }
}

template <class Activation>
void check_accuracy(const Activation& activation, std::size_t random_numbers) {
  check_accuracy<float>(activation, reference_of<float>(activation), bit_patterns<float>(random_numbers));
  check_accuracy<double>(activation, reference_of<double>(activation), bit_patterns<double>(random_numbers));
}

}  // namespace support
