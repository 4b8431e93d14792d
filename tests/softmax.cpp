#include <algorithm>
#include <cmath>
#include <limits>
#include <sstream>

#include <Eigen/Core>
#include <unsupported/Eigen/AutoDiff>

#include <sigmajet/sigmajet.hpp>

#include "support/rowwise.hpp"

using namespace support;

namespace {

/// Every entry of one distribution within the published bound.
template <class Activation, class Vector>
void check_distribution(Activation activation, const Vector& x, const Vector& y, const reference::Numbers& exact) {
  using Scalar = typename Vector::Scalar;
  double worst = 0;
  Index where = 0;
  for (Index i = 0; i < x.size(); ++i) {
    const reference::Exact expected(exact[static_cast<std::size_t>(i)]);
    const double bound = support::allowed_error<Scalar>(Activation::error_bound, expected);
    const double share = support::error_in_ulp(y(i), expected) * Activation::error_bound / bound;
    if (share > worst) worst = share, where = i;
  }
  INFO(activation << " of " << x.size() << " entries: worst at entry " << where << ", x = " << hexadecimal(x(where))
                  << " below the maximum " << hexadecimal(x.maxCoeff()) << ", computed " << hexadecimal(y(where))
                  << ", expected " << hexadecimal(static_cast<double>(exact[static_cast<std::size_t>(where)])));
  CHECK(worst <= Activation::error_bound);
}

template <class Activation, class Array>
void check_array(Activation activation, const Array& x) {
  Array y;
  sigmajet::evaluate(activation, x, y);
  const Index count = Activation::axis == Axis::Rowwise ? x.rows() : x.cols();
  for (Index n = 0; n < count; ++n) {
    const auto numbers = distribution<Activation>(x, n);
    check_distribution(activation, numbers, distribution<Activation>(y, n),
                       exact_output(activation, numbers_of(numbers)));
  }
}

template <class Scalar, class Activation>
void check_sizes(Activation activation, double deviation) {
  for (const Index length : {1, 2, 3, 5, 8, 10, 31, 33, 100, 301})
    for (const Index count : {1, 3, 17, 37}) {
      const bool by_row = Activation::axis == Axis::Rowwise;
      ArrayOf<Scalar> x(by_row ? count : length, by_row ? length : count);
      fill_normal(x, deviation);
      check_array(activation, x);
      check_array(activation, ArrayOf<Scalar, Eigen::RowMajor>(x));
    }
}

/// The same distribution in every row: the reference is computed once.
template <class Activation, class Vector>
void check_long(Activation activation, const Vector& x) {
  using Scalar = typename Vector::Scalar;
  const auto exact = exact_output(activation, numbers_of(x));
  const auto check = [&](const auto& rows) {
    const auto y = sigmajet::value(activation, rows);
    for (const Index n : {Index(0), rows.rows() - 1})
      check_distribution(activation, x, distribution<Activation>(y, n), exact);
  };
  check(ArrayOf<Scalar, Eigen::RowMajor>(x.transpose().replicate(2, 1)));
  check(ArrayOf<Scalar>(x.transpose().replicate(34, 1)));
}

template <class Scalar>
const Scalar infinity = Limits<Scalar>::infinity();

template <class Array>
bool is_nan_throughout(const Array& y) {
  return (y != y).all();
}

}  // namespace

TEMPLATE_TEST_CASE(
    "softmax: every entry within bound for both axes, both storage orders and lengths around the packet "
    "widths",
    "", float, double) {
  for (const double deviation : {0.5, 30.0})
    for_each_softmax([&](auto activation) { check_sizes<TestType>(activation, deviation); });
}

TEMPLATE_TEST_CASE("softmax: no drift over 50 000 entries", "", float, double) {
  VectorOf<TestType> x(50000);
  fill_normal(x, 2);
  check_long(Softmax<>{}, x);
  check_long(LogSoftmax<>{}, x);
}

TEMPLATE_TEST_CASE("softmax: no drift where every addition rounds the same way", "", float, double) {
  VectorOf<TestType> x = VectorOf<TestType>::Constant(5000, TestType(-0.3));
  x(1234) = 1;
  check_long(Softmax<>{}, x);
  check_long(LogSoftmax<>{}, x);
}

TEMPLATE_TEST_CASE("softmax: a late maximum far above the beginning takes no digits from the others, in place or not",
                   "", float, double) {
  for (const double beginning : {0.0, -70.0, 200.0, -1e30})
    for (const double rise : {25.0, 35.0, 90.0, 1e4}) {
      VectorOf<TestType> x(700);
      fill_normal(x, 5);
      x.head(100) += static_cast<TestType>(beginning);
      x(613) = static_cast<TestType>(std::max(beginning, -100.0) + rise);
      check_long(Softmax<>{}, x);
      check_long(LogSoftmax<>{}, x);
      auto y = x;
      sigmajet::evaluate(Softmax<>{}, y, y);
      check_distribution(Softmax<>{}, x, y, reference::softmax(numbers_of(x)));
    }
}

TEMPLATE_TEST_CASE("softmax: entries far below the maximum keep their digits", "", float, double) {
  // Down to the last normal result, with maxima on all sides of where the way to subtract them changes.
  const double range = std::is_same_v<TestType, float> ? 82 : 703;
  for (const double top :
       {0.1,   -0.7,  3.3,    63.9,   64.1,  -63.9,  -64.1,   77.7,   -99.9,  151.8,  152.1,   300.3,
        511.8, 512.3, -511.8, -512.3, 708.4, 1219.7, 1220.05, 1220.4, 1220.9, 1221.3, 1e4 / 3, -2e6 / 7}) {
    VectorOf<TestType> x(200);
    for (Index i = 0; i < 200; ++i) x(i) = static_cast<TestType>(top - range * static_cast<double>(i) / 199);
    check_distribution(Softmax<>{}, x, VectorOf<TestType>(sigmajet::value(Softmax<>{}, x)),
                       reference::softmax(numbers_of(x)));
  }
}

TEMPLATE_TEST_CASE("log_softmax: the top entry of a peaked distribution keeps its digits", "", float, double) {
  const double epsilon = Limits<TestType>::epsilon();
  for (const double gap : {1 - std::log(epsilon), 20.1, 50.3, 80.7})
    for (const Index length : {2, 3, 40, 1000}) {
      VectorOf<TestType> x = VectorOf<TestType>::Constant(length, TestType(0.1));
      x(length / 2) = static_cast<TestType>(gap);
      const auto y = sigmajet::value(LogSoftmax<>{}, x);
      CHECK(y(length / 2) < 0);
      check_distribution(LogSoftmax<>{}, x, y, reference::log_softmax(numbers_of(x)));
    }
}

TEMPLATE_TEST_CASE("softmax: -inf gives 0 or -inf, and leaves the others as they are", "", float, double) {
  for (const Index length : {3, 5, 40}) {
    VectorOf<TestType> x(length), rest(length - 1);
    fill_normal(x, 3);
    x(1) = -infinity<TestType>;
    rest << x(0), x.tail(length - 2);
    const auto y = sigmajet::value(Softmax<>{}, x), log = sigmajet::value(LogSoftmax<>{}, x);
    CHECK(y(1) == 0);
    CHECK(log(1) == -infinity<TestType>);
    check_distribution(Softmax<>{}, VectorOf<TestType>(x.tail(length - 2)), VectorOf<TestType>(y.tail(length - 2)),
                       [&] {
                         auto exact = reference::softmax(numbers_of(rest));
                         exact.erase(exact.begin());
                         return exact;
                       }());
  }
}

TEMPLATE_TEST_CASE("softmax: a row of -inf, and a row with +inf or NaN, is NaN throughout, and no other row", "", float,
                   double, long double) {
  for_each_softmax([&](auto activation) {
    using Activation = decltype(activation);
    const bool by_row = Activation::axis == Axis::Rowwise;
    for (const Index count : {4, 40}) {
      ArrayOf<TestType> x(by_row ? count : 21, by_row ? 21 : count);
      fill_normal(x, 1);
      const auto row = [&](Index n) { return by_row ? x.block(n, 0, 1, 21) : x.block(0, n, 21, 1); };
      row(0).setConstant(-infinity<TestType>);
      row(1).reshaped()(7) = infinity<TestType>;
      row(2).reshaped()(20) = Limits<TestType>::quiet_NaN();
      const auto y = sigmajet::value(activation, x);
      for (Index n = 0; n < 3; ++n) CHECK(is_nan_throughout(distribution<Activation>(y, n)));
      for (Index n = 3; n < count; ++n) CHECK_FALSE(distribution<Activation>(y, n).isNaN().any());
    }
  });
}

TEMPLATE_TEST_CASE("softmax: in place, of expressions, strided and mixed storage orders as of a plain array", "", float,
                   double) {
  for_each_softmax([&](auto activation) {
    for (const Index rows : {3, 45})
      for (const Index columns : {1, 7, 70}) {
        ArrayOf<TestType> x(rows, columns);
        fill_normal(x, 3);
        const ArrayOf<TestType> expected = sigmajet::value(activation, x);

        ArrayOf<TestType> y = x;
        sigmajet::evaluate(activation, y, y);
        CHECK(same<TestType>(y, expected));

        sigmajet::evaluate(activation, x * TestType(2) - x, y);
        CHECK(same<TestType>(y, expected));

        ArrayOf<TestType, Eigen::RowMajor> other_order;
        sigmajet::evaluate(activation, x, other_order);
        CHECK(same<TestType>(other_order, expected));

        ArrayOf<TestType> enclosing = ArrayOf<TestType>::Zero(3 * rows, 2 * columns);
        Eigen::Map<ArrayOf<TestType>, 0, Eigen::Stride<Dynamic, 3>> strided(enclosing.data(), rows, columns,
                                                                            Eigen::Stride<Dynamic, 3>(6 * rows, 3));
        sigmajet::evaluate(activation, x, strided);
        CHECK(same<TestType>(strided, expected));
        CHECK((enclosing != 0).count() == (expected != 0).count());

        auto block = enclosing.topLeftCorner(rows, columns);
        sigmajet::evaluate(activation, x, block);
        CHECK(same<TestType>(block, expected));

        Eigen::Matrix<TestType, Dynamic, Dynamic> matrix;
        sigmajet::evaluate(activation, x, matrix);
        CHECK(same<TestType>(matrix.array(), expected));

        ArrayOf<TestType> reversed(rows, columns);
        auto view = reversed.reverse();
        sigmajet::evaluate(activation, x, view);
        CHECK(same<TestType>(reversed.reverse(), expected));
      }
  });
}

TEMPLATE_TEST_CASE("softmax: a compile-time vector is one distribution, whatever its orientation and the axis", "",
                   float, double) {
  const Eigen::Array<TestType, 5, 1> x(1, 2, -3, 0, 2);
  const auto expected = sigmajet::value(Softmax<>{}, x);
  CHECK(expected.sum() == Approx(1));
  CHECK((sigmajet::value(Softmax<Axis::Colwise>{}, x) == expected).all());
  CHECK((sigmajet::value(Softmax<>{}, x.transpose()) == expected.transpose()).all());
  CHECK((sigmajet::value(Softmax<Axis::Colwise>{}, x.transpose()) == expected.transpose()).all());
  ArrayOf<TestType> y(5, 1);
  sigmajet::evaluate(Softmax<>{}, x, y);
  CHECK((y.col(0) == expected).all());
  sigmajet::evaluate(Softmax<>{}, x + TestType(0), y);
  CHECK((y.col(0) == expected).all());
}

TEST_CASE("softmax: empty arrays stay empty, wrong shapes and overlaps throw") {
  for_each_softmax([](auto activation) {
    for (const auto& [rows, columns] : {std::pair<Index, Index>{0, 0}, {0, 5}, {5, 0}}) {
      const auto y = sigmajet::value(activation, Eigen::ArrayXXd(rows, columns));
      CHECK(y.rows() == rows);
      CHECK(y.cols() == columns);
    }
    Eigen::ArrayXXd x = Eigen::ArrayXXd::Zero(4, 4);
    Eigen::Array<double, 2, 2> y;
    CHECK_THROWS_AS(sigmajet::evaluate(activation, x, y), std::invalid_argument);
    CHECK_THROWS_AS(sigmajet::evaluate(activation, x.topRows(3), x.bottomRows(3)), std::invalid_argument);
  });
}

TEMPLATE_TEST_CASE("softmax: 16-bit numbers are computed in float and rounded once", "", Eigen::half, Eigen::bfloat16) {
  for_each_softmax([](auto activation) {
    Eigen::ArrayXXf x(20, 21);
    fill_normal(x, 2);
    const ArrayOf<TestType> narrow = x.cast<TestType>();
    const Eigen::ArrayXXf expected = sigmajet::value(activation, narrow.template cast<float>());
    const ArrayOf<TestType> y = sigmajet::value(activation, narrow);
    CHECK((y.template cast<float>() == expected.cast<TestType>().template cast<float>()).template cast<int>().mean() ==
          1);
  });
}

TEST_CASE("softmax: automatic differentiation gives the products with the Jacobian") {
  using Dual = Eigen::AutoDiffScalar<Eigen::Matrix<double, 1, 1>>;
  for_each_softmax([](auto activation) {
    Eigen::ArrayXXd x(4, 6), v(4, 6), expected(4, 6);
    fill_normal(x, 2), fill_normal(v, 1, 7);
    sigmajet::jvp(activation, x, v, expected);
    ArrayOf<Dual> dual(4, 6);
    for (Index i = 0; i < 24; ++i) dual(i) = Dual(x(i), Eigen::Matrix<double, 1, 1>(v(i)));
    const auto y = sigmajet::value(activation, dual);
    for (Index i = 0; i < 24; ++i) CHECK(y(i).derivatives()(0) == Approx(expected(i)).margin(1e-15));
  });
}

TEST_CASE("softmax: the middle axis of a 3 x 4 x 5 tensor, slice by slice through a Map") {
  VectorOf<double> x(60), y(60);
  fill_normal(x, 2);
  using Slice = Eigen::Array<double, 4, 5, Eigen::RowMajor>;
  for (Index i = 0; i < 3; ++i) {
    Eigen::Map<Slice> slice(y.data() + 20 * i);
    sigmajet::evaluate(Softmax<Axis::Colwise>{}, Eigen::Map<const Slice>(x.data() + 20 * i), slice);
  }
  for (Index i = 0; i < 3; ++i)
    for (Index k = 0; k < 5; ++k) {
      const auto fibre = [&](const VectorOf<double>& tensor) {
        return VectorOf<double>(tensor(Eigen::seqN(20 * i + k, 4, 5)));
      };
      check_distribution(Softmax<>{}, fibre(x), fibre(y), reference::softmax(numbers_of(fibre(x))));
    }
}

TEST_CASE("softmax: printed by its name and axis") {
  std::ostringstream text;
  text << Softmax<>{} << ' ' << LogSoftmax<Axis::Colwise>{};
  CHECK(text.str() == "softmax(axis=rowwise) log_softmax(axis=colwise)");
}
