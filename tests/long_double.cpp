#include "references.hpp"
#include "support/accuracy_check.hpp"
#include "support/variations.hpp"

namespace {

using namespace sigmajet;
using Limits = std::numeric_limits<long double>;

/// Both signs of random significands with every exponent, of as many where the functions bend, of the ends of the
/// format, of where the exponential underflows, and of the special points of narrower formats.
std::vector<long double> numbers_of_every_exponent() {
  std::vector<long double> numbers = {0, Limits::denorm_min(), (Limits::min)(), (Limits::max)()};
  for (const long double end : {Limits::min_exponent, Limits::min_exponent - Limits::digits}) {
    const long double y = -end * std::log(2.0L);
    for (const long double x : {y, y / 2, std::sqrt(y)}) numbers.insert(numbers.end(), {0.999L * x, x, 1.001L * x});
  }
  for (const double point : support::special_points()) numbers.push_back(point);
  std::mt19937_64 generator(20040101);
  const auto add = [&](int exponent) {
    const auto significand = static_cast<long double>(generator() | (std::uint64_t(1) << 63));
    numbers.push_back(std::ldexp(significand, exponent - 63));
  };
  for (int exponent = Limits::min_exponent - Limits::digits; exponent < Limits::max_exponent; exponent += 3) {
    add(exponent);
    add(-14 + (exponent & 31));
  }
  for (std::size_t i = 0, count = numbers.size(); i < count; ++i) numbers.push_back(-numbers[i]);
  return numbers;
}

/// The largest share of what a bound allows that an error takes.
struct Worst {
  double share = 0;
  long double x = 0, computed = 0;
};

template <class Activation>
void check(const Activation& activation) {
  static const std::vector<long double> numbers = numbers_of_every_exponent();
  const auto reference = support::reference_of<long double>(activation);
  const ErrorBounds bounds = activation.template error_bounds<long double>();
  std::array<Worst, support::orders_of<Activation>> worst;
  for (const long double x : numbers) {
    const auto computed = support::results_at(activation, x);
    const reference::ExactJet exact = reference(reference::Number(x));
    for (std::size_t order = 0; order < computed.size(); ++order) {
      const double error = support::error_in_ulp(computed[order], exact[order]);
      const double share = error == 0 ? 0 : error / support::allowed_error<long double>(bounds[order], exact[order]);
      if (share > worst[order].share) worst[order] = {share, x, computed[order]};
    }
  }
  for (std::size_t order = 0; order < worst.size(); ++order) {
    char text[128];
    std::snprintf(text, sizeof text, "x = %La, computed %La", worst[order].x, worst[order].computed);
    INFO(activation << ", derivative of order " << order << ": worst at " << text);
    if (std::getenv("SIGMAJET_REPORT"))
      std::printf("%-17s long double order %zu: %5.2f ulp of %4.1f at %s\n", Activation::name, order,
                  worst[order].share * bounds[order], bounds[order], text);
    CHECK(worst[order].share <= 1);
  }
}

/// How many of `count` random triples have another fused_by_long_double than the C library's fma gives: numbers of any
/// exponent, products that the third number nearly cancels, ties, and results below the normal numbers.
template <class Scalar>
int wrong_fused_operations(int count) {
  using detail::bit_cast;
  using Bits = detail::BitsOf<Scalar>;
  constexpr Scalar epsilon = std::numeric_limits<Scalar>::epsilon(), tiny = std::numeric_limits<Scalar>::denorm_min();
  constexpr int lowest = std::numeric_limits<Scalar>::min_exponent / 2 - detail::mantissa_bits<Scalar> / 2;
  std::mt19937_64 generator(20040101);
  const auto any = [&] { return bit_cast<Scalar>(static_cast<Bits>(generator())); };
  const auto integer = [&](int below) { return static_cast<int>(generator() % static_cast<unsigned>(below)); };
  const auto near_one = [&](Scalar scale) { return 1 + static_cast<Scalar>(integer(1 << 20) - (1 << 19)) * scale; };
  int wrong = 0;
  for (int i = 0; i < count; ++i) {
    Scalar a = any(), b = any(), c = any();
    if (i % 4 == 1) {
      a = std::ldexp(near_one(epsilon), integer(40) - 20);
      b = near_one(std::ldexp(Scalar(1), -21));
      c = -a * b * (integer(2) == 0 ? 1 : near_one(epsilon));
    } else if (i % 4 == 2) {
      a = std::ldexp(static_cast<Scalar>(integer(2048)), lowest - integer(12));
      b = std::ldexp(static_cast<Scalar>(integer(2048)), lowest + integer(12));
      c = tiny * static_cast<Scalar>(integer(7) - 3);
    } else if (i % 4 == 3) {
      a = (1 + epsilon * static_cast<Scalar>(integer(3) - 1)) / 2;
      b = 1 + epsilon * static_cast<Scalar>(integer(3) - 1);
      c = (integer(2) == 0 ? 1 : -1) * std::ldexp(near_one(epsilon), detail::mantissa_bits<Scalar>);
    }
    const Scalar computed = detail::packet::fused_by_long_double(a, b, c), exact = std::fma(a, b, c);
    wrong += std::isnan(exact) ? !std::isnan(computed) : bit_cast<Bits>(computed) != bit_cast<Bits>(exact);
  }
  return wrong;
}

}  // namespace

TEMPLATE_LIST_TEST_CASE("long double: the value and every derivative within their bounds on the whole line", "",
                        BuiltinActivations) {
  for (const TestType& activation : support::with_variations<TestType>()) check(activation);
}

TEST_CASE("fused operations of floats and doubles by the 80-bit format are rounded once") {
  CHECK(wrong_fused_operations<float>(400000) == 0);
  CHECK(wrong_fused_operations<double>(400000) == 0);
}
