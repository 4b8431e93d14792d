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

}  // namespace

TEMPLATE_LIST_TEST_CASE("long double: the value and every derivative within their bounds on the whole line", "",
                        BuiltinActivations) {
  for (const TestType& activation : support::with_variations<TestType>()) check(activation);
}
