#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>

#include <boost/multiprecision/mpfr.hpp>

#include "reference/orders.hpp"

/// @file
/// What the textbook formulas compute with. Nothing here or beside includes the library.

namespace reference {

/// 72 digits, 240 bits, unless a test of wider numbers defines more: no formula below cancels more than a few of them.
#ifndef SIGMAJET_REFERENCE_DIGITS
#define SIGMAJET_REFERENCE_DIGITS 72
#endif
using Number = boost::multiprecision::number<boost::multiprecision::mpfr_float_backend<SIGMAJET_REFERENCE_DIGITS>,
                                             boost::multiprecision::et_off>;

/// A result, and the magnitude in whose units in the last place its error is counted.
struct Exact {
  Number result, scale;

  Exact(const Number& number) : result(number), scale(abs(number)) {}
  Exact(const Number& number, const Number& largest_term) : result(number), scale(abs(largest_term)) {}
};

/// The value and each derivative.
using ExactJet = std::array<Exact, orders>;

/// An activation's parameters by name.
using Parameters = std::map<std::string, Number>;

constexpr std::uint64_t id(const char* name) {
  std::uint64_t hash = 14695981039346656037u;
  for (; *name; ++name) hash = (hash ^ static_cast<unsigned char>(*name)) * 1099511628211u;
  return hash;
}

/// The textbook formula of the activation with a name: Formula<id("tanh")>. Constructed from Parameters, called with an
/// exact x.
template <std::uint64_t Name>
struct Formula;

inline Number sign(const Number& x) { return x > 0 ? 1 : x < 0 ? -1 : 0; }

/// 1/(1 + e^−z).
inline Number logistic(const Number& z) { return 1 / (1 + exp(-z)); }

/// ln(1 + e^z), from the side on which e^z does not overflow.
inline Number softplus(const Number& z) { return z > 0 ? Number(z + log1p(exp(-z))) : Number(log1p(exp(z))); }

}  // namespace reference
