#include "references.hpp"
#include "support/accuracy_check.hpp"
#include "support/skip.hpp"
#include "support/variations.hpp"

#if defined(__SSE2__)
#include <xmmintrin.h>

namespace {

using namespace sigmajet;

/// Subnormal results become 0, and subnormal operands count as 0, as long as it lives.
class FlushToZero {
 public:
  FlushToZero() : control_(_mm_getcsr()) { _mm_setcsr(control_ | flush_to_zero | denormals_are_zero); }
  ~FlushToZero() { _mm_setcsr(control_); }

 private:
  static constexpr unsigned flush_to_zero = 0x8000, denormals_are_zero = 0x0040;
  unsigned control_;
};

/// From here on the rounding errors of a number, which corrections are made of, are normal numbers.
template <class Scalar>
constexpr Scalar least_corrected = 16 * (std::numeric_limits<Scalar>::min)() / std::numeric_limits<Scalar>::epsilon();

/// Finite where the ordinary result is, and within the bound where neither that nor x is near the subnormal numbers.
template <class Scalar, class Activation>
void check_flushed(const Activation& activation) {
  using Array = Eigen::Array<Scalar, Eigen::Dynamic, 1>;
  const std::vector<Scalar> numbers = support::bit_patterns<Scalar>(20000);
  const Array all = Eigen::Map<const Array>(numbers.data(), static_cast<Eigen::Index>(numbers.size()));
  const auto ordinary = support::results_at(activation, all);
  const auto flushed = [&] {
    const FlushToZero mode;
    return support::results_at(activation, all);
  }();
  const auto reference = support::reference_of<Scalar>(activation);
  const ErrorBounds bounds = activation.template error_bounds<Scalar>();
  for (std::size_t order = 0; order < ordinary.size(); ++order)
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      const Scalar x = numbers[i], expected = ordinary[order](static_cast<Eigen::Index>(i)),
                   computed = flushed[order](static_cast<Eigen::Index>(i));
      if (computed == expected || std::isnan(expected)) continue;
      INFO(activation << ", order " << order << " at " << support::hexadecimal(x) << ": computed "
                      << support::hexadecimal(computed) << ", without the mode " << support::hexadecimal(expected));
      REQUIRE(std::isfinite(computed));
      if (std::min(std::abs(x), std::abs(expected)) >= least_corrected<Scalar>)
        CHECK(support::error_in_ulp(computed, reference(reference::Number(x))[order]) <= bounds[order]);
    }
}

}  // namespace

TEMPLATE_LIST_TEST_CASE(
    "where the user flushes subnormal numbers to zero, results stay finite, and within their bounds "
    "away from the smallest normal number",
    "", BuiltinActivations) {
  for (const TestType& activation : support::with_variations<TestType>()) {
    check_flushed<float>(activation);
    check_flushed<double>(activation);
  }
}
#else
TEST_CASE("subnormal numbers are flushed to zero by SSE2 only") {
  support::skip_program("there is no control register of SSE2");
}
#endif
