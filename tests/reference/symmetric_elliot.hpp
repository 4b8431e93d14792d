#pragma once

#include "reference/number.hpp"

namespace reference {

template <>
struct Formula<id("symmetric_elliot")> {
  Number steepness;

  explicit Formula(const Parameters& parameters) : steepness(parameters.at("steepness")) {}

  ExactJet operator()(const Number& x) const {
    if (isinf(x)) return {sign(x), Number(0), Number(0)};
    const Number& s = steepness;
    const Number q = 1 / (1 + s * abs(x));
    return {s * x * q, s * q * q, -2 * sign(x) * s * s * q * q * q};
  }
};

}  // namespace reference
