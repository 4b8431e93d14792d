#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include <sigmajet/sigmajet.hpp>

#include "references.hpp"
#include "support/accuracy_check.hpp"

/// @file
/// The published bounds over the whole range of every parameter: parameters with every exponent of the normal numbers,
/// and for each of them numbers x of every exponent, most of them where the function bends.

namespace {

using namespace support;
using Eigen::Index;

/// Random numbers of which each exponent in a range is as likely as any other.
template <class Scalar>
class Magnitudes {
 public:
  using Limits = std::numeric_limits<Scalar>;
  static constexpr int lowest = Limits::min_exponent - 1, highest = Limits::max_exponent - 1;

  /// In [2^low, 2^{high + 1}), cut to the normal numbers.
  Scalar between(int low, int high) {
    low = std::clamp(low, lowest, highest), high = std::clamp(high, low, highest);
    const int exponent = std::uniform_int_distribution<int>(low, high)(generator_);
    return std::ldexp(std::uniform_real_distribution<Scalar>(1, 2)(generator_), exponent);
  }
  /// Of any exponent, and often near an end of the range.
  Scalar any() {
    switch (generator_() % 8) {
      case 0:
        return between(lowest, lowest + 4);
      case 1:
        return between(highest - 4, highest);
      default:
        return between(lowest, highest);
    }
  }
  /// With a scale's exponent or one nearby.
  Scalar near(Scalar scale) {
    const int exponent = std::ilogb(scale);
    return between(exponent - 8, exponent + 12);
  }
  Scalar signed_randomly(Scalar x) { return generator_() & 1 ? x : -x; }

 private:
  std::mt19937_64 generator_{20240229};
};

/// Settings of an activation, and where on the line it bends, or nothing where it does the same everywhere.
template <class Scalar>
sigmajet::Softplus random_setting(const sigmajet::Softplus&, Magnitudes<Scalar>& numbers) {
  const Scalar beta = numbers.any();
  return numbers.any() < 1 ? sigmajet::Softplus(beta) : sigmajet::Softplus(beta, numbers.near(4));
}
std::vector<double> bends(const sigmajet::Softplus& activation) { return {1 / activation.beta()}; }
template <class Scalar>
sigmajet::ELU random_setting(const sigmajet::ELU&, Magnitudes<Scalar>& numbers) {
  return sigmajet::ELU(numbers.signed_randomly(numbers.any()));
}
std::vector<double> bends(const sigmajet::ELU&) { return {1}; }
template <class Scalar>
sigmajet::LeakyReLU random_setting(const sigmajet::LeakyReLU&, Magnitudes<Scalar>& numbers) {
  return sigmajet::LeakyReLU(numbers.signed_randomly(numbers.any()));
}
std::vector<double> bends(const sigmajet::LeakyReLU&) { return {1}; }
template <class Scalar>
sigmajet::ReLU random_setting(const sigmajet::ReLU&, Magnitudes<Scalar>& numbers) {
  return sigmajet::ReLU(numbers.any());
}
std::vector<double> bends(const sigmajet::ReLU& activation) { return {activation.max()}; }
template <class Scalar>
sigmajet::Elliot random_setting(const sigmajet::Elliot&, Magnitudes<Scalar>& numbers) {
  return sigmajet::Elliot(numbers.any());
}
std::vector<double> bends(const sigmajet::Elliot& activation) { return {1 / activation.steepness()}; }
template <class Scalar>
sigmajet::SymmetricElliot random_setting(const sigmajet::SymmetricElliot&, Magnitudes<Scalar>& numbers) {
  return sigmajet::SymmetricElliot(numbers.any());
}
std::vector<double> bends(const sigmajet::SymmetricElliot& activation) { return {1 / activation.steepness()}; }
/// All four at random, or one of them and the others as by default.
template <class Scalar>
sigmajet::SoftLIF random_setting(const sigmajet::SoftLIF&, Magnitudes<Scalar>& numbers) {
  double setting[] = {1, 0.02, 0.002, 0.01};
  const int chosen = static_cast<int>(numbers.between(0, 2));
  for (int i = 0; i < 4; ++i)
    if (chosen >= 4 || chosen - 1 == i || (chosen == 3 && i == 0)) setting[i] = numbers.any();
  return sigmajet::SoftLIF(setting[0], setting[1], setting[2],
                           numbers.signed_randomly(static_cast<Scalar>(setting[3])));
}
std::vector<double> bends(const sigmajet::SoftLIF& activation) {
  return {activation.sigma(), 1, 80 * activation.sigma()};
}

template <class Scalar, class Activation>
std::vector<Scalar> numbers_for(const Activation& activation, Magnitudes<Scalar>& numbers, int count) {
  std::vector<Scalar> result{0, Magnitudes<Scalar>::Limits::denorm_min(), (Magnitudes<Scalar>::Limits::max)()};
  const std::vector<double> scales = bends(activation);
  for (int i = 0; i < count; ++i)
    for (const double scale : scales) {
      const auto rounded = static_cast<Scalar>(scale);
      result.push_back(i % 3 == 0
                           ? numbers.any()
                           : numbers.near(std::isnormal(rounded) ? rounded : std::numeric_limits<Scalar>::min()));
    }
  const std::size_t half = result.size();
  for (std::size_t i = 0; i < half; ++i) result.push_back(-result[i]);
  return result;
}

/// An activation's parameters to the last bit.
template <class Activation>
std::string exactly(const Activation& activation) {
  std::string text = Activation::name;
  for (const sigmajet::Parameter& parameter : activation.parameters())
    text += std::string(" ") + parameter.name + "=" + hexadecimal(parameter.value);
  return text;
}

template <class Scalar, class Activation>
void check_settings(const Activation& standard, int settings, int points) {
  Magnitudes<Scalar> numbers;
  for (int i = 0; i < settings; ++i) {
    const Activation activation = random_setting<Scalar>(standard, numbers);
    INFO(exactly(activation));
    check_accuracy<Scalar>(activation, reference_of<Scalar>(activation),
                           numbers_for<Scalar>(activation, numbers, points));
  }
}

/// function(activation) for every activation that has parameters.
template <class Function>
void for_each_with_parameters(Function&& function) {
  sigmajet::for_each_activation(sigmajet::BuiltinActivations{}, [&](const auto& activation) {
    if constexpr (std::tuple_size_v<decltype(activation.parameters())> > 0) function(activation);
  });
}

}  // namespace

TEMPLATE_TEST_CASE("parameters: every bound holds over the whole range of every parameter", "", float, double) {
  for_each_with_parameters([](const auto& activation) { check_settings<TestType>(activation, 300, 12); });
}

TEMPLATE_TEST_CASE("parameters: every bound holds over the whole range of every parameter, at length", "[.long]", float,
                   double) {
  for_each_with_parameters([](const auto& activation) { check_settings<TestType>(activation, 5000, 60); });
}
