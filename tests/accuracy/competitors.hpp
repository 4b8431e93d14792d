#pragma once

#include <cmath>

#include "bench/eigen_user_code.hpp"
#include "bench/textbook.hpp"
#include "pytorch_formulas.hpp"
#include "subject.hpp"

/// @file
/// The activations with default parameters as others compute them, in the working precision.

namespace accuracy {

/// The C library's functions, for the textbook formulas.
template <class Number>
struct LibraryMath {
  using Scalar = Number;
  using Value = Number;

  static Value abs(Value x) { return std::abs(x); }
  static Value exp(Value x) { return std::exp(x); }
  static Value expm1(Value x) { return std::expm1(x); }
  static Value log1p(Value x) { return std::log1p(x); }
  static Value tanh(Value x) { return std::tanh(x); }
  static Value reciprocal(Value x) { return 1 / x; }
};

/// formula(activation, x), which returns a value and two derivatives, for each number.
template <class Scalar, class Activation, class Formula>
Evaluation<Scalar> formula_one_by_one(const Activation& activation, const Formula& formula) {
  return one_by_one<Scalar>([activation, formula](Scalar x) {
    const auto jet = formula(activation, x);
    return std::array<Scalar, 3>{jet.value, jet.d1, jet.d2};
  });
}

template <class Scalar, class Activation>
std::vector<Competitor<Scalar>> competitors_of(const Activation& activation) {
  std::vector<Competitor<Scalar>> competitors;
  if constexpr (textbook::is_known<LibraryMath<Scalar>, Activation>)
    competitors.push_back({"textbook", formula_one_by_one<Scalar>(activation, [](const Activation& of, Scalar x) {
                             return textbook::jet<LibraryMath<Scalar>>(of, x);
                           })});
  if constexpr (pytorch::is_known<Activation, Scalar>)
    competitors.push_back({"PyTorch", formula_one_by_one<Scalar>(activation, [](const Activation& of, Scalar x) {
                             return pytorch::jet(of, x);
                           })});
  if constexpr (eigen_user_code::is_known<Activation, Array<Scalar>>)
    competitors.push_back({"Eigen", [activation](const Array<Scalar>& x, Jets<Scalar>& jets) {
                             eigen_user_code::evaluate<3>(activation, x, jets[0], jets[1], jets[2]);
                           }});
  return competitors;
}

}  // namespace accuracy
