#pragma once

#include "reference/number.hpp"

namespace reference {

template <>
struct Formula<id("antitanh")> {
  explicit Formula(const Parameters&) {}

  ExactJet operator()(const Number& x) const {
    const Number a = abs(x), c = cosh(a);
    // ln cosh, near 0 as ln(1 + 2 sinh²(a/2)) and where cosh overflows as a − ln 2.
    const Number half = sinh(a / 2);
    const Number value = a < 100 ? Number(log1p(2 * half * half)) : Number(a - log(Number(2)) + log1p(exp(-2 * a)));
    return {value, tanh(x), 1 / (c * c)};
  }
};

}  // namespace reference
