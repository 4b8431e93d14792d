// Every array counts as large.
#define SIGMAJET_STREAMING_BYTES 0
#include <sigmajet/sigmajet.hpp>

#include "support/catch.hpp"

namespace {

using namespace sigmajet;
using Eigen::Index;

/// σ and σ″ of count numbers into memory that begins `offset` numbers behind an aligned address, as scalars give them,
/// and nothing around them written.
template <class Scalar>
void check(Index count, Index offset, Index second_offset) {
  using Array = Eigen::Array<Scalar, Eigen::Dynamic, 1>;
  INFO(count << " numbers at offsets " << offset << " and " << second_offset);
  const Array x = 3 * Array::Random(count);
  Array first = Array::Constant(count + 40, 7), second = first;
  evaluate(SoftSign{}, x, first.segment(offset, count), none, second.segment(second_offset, count));
  bool same = true;
  for (Index i = 0; i < count; ++i) {
    const auto scalar = jet<2>(SoftSign{}, x(i));
    same = same && first(offset + i) == scalar.value && second(second_offset + i) == scalar.d2;
  }
  CHECK(same);
  CHECK((first.head(offset) == 7).all());
  CHECK((first.tail(40 - offset) == 7).all());
  CHECK((second.head(second_offset) == 7).all());
  CHECK((second.tail(40 - second_offset) == 7).all());
}

template <class Scalar>
void check_all() {
  for (const Index count : {0, 1, 7, 16, 31, 64, 100, 1000})
    for (const Index offset : {0, 1, 3, 8, 17}) {
      check<Scalar>(count, offset, offset);
      check<Scalar>(count, offset, offset + 1);
      check<Scalar>(count, offset, offset + 16);
    }
}

}  // namespace

TEST_CASE("stores past the caches write what other stores do, at any alignment") {
  check_all<float>();
  check_all<double>();
}
