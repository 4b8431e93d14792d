#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <sstream>
#include <string>
#include <type_traits>

#include <benchmark/benchmark.h>

#include <sigmajet/sigmajet.hpp>

#include "activation_rows.hpp"
#include "comparison.hpp"
#include "context_words.hpp"
#include "mode_rows.hpp"

/// Rows "activation/scalar/context/elements": the value, and then σ′ and σ″, for everything that a context
/// could keep. Column "nothing" starts from the caller's x again; "x" and "word" keep one array. The label
/// tells what the word costs in accuracy.
namespace context_rows {

using activation_rows::Arrays;
using context_words::KeepsInput;
using context_words::KeepsWord;
using Eigen::Index;

/// The activation itself where it keeps a word.
template <class Activation>
using WithWord = std::conditional_t<Activation::cache == sigmajet::Cache::word, Activation, KeepsWord<Activation>>;

template <class Activation, class = void>
constexpr bool has_word = false;
template <class Activation>
constexpr bool has_word<Activation, std::void_t<decltype(sizeof(WithWord<Activation>))>> = true;

/// Numbers of either sign from 2^−60 to 2^6, where σ′ and σ″ of every activation here are normal.
template <class Scalar>
typename Arrays<Scalar>::Array sample() {
  using Array = typename Arrays<Scalar>::Array;
  const Array magnitudes = Array::LinSpaced(20000, -60, 6).unaryExpr([](Scalar e) { return std::exp2(e); });
  Array x(2 * magnitudes.size());
  x << magnitudes, -magnitudes;
  return x;
}

/// The largest difference in units in the last place of the second array, where that is normal.
template <class Array>
double largest_difference(const Array& a, const Array& b) {
  using Scalar = typename Array::Scalar;
  double largest = 0;
  for (Index i = 0; i < a.size(); ++i) {
    if (std::abs(b[i]) < (std::numeric_limits<Scalar>::min)()) continue;
    const Scalar ulp = std::ldexp(std::numeric_limits<Scalar>::epsilon(), std::ilogb(b[i]));
    largest = (std::max)(largest, static_cast<double>(std::abs(a[i] - b[i]) / ulp));
  }
  return largest;
}

/// "σ′ and σ″ off by … ulp", against forward mode.
template <class Scalar, class Activation>
std::string error_of_word(const Activation& activation) {
  const auto x = sample<Scalar>();
  const auto expected = sigmajet::jet<2>(activation, x);
  sigmajet::BackwardMode<WithWord<Activation>, typename Arrays<Scalar>::Array> mode;
  auto d1 = x, d2 = x;
  mode.forward(x, sigmajet::none);
  mode.backward(d1, d2);
  std::ostringstream text;
  text.precision(2);
  text << "σ′ and σ″ off by " << largest_difference(d1, expected.d1) << " and " << largest_difference(d2, expected.d2)
       << " ulp";
  return text.str();
}

template <class Activation, class Scalar>
auto deferred(Arrays<Scalar>& a) {
  return [&a, mode = sigmajet::BackwardMode<Activation, typename Arrays<Scalar>::Array>()]() mutable {
    mode_rows::run_deferred<3>(mode, a);
  };
}

template <class Scalar, class Activation>
void compare(benchmark::State& state, Activation activation, Index size) {
  Arrays<Scalar>& a = activation_rows::arrays_of_size<Scalar>(size);
  Comparison comparison(size);
  comparison.add("sigmajet", deferred<Activation>(a));
  comparison.add("nothing", [&] { mode_rows::run_again<3>(activation, a); });
  comparison.add("x", deferred<KeepsInput<Activation>>(a));
  if constexpr (has_word<Activation>)
    comparison.add("word", deferred<WithWord<Activation>>(a), error_of_word<Scalar>(activation));
  comparison.run(state);
}

/// Registers the rows of one size of every activation that has more to derive than a comparison or a copy.
template <class Scalar>
void register_all(Index size) {
  using Activations =
      sigmajet::ActivationList<sigmajet::Tanh, sigmajet::Sigmoid, sigmajet::Softplus, sigmajet::AntiTanh, sigmajet::ELU,
                               sigmajet::SoftSign, sigmajet::Gaussian, sigmajet::SoftLIF>;
  sigmajet::for_each_activation(Activations{}, [&](auto activation) {
    activation_rows::register_row<Scalar>(activation, "context", size,
                                          [=](benchmark::State& state) { compare<Scalar>(state, activation, size); });
  });
}

}  // namespace context_rows
