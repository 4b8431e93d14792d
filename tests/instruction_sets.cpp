#include <cmath>

#include "support/catch.hpp"
#include "support/jets_of.hpp"

TEST_CASE("units of different instruction sets link into one program, each with its own instructions") {
  std::vector<double> numbers;
  for (int i = -400; i <= 400; ++i) numbers.push_back(i / 10.0);
  const std::vector<double> narrow = support::narrow_jets_of(numbers), wide = support::wide_jets_of(numbers);
  REQUIRE(narrow.size() == wide.size());
  bool differs = false;
  for (std::size_t i = 0; i < narrow.size(); ++i) {
    // Twice the largest bound, 3.5 ulp.
    CHECK(std::abs(narrow[i] - wide[i]) <= 7 * 2.3e-16 * std::abs(narrow[i]));
    differs = differs || narrow[i] != wide[i];
  }
  // Without fma some results round otherwise: had the linker merged the two, none would.
  CHECK(differs);
}
