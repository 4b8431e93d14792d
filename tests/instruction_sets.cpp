#include "support/catch.hpp"
#include "support/jets_of.hpp"

TEST_CASE("units of different instruction sets link into one program, each with its own instructions") {
  const Eigen::ArrayXd numbers = Eigen::ArrayXd::LinSpaced(801, -40, 40);
  const Eigen::ArrayXXd narrow = support::narrow_jets_of(numbers), wide = support::wide_jets_of(numbers);
  REQUIRE(narrow.rows() == wide.rows());
  // Twice the largest bound, 3.5 ulp.
  CHECK(((narrow - wide).abs() <= 7 * 2.3e-16 * narrow.abs()).all());
  // Without fma some results round otherwise: had the linker merged the two, none would.
  CHECK((narrow != wide).any());
}
