#include <limits>
#include <random>

#include <sigmajet/sigmajet.hpp>

#include "reference/softmax.hpp"
#include "support/catch.hpp"
#include "support/ulp.hpp"

namespace {

using Eigen::Index;
using sigmajet::LogSumExp;

template <class Scalar>
using Array = Eigen::Array<Scalar, Eigen::Dynamic, 1>;
template <class Scalar>
using Limits = std::numeric_limits<Scalar>;

template <class Scalar>
Array<Scalar> normal_numbers(Index size, double deviation) {
  std::mt19937 generator(42);
  std::normal_distribution<double> normal(0, deviation);
  return Array<Scalar>::NullaryExpr(size, [&] { return static_cast<Scalar>(normal(generator)); });
}

template <class Scalar>
reference::Numbers numbers_of(const Array<Scalar>& x) {
  reference::Numbers numbers;
  for (const Scalar number : x) numbers.push_back(number);
  return numbers;
}

template <class Scalar, class Block>
LogSumExp<Scalar> of(const Block& block) {
  LogSumExp<Scalar> sum;
  sum.add(block);
  return sum;
}

template <class Scalar>
void check_log_softmax(const LogSumExp<Scalar>& sum, const Array<Scalar>& x) {
  const auto exact = reference::log_softmax(numbers_of(x));
  const Array<Scalar> y = sum.log_softmax(x);
  double worst = 0;
  for (Index i = 0; i < x.size(); ++i)
    worst = std::max(worst, support::error_in_ulp(y(i), reference::Exact(exact[static_cast<std::size_t>(i)])));
  CHECK(worst <= sigmajet::LogSoftmax<>::error_bound);
}

}  // namespace

TEMPLATE_TEST_CASE("log_sum_exp: log_softmax within the bound of LogSoftmax, however the numbers are split", "", float,
                   double) {
  for (const double deviation : {1.0, 20.0})
    for (const Index size : {1, 2, 33, 1000, 20000}) {
      const Array<TestType> x = normal_numbers<TestType>(size, deviation);
      check_log_softmax(of<TestType>(x), x);
      LogSumExp<TestType> merged;
      for (Index start = 0; start < size; start += 700)
        merged.merge(of<TestType>(x.segment(start, std::min<Index>(700, size - start))));
      check_log_softmax(merged, x);
    }
}

TEMPLATE_TEST_CASE("log_sum_exp: views count as their copies", "", float, double) {
  const Eigen::Array<TestType, Eigen::Dynamic, Eigen::Dynamic> x = normal_numbers<TestType>(600, 10).reshaped(20, 30);
  const Array<TestType> block = x.block(1, 2, 15, 20).reshaped(), row = x.row(3).transpose();
  check_log_softmax(of<TestType>(x.block(1, 2, 15, 20)), block);
  check_log_softmax(of<TestType>(x.row(3)), row);
}

TEMPLATE_TEST_CASE("log_sum_exp: the top entry keeps its digits when the maximum comes late", "", float, double) {
  Array<TestType> x = Array<TestType>::Constant(100, TestType(0.3));
  x(99) = TestType(60);
  LogSumExp<TestType> sum;
  for (const TestType number : x) sum.add(Eigen::Array<TestType, 1, 1>(number));
  CHECK(sum.log_softmax(x(99)) < 0);
  check_log_softmax(sum, x);
}

TEMPLATE_TEST_CASE("log_sum_exp: merging is associative and commutative up to rounding", "", float, double) {
  const Array<TestType> x = normal_numbers<TestType>(3000, 10);
  const auto a = of<TestType>(x.head(1000)), b = of<TestType>(x.segment(1000, 1000)), c = of<TestType>(x.tail(1000));
  auto left = a, right = b, turned = c;
  left.merge(b), left.merge(c);
  right.merge(c);
  auto nested = a;
  nested.merge(right);
  turned.merge(b), turned.merge(a);
  const TestType tolerance = 4 * Limits<TestType>::epsilon() * left.value();
  CHECK(std::abs(left.value() - nested.value()) <= tolerance);
  CHECK(std::abs(left.value() - turned.value()) <= tolerance);
}

TEMPLATE_TEST_CASE("log_sum_exp: nothing and -inf add nothing; NaN stays; +inf wins", "", float, double, long double) {
  constexpr TestType infinity = Limits<TestType>::infinity();
  const Array<TestType> numbers = normal_numbers<TestType>(50, 1), nothing(0);
  const auto plain = of<TestType>(numbers), impossible = of<TestType>(Array<TestType>::Constant(40, -infinity));
  CHECK(LogSumExp<TestType>{}.value() == -infinity);
  CHECK(of<TestType>(nothing).value() == -infinity);
  CHECK(impossible.value() == -infinity);
  for (auto sum : {plain, impossible, LogSumExp<TestType>{}}) {
    sum.merge(impossible);
    sum.merge(plain);
    sum.merge(LogSumExp<TestType>{});
    CHECK(std::isfinite(sum.value()));
    CHECK(sum.log_softmax(-infinity) == -infinity);
  }
  auto broken = of<TestType>(Eigen::Array<TestType, 2, 1>(-infinity, Limits<TestType>::quiet_NaN()));
  broken.merge(plain);
  CHECK(std::isnan(broken.value()));
  CHECK(std::isnan(of<TestType>(Array<TestType>::Constant(3, Limits<TestType>::quiet_NaN())).value()));
  auto beyond = of<TestType>(Eigen::Array<TestType, 2, 1>(0, infinity));
  beyond.merge(plain);
  CHECK(beyond.value() == infinity);
  CHECK(std::isnan(beyond.log_softmax(TestType(0))));
}

TEST_CASE("log_sum_exp: strided arrays, expressions and other number types") {
  Eigen::ArrayXXd x = Eigen::ArrayXXd::Random(30, 40);
  const double expected = std::log(x.topRows(7).exp().sum());
  CHECK(of<double>(x.topRows(7)).value() == Approx(expected));
  CHECK(of<double>(x.topRows(7) * 2 - x.topRows(7)).value() == Approx(expected));
  CHECK(of<double>(Eigen::ArrayXXd(x.topRows(7)).transpose()).value() == Approx(expected));
  CHECK(static_cast<double>(of<long double>(x.topRows(7).cast<long double>()).value()) == Approx(expected));
}
