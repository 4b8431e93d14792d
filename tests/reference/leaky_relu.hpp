#pragma once

#include "reference/number.hpp"

namespace reference {

template <>
struct Formula<id("leaky_relu")> {
  Number alpha;

  explicit Formula(const Parameters& parameters) : alpha(parameters.at("alpha")) {}

  ExactJet operator()(const Number& x) const {
    if (x > 0) return {x, Number(1), Number(0)};
    return {alpha == 0 ? Number(0) : Number(alpha * x), alpha, Number(0)};
  }
};

}  // namespace reference
