#pragma once

#include "reference/number.hpp"

namespace reference {

template <>
struct Formula<id("softplus")> {
  Number beta, threshold;

  explicit Formula(const Parameters& parameters) : beta(parameters.at("beta")), threshold(parameters.at("threshold")) {}

  ExactJet operator()(const Number& x) const {
    const Number z = beta * x;
    if (z > threshold) return {x, Number(1), Number(0)};
    const Number s = logistic(z);
    return {softplus(z) / beta, s, beta * s * logistic(-z)};
  }
};

}  // namespace reference
