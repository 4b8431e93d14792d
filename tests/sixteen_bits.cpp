#include <cmath>

#include <sigmajet/sigmajet.hpp>

#include "support/bit_patterns.hpp"
#include "support/catch.hpp"
#include "support/variations.hpp"

namespace {

using namespace sigmajet;

template <class Half>
struct Format;
template <>
struct Format<Eigen::half> {
  static constexpr int digits = 11, least_exponent = -14;
  static constexpr float largest = 0x1.ffcp15f;
};
template <>
struct Format<Eigen::bfloat16> {
  static constexpr int digits = 8, least_exponent = -126;
  static constexpr float largest = 0x1.fep127f;
};

/// The nearest number of a 16-bit type, ties to even, without the type's own conversion.
template <class Half>
float rounded(float x) {
  if (x == 0 || !std::isfinite(x)) return x;
  const int unit = std::max(std::ilogb(x), Format<Half>::least_exponent) - (Format<Half>::digits - 1);
  const double nearest = std::ldexp(std::nearbyint(std::ldexp(static_cast<double>(x), -unit)), unit);
  const float infinity = std::numeric_limits<float>::infinity();
  return std::abs(nearest) > Format<Half>::largest ? std::copysign(infinity, x) : static_cast<float>(nearest);
}

/// Whether a result is a float rounded to its type: the same number, the sign of zero included, or both NaN.
template <class Half>
bool is_rounded(Half computed, float exact) {
  return support::is_identical(static_cast<float>(computed), rounded<Half>(exact));
}

template <class Half>
bool is_rounded(const Jet<Half, 2>& computed, const Jet<float, 2>& exact) {
  return is_rounded(computed.value, exact.value) && is_rounded(computed.d1, exact.d1) &&
         is_rounded(computed.d2, exact.d2);
}

template <class Half>
Half from_bits(Eigen::Index bits) {
  return Eigen::numext::bit_cast<Half>(static_cast<std::uint16_t>(bits));
}

/// Every number of the type, as a scalar and in an array.
template <class Half, class Activation>
void check_every_number(const Activation& activation) {
  const auto x = Eigen::Array<Half, Eigen::Dynamic, 1>::NullaryExpr(65536, [](Eigen::Index i) {
                   return from_bits<Half>(i);
                 }).eval();
  const auto [value, d1, d2] = sigmajet::jet<2>(activation, x);
  for (Eigen::Index i = 0; i < x.size(); ++i) {
    const Jet<float, 2> exact = sigmajet::jet<2>(activation, static_cast<float>(x[i]));
    if (is_rounded(Jet<Half, 2>{value[i], d1[i], d2[i]}, exact) &&
        is_rounded(sigmajet::jet<2>(activation, x[i]), exact))
      continue;
    INFO(activation << " at bits " << std::hex << i << ", x = " << static_cast<float>(x[i]) << ": " << value[i] << ", "
                    << d1[i] << ", " << d2[i] << " from " << exact.value << ", " << exact.d1 << ", " << exact.d2);
    FAIL_CHECK("not the float result rounded once");
    return;
  }
}

/// Rows of the numbers whose exponentials count.
template <class Half, class Activation>
void check_distributions(const Activation& activation) {
  std::vector<Half> numbers;
  for (Eigen::Index bits = 0; bits < 65536; ++bits)
    if (std::abs(static_cast<float>(from_bits<Half>(bits))) <= 20) numbers.push_back(from_bits<Half>(bits));
  // A stride without a common divisor mixes small and large numbers in each row.
  const Eigen::Index length = 37, count = static_cast<Eigen::Index>(numbers.size()) / length;
  const auto x =
      Eigen::Array<Half, Eigen::Dynamic, Eigen::Dynamic>::NullaryExpr(count, length, [&](auto row, auto column) {
        return numbers[static_cast<std::size_t>(row * length + column) * 7919 % numbers.size()];
      }).eval();
  const auto computed = sigmajet::jet<0>(activation, x).value;
  const auto exact = sigmajet::jet<0>(activation, x.template cast<float>().eval()).value;
  for (Eigen::Index i = 0; i < x.size(); ++i) {
    INFO(activation << ", entry " << i << ": " << computed(i) << " from " << exact(i));
    REQUIRE(is_rounded(computed(i), exact(i)));
  }
}

}  // namespace

TEMPLATE_TEST_CASE("every 16-bit number gives the float results of every activation, rounded once", "", Eigen::half,
                   Eigen::bfloat16) {
  for_each_activation(BuiltinActivations{}, [](const auto& standard) {
    for (const auto& activation : support::with_variations(standard)) check_every_number<TestType>(activation);
  });
}

TEMPLATE_TEST_CASE("16-bit distributions give the float results of softmax and log_softmax, rounded once", "",
                   Eigen::half, Eigen::bfloat16) {
  check_distributions<TestType>(Softmax<>{});
  check_distributions<TestType>(LogSoftmax<>{});
}

TEMPLATE_TEST_CASE("16-bit numbers in a LogSumExp are summed as floats, and the results rounded once", "", Eigen::half,
                   Eigen::bfloat16) {
  using Floats = Eigen::Array<float, Eigen::Dynamic, 1>;
  for (const float spread : {0.0F, 1e-3F, 3.0F})
    for (const Eigen::Index size : {1, 40, 3000, 70000}) {
      const auto x = (spread * Floats::LinSpaced(size, -1, 1)).template cast<TestType>().eval();
      sigmajet::LogSumExp<TestType> sum;
      sigmajet::LogSumExp<float> exact;
      // In two parts, as distributions in parts are.
      for (const auto& [begin, length] : {std::pair{Eigen::Index(0), size / 3}, {size / 3, size - size / 3}}) {
        sigmajet::LogSumExp<TestType> part;
        part.add(x.segment(begin, length));
        sum.merge(part);
        exact.add(x.segment(begin, length).template cast<float>());
      }
      CHECK(is_rounded(sum.value(), exact.value()));
      CHECK(is_rounded(sum.log_softmax(x)(size / 2), exact.log_softmax(static_cast<float>(x(size / 2)))));
      CHECK(is_rounded(sum.log_softmax(x(0)), exact.log_softmax(static_cast<float>(x(0)))));
    }
}
