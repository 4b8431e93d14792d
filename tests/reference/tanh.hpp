#pragma once

#include "reference/number.hpp"

namespace reference {

template <>
struct Formula<id("tanh")> {
  explicit Formula(const Parameters&) {}

  ExactJet operator()(const Number& x) const {
    const Number t = tanh(x), c = cosh(x), d1 = 1 / (c * c);
    return {t, d1, -2 * t * d1};
  }
};

}  // namespace reference
