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
template <class Results, class Array>
bool is_order_of(std::size_t order, const std::vector<Results>& expected, std::size_t first, const Array& array) {
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
        check_eager(x, first, every_order);
        check_lazy(x, first, every_order);
      }
  }

  template <int Size>
  void check_fixed() const {
    for (std::size_t first = 0; first < numbers_.size(); ++first) {
      const auto x = numbers_from(first, Eigen::Array<Scalar, Size, 1>());
      INFO(activation_ << ", fixed size " << Size << ", from " << hexadecimal(numbers_[first]));
      check_jet<Activation::max_order>(x, first);
    }
  }

 private:
  using Array = Eigen::Array<Scalar, Eigen::Dynamic, 1>;
  static constexpr std::make_index_sequence<orders_of<Activation>> every_order{};

  template <class X>
  X numbers_from(std::size_t first, X x) const {
    for (Eigen::Index i = 0; i < x.size(); ++i)
      x(i) = numbers_[(first + static_cast<std::size_t>(i)) % numbers_.size()];
    return x;
  }

  template <int Order, class X>
  void check_jet(const X& x, std::size_t first) const {
    const auto results = results_of(sigmajet::jet<Order>(activation_, x));
    for (std::size_t order = 0; order < results.size(); ++order) check_order(order, results[order], first);
  }

  template <class X>
  void check_order(std::size_t order, const X& results, std::size_t first) const {
    INFO(order_names[order]);
    CHECK(is_order_of(order, expected_, first, results));
  }

  template <std::size_t... I>
  void check_eager(const Array& x, std::size_t first, std::index_sequence<I...>) const {
    (check_jet<static_cast<int>(I)>(x, first), ...);
  }

  template <std::size_t... I>
  void check_lazy(const Array& x, std::size_t first, std::index_sequence<I...>) const {
    (check_order(I, Array(lazy_result<I>(activation_, x)), first), ...);
  }

  Activation activation_;
  std::vector<Scalar> numbers_ = numbers_for_positions<Scalar>();
  std::vector<std::array<Scalar, orders_of<Activation>>> expected_;
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
