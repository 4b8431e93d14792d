// Prints a hash of the result bits of every activation, for float and double, for scalars and for packets: compiled
// with other flags it must print the same. With the argument `finite` it leaves out infinities and NaN, and the sign of
// zeros.

#include <cinttypes>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <random>
#include <vector>

#include <sigmajet/activations.hpp>
#include <sigmajet/evaluate.hpp>

#include "support/hash.hpp"
#include "support/orders.hpp"
#include "support/variations.hpp"

namespace {

using namespace sigmajet;

template <class Scalar>
using Bits = detail::BitsOf<Scalar>;

/// Numbers of every exponent, subnormal ones, infinities and NaN among them, and as many again where the functions
/// bend. Made of bits alone, so that no flag can change them.
template <class Scalar>
std::vector<Scalar> numbers(bool finite_only) {
  constexpr int mantissa = detail::mantissa_bits<Scalar>;
  constexpr Bits<Scalar> middle = detail::exponent_bias<Scalar>, infinite = 2 * middle + 1;
  const Bits<Scalar> exponents = finite_only ? infinite : infinite + 1;
  std::mt19937_64 generator(20040101);
  std::vector<Scalar> result;
  const auto add = [&](Bits<Scalar> exponent, Bits<Scalar> significand) {
    for (const Bits<Scalar> sign : {Bits<Scalar>(0), Bits<Scalar>(1)})
      result.push_back(detail::bit_cast<Scalar>(
          static_cast<Bits<Scalar>>((sign << (8 * sizeof(Scalar) - 1)) | (exponent << mantissa) |
                                    (significand >> (8 * sizeof(Scalar) - mantissa)))));
  };
  // With the last two pairs a multiple of every pack's size.
  for (Bits<Scalar> i = 0; i < 2047; ++i) {
    add(i % exponents, static_cast<Bits<Scalar>>(generator()));
    add(middle - 12 + i % 22, static_cast<Bits<Scalar>>(generator()));
  }
  add(0, 0);
  add(exponents - 1, 0);
  return result;
}

/// A hash of bits; one pattern stands for every NaN, and if so wanted for both zeros.
class HashOfBits {
 public:
  explicit HashOfBits(bool one_zero) : one_zero_(one_zero) {}

  template <class Scalar>
  void add(Scalar number) {
    constexpr auto infinity = Bits<Scalar>(2 * detail::exponent_bias<Scalar> + 1) << detail::mantissa_bits<Scalar>;
    auto bits = detail::bit_cast<Bits<Scalar>>(number);
    const auto magnitude = static_cast<Bits<Scalar>>(bits << 1) >> 1;
    if (magnitude > infinity) bits = ~Bits<Scalar>(0);
    if (magnitude == 0 && one_zero_) bits = 0;
    hash_.add(bits);
  }
  std::uint64_t value() const { return hash_.value(); }

 private:
  bool one_zero_;
  support::Hash hash_;
};

/// The jets of all numbers by packs of one width.
template <class Pack, class Activation, class Scalar>
void add_jets(HashOfBits& hash, const Activation& activation, const std::vector<Scalar>& x) {
  for (std::size_t i = 0; i < x.size(); i += Pack::size) {
    const auto results =
        support::results_of(activation.template kernel<Activation::max_order>(Pack::load(x.data() + i)));
    Scalar lanes[support::orders_of<Activation>][Pack::size];
    for (std::size_t order = 0; order < results.size(); ++order) results[order].store(lanes[order]);
    for (int lane = 0; lane < Pack::size; ++lane)
      for (const auto& of_order : lanes) hash.add(of_order[lane]);
  }
}

void print(const char* name, const char* scalar, const char* path, const HashOfBits& hash) {
  std::printf("%s, %s, %s: %016" PRIx64 "\n", name, scalar, path, hash.value());
}

template <class Scalar, class Activation>
void print_elementwise(const char* scalar, const std::vector<Scalar>& x, const HashOfBits& empty) {
  HashOfBits of_scalars = empty, of_packets = empty;
  for (const Activation& activation : support::with_variations<Activation>()) {
    add_jets<detail::ScalarPack<Scalar>>(of_scalars, activation, x);
    add_jets<detail::PackFor<Scalar, Eigen::Dynamic>>(of_packets, activation, x);
  }
  print(Activation::name, scalar, "scalars", of_scalars);
  print(Activation::name, scalar, "packets", of_packets);
}

/// Numbers that fall by up to 90 from the largest of a distribution.
template <class Scalar, class Activation>
void print_rowwise(const char* scalar, const HashOfBits& empty) {
  using Pack = detail::PackFor<Scalar, Eigen::Dynamic>;
  std::vector<Scalar> x, y(1001);
  for (std::size_t i = 0; i < y.size(); ++i) x.push_back(Scalar(17) - Scalar(i * i % 2809) / 32);
  Activation::OfRow::evaluate(detail::RowAlong<Pack>(1001),
                              detail::Strip<Pack, const Scalar, true>(x.data(), Pack::size, 1),
                              detail::Strip<Pack, Scalar, true>(y.data(), Pack::size, 1));
  HashOfBits hash = empty;
  for (const Scalar result : y) hash.add(result);
  print(Activation::name, scalar, "packets", hash);
}

template <class Scalar>
void print_all(const char* scalar, bool finite_only) {
  const std::vector<Scalar> x = numbers<Scalar>(finite_only);
  const HashOfBits empty(finite_only);
  for_each_activation(BuiltinActivations{}, [&](const auto& activation) {
    print_elementwise<Scalar, std::decay_t<decltype(activation)>>(scalar, x, empty);
  });
  print_rowwise<Scalar, Softmax<>>(scalar, empty);
  print_rowwise<Scalar, LogSoftmax<>>(scalar, empty);
}

}  // namespace

int main(int argc, char** argv) {
  const bool finite_only = argc > 1 && std::strcmp(argv[1], "finite") == 0;
  print_all<float>("float", finite_only);
  print_all<double>("double", finite_only);
}
