#pragma once

#include "reference/number.hpp"

namespace reference {

template <>
struct Formula<id("elliot")> {
  Number steepness;

  explicit Formula(const Parameters& parameters) : steepness(parameters.at("steepness")) {}

  ExactJet operator()(const Number& x) const {
    const Number& s = steepness;
    const Number q = 1 / (1 + s * abs(x));
    return {x < 0 ? Number(q / 2) : Number(1 - q / 2), s * q * q / 2, -sign(x) * s * s * q * q * q};
  }
};

}  // namespace reference
