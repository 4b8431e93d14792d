#pragma once

#include <random>
#include <type_traits>

#include <Eigen/Core>

/// Fills with N(0, 2²), the same numbers every time.
template <class Array>
void fill_normal(Array& array) {
  std::mt19937 generator(42);
  std::normal_distribution<double> normal(0, 2);
  for (auto& x : array.reshaped()) x = static_cast<typename Array::Scalar>(normal(generator));
}

/// For the names of rows.
template <class Scalar>
constexpr const char* scalar_name = std::is_same_v<Scalar, float> ? "float" : "double";
