#pragma once

#include <cmath>
#include <cstddef>
#include <string_view>

#include "textbook_formulas.hpp"

/// Loops over the standard library's functions as one writes them without thinking of vectors.
namespace plain_loops {

/// `Flags` is a type of the file's own where its flags must not reach the functions of others.
template <class T, class Flags>
struct Standard {
  using Scalar = T;
  using Value = T;
  static T abs(T x) { return std::abs(x); }
  static T reciprocal(T x) { return 1 / x; }
  static T exp(T x) { return std::exp(x); }
  static T expm1(T x) { return std::expm1(x); }
  static T log1p(T x) { return std::log1p(x); }
  static T tanh(T x) { return std::tanh(x); }
};

/// Writes the first Outputs members of every jet.
template <int Outputs, class Flags, class Formula, class Scalar>
void run(Formula formula, const textbook::Streams<Scalar>& s) {
  const Scalar* __restrict x = s.x;
  Scalar* __restrict y = s.y, * __restrict d1 = s.d1, * __restrict d2 = s.d2;
  for (std::ptrdiff_t i = 0; i < s.size; ++i) {
    const textbook::Jet<Scalar> jet = textbook::jet<Standard<Scalar, Flags>>(formula, x[i]);
    y[i] = jet.value;
    if constexpr (Outputs >= 2) d1[i] = jet.d1;
    if constexpr (Outputs >= 3) d2[i] = jet.d2;
  }
}

template <class Scalar>
using Loop = void (*)(const textbook::Streams<Scalar>&);

/// The loop with 1 to 3 outputs that the compiler has made vectors of with -Ofast, over glibc's libmvec;
/// SIGMAJET_BENCH_LIBMVEC says that it is there.
template <class Scalar>
Loop<Scalar> vectorized(std::string_view activation, int outputs);

}  // namespace plain_loops
