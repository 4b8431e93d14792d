#pragma once

#include "reference/number.hpp"

namespace reference {

template <>
struct Formula<id("gaussian")> {
  explicit Formula(const Parameters&) {}

  ExactJet operator()(const Number& x) const {
    if (isinf(x)) return {Number(0), Number(0), Number(0)};
    const Number g = exp(-x * x);
    return {g, -2 * x * g, (4 * x * x - 2) * g};
  }
};

}  // namespace reference
