#pragma once

#include "reference/number.hpp"

namespace reference {

template <>
struct Formula<id("elu")> {
  Number alpha;

  explicit Formula(const Parameters& parameters) : alpha(parameters.at("alpha")) {}

  ExactJet operator()(const Number& x) const {
    if (x > 0) return {x, Number(1), Number(0)};
    const Number e = exp(x);
    return {alpha * expm1(x), alpha * e, alpha * e};
  }
};

}  // namespace reference
