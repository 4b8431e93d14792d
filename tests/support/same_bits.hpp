#pragma once

#include "support/property_checks.hpp"

/// @file
/// One number has one result: as a scalar, at any position of any array, in packets of any width, with any set of
/// outputs, eager or lazy.

namespace support {

/// The numbers that are put at every position: both signs of all that is special.
template <class Scalar>
std::vector<Scalar> numbers_for_positions() {
  using Limits = std::numeric_limits<Scalar>;
  return {Scalar(0.3),         Scalar(-0.7),  Scalar(1.73),         Scalar(-2.4),       Scalar(17),
          Scalar(-40),         Scalar(0),     Scalar(-0.0),         Limits::infinity(), -Limits::infinity(),
          Limits::quiet_NaN(), Scalar(-87.5), Limits::denorm_min(), (Limits::max)(),    -(Limits::max)(),
          Scalar(-1e-8),       Scalar(9.01),  Scalar(-88.376),      Scalar(355)};
}

/// Compares an array of results of one order with those of each number as a scalar.
template <class Scalar, class Array>
bool is_order_of(std::size_t order, const std::vector<Results<Scalar>>& expected, std::size_t first,
                 const Array& array) {
  for (Eigen::Index i = 0; i < array.size(); ++i)
    if (!is_identical(array(i), expected[(first + static_cast<std::size_t>(i)) % expected.size()][order])) return false;
  return true;
}

template <class Scalar, class Activation>
class SameBits {
 public:
  explicit SameBits(const Activation& activation) : activation_(activation) {
    for (const Scalar x : numbers_) expected_.push_back(results_at(activation, x));
  }

  /// Arrays of the first sizes, each number at every position.
  void check_sizes(Eigen::Index largest) const {
    for (Eigen::Index size = 0; size <= largest; ++size)
      for (const std::size_t first : {std::size_t(0), static_cast<std::size_t>(size)}) {
        const Array x = numbers_from(first, Array(size));
        INFO(activation_ << ", size " << size << ", from " << hexadecimal(numbers_[first % numbers_.size()]));
        check_eager(x, first);
        check_lazy(x, first);
      }
  }

  template <int Size>
  void check_fixed() const {
    for (std::size_t first = 0; first < numbers_.size(); ++first) {
      const auto x = numbers_from(first, Eigen::Array<Scalar, Size, 1>());
      const auto [value, d1, d2] = sigmajet::jet<2>(activation_, x);
      INFO(activation_ << ", fixed size " << Size << ", from " << hexadecimal(numbers_[first]));
      CHECK(is_order_of(0, expected_, first, value));
      CHECK(is_order_of(1, expected_, first, d1));
      CHECK(is_order_of(2, expected_, first, d2));
    }
  }

 private:
  using Array = Eigen::Array<Scalar, Eigen::Dynamic, 1>;

  template <class X>
  X numbers_from(std::size_t first, X x) const {
    for (Eigen::Index i = 0; i < x.size(); ++i)
      x(i) = numbers_[(first + static_cast<std::size_t>(i)) % numbers_.size()];
    return x;
  }

  void check_eager(const Array& x, std::size_t first) const {
    const auto [value] = sigmajet::jet<0>(activation_, x);
    const auto [value_of_two, d1_of_two] = sigmajet::jet<1>(activation_, x);
    const auto [value_of_three, d1_of_three, d2_of_three] = sigmajet::jet<2>(activation_, x);
    CHECK(is_order_of(0, expected_, first, value));
    CHECK(is_order_of(0, expected_, first, value_of_two));
    CHECK(is_order_of(1, expected_, first, d1_of_two));
    CHECK(is_order_of(0, expected_, first, value_of_three));
    CHECK(is_order_of(1, expected_, first, d1_of_three));
    CHECK(is_order_of(2, expected_, first, d2_of_three));
  }

  void check_lazy(const Array& x, std::size_t first) const {
    CHECK(is_order_of(0, expected_, first, Array(sigmajet::value(activation_, x))));
    CHECK(is_order_of(1, expected_, first, Array(sigmajet::first_derivative(activation_, x))));
    CHECK(is_order_of(2, expected_, first, Array(sigmajet::second_derivative(activation_, x))));
  }

  Activation activation_;
  std::vector<Scalar> numbers_ = numbers_for_positions<Scalar>();
  std::vector<Results<Scalar>> expected_;
};

template <class Scalar, class Activation>
void check_same_bits(const Activation& activation) {
  const SameBits<Scalar, Activation> same_bits(activation);
  same_bits.check_sizes(70);
  same_bits.template check_fixed<2>();
  same_bits.template check_fixed<4>();
  same_bits.template check_fixed<8>();
}

}  // namespace support
