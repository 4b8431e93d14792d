#pragma once

#include "reference/number.hpp"

namespace reference {

template <>
struct Formula<id("softsign")> {
  explicit Formula(const Parameters&) {}

  ExactJet operator()(const Number& x) const {
    if (isinf(x)) return {sign(x), Number(0), Number(0)};
    const Number q = 1 / (1 + abs(x));
    return {x * q, q * q, -2 * sign(x) * q * q * q};
  }
};

}  // namespace reference
