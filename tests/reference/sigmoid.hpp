#pragma once

#include "reference/number.hpp"

namespace reference {

template <>
struct Formula<id("sigmoid")> {
  explicit Formula(const Parameters&) {}

  ExactJet operator()(const Number& x) const {
    // s(1 − s), with 1 − s(x) = s(−x).
    const Number s = logistic(x), d1 = s * logistic(-x);
    return {s, d1, -d1 * tanh(x / 2)};
  }
};

}  // namespace reference
