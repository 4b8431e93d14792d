#pragma once

#include <algorithm>
#include <vector>

#include "reference/number.hpp"

/// @file
/// Softmax and logSoftmax of one distribution, and their first derivatives, by the textbook.

namespace reference {

using Numbers = std::vector<Number>;

/// e^{x_i − max x}.
inline Numbers shifted_exponentials(const Numbers& x) {
  const Number top = *std::max_element(x.begin(), x.end());
  Numbers result;
  for (const Number& number : x) result.push_back(exp(Number(number - top)));
  return result;
}

inline Number sum_of(const Numbers& x) {
  Number sum = 0;
  for (const Number& number : x) sum += number;
  return sum;
}

inline Numbers softmax(const Numbers& x) {
  Numbers result = shifted_exponentials(x);
  const Number sum = sum_of(result);
  for (Number& number : result) number /= sum;
  return result;
}

/// (x_i − max x) − ln(1 + Σ of the others).
inline Numbers log_softmax(const Numbers& x) {
  Numbers e = shifted_exponentials(x);
  const auto top = std::max_element(x.begin(), x.end());
  e[static_cast<std::size_t>(top - x.begin())] = 0;
  const Number log = log1p(sum_of(e));
  Numbers result;
  for (const Number& number : x) result.push_back(number - *top - log);
  return result;
}

/// ∂σ_i/∂x_j of softmax, and of logSoftmax.
inline Number softmax_slope(const Numbers& s, std::size_t i, std::size_t j) { return s[i] * ((i == j ? 1 : 0) - s[j]); }
inline Number log_softmax_slope(const Numbers& s, std::size_t i, std::size_t j) { return (i == j ? 1 : 0) - s[j]; }

}  // namespace reference
