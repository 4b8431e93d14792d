#include <cmath>

#include "support/catch.hpp"
#include "support/jets_of.hpp"

TEST_CASE("units of different instruction sets link into one program, each with its own instructions") {
  const Eigen::ArrayXd numbers = Eigen::ArrayXd::LinSpaced(801, -40, 40);
  const Eigen::ArrayXXd narrow = support::narrow_jets_of(numbers), wide = support::wide_jets_of(numbers);
  REQUIRE(narrow.size() == wide.size());
  // Twice the largest bound, 3.5 ulp.
  for (Eigen::Index i = 0; i < narrow.size(); ++i)
    CHECK(std::abs(narrow(i) - wide(i)) <= 7 * 2.3e-16 * std::abs(narrow(i)));
  // Without fma some results round otherwise: had the linker merged the two, none would.
  CHECK((narrow != wide).any());
}
