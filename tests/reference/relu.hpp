#pragma once

#include "reference/number.hpp"

namespace reference {

template <>
struct Formula<id("relu")> {
  Number max;

  explicit Formula(const Parameters& parameters) : max(parameters.at("max")) {}

  ExactJet operator()(const Number& x) const {
    if (x <= 0) return {Number(0), Number(0), Number(0)};
    const bool clipped = isfinite(max) && x >= max;
    return {clipped ? max : x, Number(clipped ? 0 : 1), Number(0)};
  }
};

}  // namespace reference
