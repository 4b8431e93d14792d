#include <vector>

#include <sigmajet/sigmajet.hpp>

#include "support/catch.hpp"
#include "support/orders.hpp"

namespace {

using sigmajet::evaluate;
using sigmajet::none;
using sigmajet::SoftSign;

using RowMajorMatrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// Each coefficient of an output is the derivative of an order at the coefficient of x, to the last bit.
template <class X, class Out>
bool holds(std::size_t order, const X& x, const Out& out) {
  if (x.rows() != out.rows() || x.cols() != out.cols()) return false;
  for (Eigen::Index column = 0; column < x.cols(); ++column)
    for (Eigen::Index row = 0; row < x.rows(); ++row) {
      const auto expected = support::results_at(SoftSign{}, x(row, column));
      if (out(row, column) != expected[order]) return false;
    }
  return true;
}

/// An input, as an expression that is read inside the pass, into outputs of both storage orders.
template <class X>
void check_input(const X& x) {
  const typename X::PlainObject plain = x;
  Eigen::Matrix<typename X::Scalar, Eigen::Dynamic, Eigen::Dynamic> value(x.rows(), x.cols()), d1 = value, d2 = value;
  evaluate(SoftSign{}, x, value, d1, d2);
  CHECK(holds(0, plain, value));
  CHECK(holds(1, plain, d1));
  CHECK(holds(2, plain, d2));

  Eigen::Array<typename X::Scalar, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> by_row(x.rows(), x.cols());
  evaluate(SoftSign{}, x, none, by_row);
  CHECK(holds(1, plain, by_row));

  const auto jet = sigmajet::jet<2>(SoftSign{}, x);
  static_assert(std::is_same_v<decltype(jet), const sigmajet::Jet<typename X::PlainObject, 2>>);
  CHECK(holds(2, plain, jet.d2));
}

/// An output, beside plain ones.
template <class Out>
void check_output(const Eigen::MatrixXd& x, Out&& out) {
  Eigen::MatrixXd value, d2;
  evaluate(SoftSign{}, x, value, out, d2);
  CHECK(holds(0, x, value));
  CHECK(holds(1, x, out));
  CHECK(holds(2, x, d2));
}

/// The call throws and leaves every coefficient of the outputs as it was.
template <class X, class First, class Second>
void check_rejected(const X& x, First&& first, Second&& second) {
  const Eigen::MatrixXd x_before = x, first_before = first, second_before = second;
  CHECK_THROWS_AS(evaluate(SoftSign{}, x, first, second), std::invalid_argument);
  CHECK(x_before == x);
  CHECK(first_before == first);
  CHECK(second_before == second);
}

Eigen::MatrixXd numbers(Eigen::Index rows, Eigen::Index columns) { return 3 * Eigen::MatrixXd::Random(rows, columns); }

}  // namespace

TEST_CASE("evaluate reads matrices, arrays, maps, references and blocks") {
  Eigen::MatrixXd x = numbers(19, 23);
  check_input(x);
  check_input(x.array());
  check_input(x.transpose());
  check_input(RowMajorMatrix(x));
  check_input(x.col(3));
  check_input(x.row(3));
  check_input(x.topRows(7));
  check_input(x.block(1, 2, 5, 9));
  check_input(x.block<3, 4>(2, 5));
  check_input(Eigen::Map<const Eigen::ArrayXd>(x.data(), x.size()));
  check_input(Eigen::Map<Eigen::MatrixXd, 0, Eigen::OuterStride<>>(x.data(), 17, 23, Eigen::OuterStride<>(19)));
  check_input(Eigen::Map<Eigen::MatrixXd, 0, Eigen::Stride<Eigen::Dynamic, Eigen::Dynamic>>(
      x.data(), 6, 23, Eigen::Stride<Eigen::Dynamic, Eigen::Dynamic>(19, 3)));
  const Eigen::Ref<const Eigen::MatrixXd> reference = x.leftCols(4);
  check_input(reference);
  check_input(x.diagonal());
  check_input(x.reverse());
}

TEST_CASE("evaluate reads unevaluated expressions inside the pass") {
  const Eigen::MatrixXd x = numbers(19, 23), w = numbers(19, 19);
  const Eigen::VectorXd b = numbers(19, 1);
  check_input(2 * x.array() + 1);
  check_input(x.colwise() + b);
  check_input((w * x).colwise() + b);
  check_input(w * x);
  check_input(x.cast<float>());
  check_input((x.array() > 0).select(x.array(), 0.25 * x.array()));
  check_input(Eigen::ArrayXd::LinSpaced(37, -2, 2));
}

TEST_CASE("evaluate keeps to fixed sizes") {
  check_input(Eigen::Array<double, 1, 1>(0.3));
  check_input(Eigen::Array3d(0.3, -0.2, 4));
  check_input(Eigen::Array<float, 4, 1>(0.3f, -0.2f, 4, -9));
  check_input(Eigen::Matrix<double, 5, 7>(numbers(5, 7)));
  check_input(Eigen::Matrix<double, 3, 8, Eigen::RowMajor>(numbers(3, 8)));
  check_input(Eigen::Matrix<float, Eigen::Dynamic, 2>(numbers(9, 2).cast<float>()));
}

TEST_CASE("evaluate treats sizes around every packet width alike") {
  for (Eigen::Index rows = 1; rows <= 35; ++rows)
    for (const Eigen::Index columns : {1, 2, 3}) {
      const Eigen::MatrixXd x = numbers(rows, columns);
      const RowMajorMatrix x_by_row = x;
      Eigen::MatrixXd room = Eigen::MatrixXd::Constant(rows + 2, columns + 2, 7);
      RowMajorMatrix room_by_row = room;
      evaluate(SoftSign{}, x_by_row, room_by_row.block(1, 1, rows, columns));
      CHECK(holds(0, x, room_by_row.block(1, 1, rows, columns)));
      evaluate(SoftSign{}, 2 * x, room.block(1, 1, rows, columns));
      CHECK(holds(0, Eigen::MatrixXd(2 * x), room.block(1, 1, rows, columns)));
      evaluate(SoftSign{}, x_by_row, room.block(1, 1, rows, columns));
      CHECK(holds(0, x, room.block(1, 1, rows, columns)));
      evaluate(SoftSign{}, x, room.block(1, 1, rows, columns));
      CHECK(holds(0, x, room.block(1, 1, rows, columns)));
      CHECK((room.row(0).array() == 7).all());
      CHECK((room.row(rows + 1).array() == 7).all());
      CHECK((room.col(0).array() == 7).all());
      CHECK((room.col(columns + 1).array() == 7).all());
    }
}

TEST_CASE("evaluate takes any set of wanted outputs") {
  const Eigen::ArrayXd x = numbers(37, 1).array();
  Eigen::ArrayXd value, d1, d2;
  evaluate(SoftSign{}, x, value, none, d2);
  evaluate(SoftSign{}, x, none, d1, none);
  CHECK(holds(0, x, value));
  CHECK(holds(1, x, d1));
  CHECK(holds(2, x, d2));
  evaluate(SoftSign{}, x, none, none, value);
  CHECK(holds(2, x, value));
  evaluate(SoftSign{}, x, none);
}

TEST_CASE("evaluate writes columns, rows, blocks, maps, references and both storage orders") {
  const Eigen::MatrixXd x = numbers(19, 1), wide = numbers(19, 23);
  Eigen::MatrixXd y = Eigen::MatrixXd::Zero(25, 25);
  check_output(x, y.col(4).head(19));
  check_output(x, y.row(4).head(19).transpose());
  check_output(x, y.diagonal().head(19));
  check_output(wide, y.block(2, 1, 19, 23));
  check_output(wide, y.topLeftCorner(19, 23).array());
  check_output(wide, RowMajorMatrix(19, 23));
  check_output(wide, Eigen::ArrayXXd(19, 23));
  std::vector<double> memory(19 * 23);
  check_output(wide, Eigen::Map<RowMajorMatrix>(memory.data(), 19, 23));
  using Strides = Eigen::Stride<Eigen::Dynamic, Eigen::Dynamic>;
  check_output(wide.topRows(1), Eigen::Map<Eigen::MatrixXd, 0, Strides>(memory.data(), 1, 23, Strides(19, 2)));
  Eigen::Ref<Eigen::MatrixXd> reference = y.leftCols(23).topRows(19);
  check_output(wide, reference);
}

TEST_CASE("evaluate resizes outputs that own their memory") {
  const Eigen::MatrixXd x = numbers(5, 6);
  check_output(x, Eigen::MatrixXd());
  check_output(x, Eigen::ArrayXXd(9, 1));
  check_output(x, Eigen::Matrix<double, 5, Eigen::Dynamic>());
  check_output(x, Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, 0, 8, 8>());
}

TEST_CASE("evaluate works in place, value or derivative, on whole arrays and on views") {
  const Eigen::MatrixXd x = numbers(19, 23);
  Eigen::MatrixXd y = x, d1, d2;
  evaluate(SoftSign{}, y, y, d1, d2);
  CHECK(holds(0, x, y));
  CHECK(holds(1, x, d1));
  y = x;
  evaluate(SoftSign{}, y, d1, y);
  CHECK(holds(1, x, y));
  y = x;
  evaluate(SoftSign{}, y.row(2), y.row(2));
  CHECK(holds(0, x.row(2), y.row(2)));
  CHECK(y.bottomRows(16) == x.bottomRows(16));
  y = x;
  evaluate(SoftSign{}, 2 * y, y);
  CHECK(holds(0, Eigen::MatrixXd(2 * x), y));
}

TEST_CASE("evaluate accepts empty arrays") {
  Eigen::ArrayXd y(3);
  evaluate(SoftSign{}, Eigen::ArrayXd(), y);
  CHECK(y.size() == 0);
  for (const Eigen::Index rows : {0, 5}) {
    const auto jet = sigmajet::jet<2>(SoftSign{}, Eigen::MatrixXd(rows, rows == 0 ? 5 : 0));
    CHECK(jet.d2.rows() == rows);
    CHECK(jet.d2.size() == 0);
  }
  const Eigen::ArrayXXd x(4, 0);
  const Eigen::ArrayXd shift(4);
  CHECK(sigmajet::jet<0>(SoftSign{}, x.colwise() + shift).value.rows() == 4);
}

TEST_CASE("evaluate checks all shapes before anything is written") {
  const Eigen::MatrixXd x = numbers(4, 6);
  Eigen::MatrixXd right = numbers(4, 6), wrong = numbers(9, 9);
  check_rejected(x, right, wrong.block(0, 0, 6, 4));
  check_rejected(x, wrong.block(0, 0, 4, 5), right);
  check_rejected(x, right, Eigen::Matrix<double, 6, Eigen::Dynamic>(numbers(6, 4)));
  check_rejected(x, right, Eigen::Matrix<double, Eigen::Dynamic, 5>(numbers(4, 5)));
  using Bounded = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::ColMajor, 3, 6>;
  check_rejected(x, right, Bounded(numbers(3, 6)));
  check_rejected(x, right, Eigen::Map<Eigen::MatrixXd>(wrong.data(), 6, 6));
}

TEST_CASE("evaluate rejects outputs that share memory with the input in part") {
  Eigen::MatrixXd memory = numbers(12, 12), apart = numbers(5, 5);
  check_rejected(memory.block(0, 0, 5, 5), memory.block(1, 0, 5, 5), apart);
  check_rejected(memory.block(0, 0, 5, 5), memory.block(4, 4, 5, 5), apart);
  check_rejected(memory.block(0, 0, 5, 5), memory.block(0, 0, 5, 5).transpose(), apart);
  check_rejected(memory.block(0, 0, 5, 5), apart, memory.block(2, 1, 5, 5));
  const Eigen::Map<Eigen::MatrixXd, 0, Eigen::InnerStride<2>> every_second(memory.data(), 5, 5);
  check_rejected(memory.block(0, 0, 5, 5), Eigen::Map<Eigen::MatrixXd, 0, Eigen::InnerStride<2>>(every_second), apart);
  Eigen::Map<Eigen::MatrixXd, 0, Eigen::OuterStride<18>> other_columns(memory.data(), 5, 5);
  check_rejected(memory.block(0, 0, 5, 5), other_columns, apart);
  const Eigen::Map<Eigen::VectorXd, 0, Eigen::InnerStride<>> repeated(memory.data() + 3, 5, Eigen::InnerStride<>(0));
  check_rejected(repeated, memory.col(0).head(5), apart);
}

TEST_CASE("evaluate rejects two outputs in one place") {
  Eigen::MatrixXd x = numbers(5, 5), memory = numbers(12, 12);
  check_rejected(x, memory.topLeftCorner(5, 5), memory.topLeftCorner(5, 5));
  check_rejected(x, memory.topLeftCorner(5, 5), memory.block(4, 4, 5, 5));
  check_rejected(x, x, x);
}

TEST_CASE("evaluate accepts interleaved inputs and outputs that share no coefficient") {
  Eigen::MatrixXd memory = numbers(12, 12);
  const Eigen::MatrixXd before = memory;
  evaluate(SoftSign{}, memory.row(3), memory.row(4), memory.row(5));
  CHECK(holds(0, before.row(3), memory.row(4)));
  CHECK(holds(1, before.row(3), memory.row(5)));
  evaluate(SoftSign{}, memory.col(3), memory.col(4));
  CHECK(holds(0, Eigen::MatrixXd(memory.col(3)), memory.col(4)));
  evaluate(SoftSign{}, memory.topRows(6), memory.bottomRows(6));
  CHECK(holds(0, Eigen::MatrixXd(memory.topRows(6)), memory.bottomRows(6)));
  using Halves = Eigen::Map<Eigen::ArrayXd, 0, Eigen::InnerStride<2>>;
  evaluate(SoftSign{}, Halves(memory.data(), 60), Halves(memory.data() + 1, 60));
  CHECK(holds(0, Eigen::ArrayXd(Halves(memory.data(), 60)), Halves(memory.data() + 1, 60)));
  Eigen::Map<Eigen::MatrixXd, 0, Eigen::OuterStride<24>> other_columns(memory.data() + 4, 4, 3);
  evaluate(SoftSign{}, memory.block(0, 0, 4, 3), other_columns);
  CHECK(holds(0, Eigen::MatrixXd(memory.block(0, 0, 4, 3)), other_columns));
  RowMajorMatrix by_row = numbers(12, 12);
  evaluate(SoftSign{}, by_row.leftCols(6), by_row.rightCols(6));
  CHECK(holds(0, Eigen::MatrixXd(by_row.leftCols(6)), by_row.rightCols(6)));
  using Sixths = Eigen::Map<Eigen::ArrayXd, 0, Eigen::InnerStride<6>>;
  evaluate(SoftSign{}, Halves(memory.data(), 20), Sixths(memory.data() + 1, 20));
  CHECK(holds(0, Eigen::ArrayXd(Halves(memory.data(), 20)), Sixths(memory.data() + 1, 20)));
}

TEST_CASE("an output without memory of its own is written, of a fixed size too, but not twice in one call") {
  const Eigen::Array4d x = Eigen::Array4d::LinSpaced(-1, 1);
  Eigen::Array4d y = Eigen::Array4d::Zero();
  auto reversed = y.reverse();
  evaluate(SoftSign{}, x, reversed);
  CHECK((y == value(SoftSign{}, x).reverse()).all());
  CHECK_THROWS_AS(evaluate(SoftSign{}, x, reversed, reversed), std::invalid_argument);
}

TEST_CASE("evaluate does not resize an output that the input reads") {
  Eigen::MatrixXd y = numbers(6, 6);
  const Eigen::MatrixXd before = y;
  CHECK_THROWS_AS(evaluate(SoftSign{}, y.topRows(3), y), std::invalid_argument);
  CHECK(y == before);
  // An expression hides what it reads: the old memory lives until the pass is done.
  evaluate(SoftSign{}, 2 * y.topRows(3), y);
  CHECK(holds(0, Eigen::MatrixXd(2 * before.topRows(3)), y));
}

TEST_CASE("jet keeps matrix or array, fixed sizes and storage order") {
  const auto keeps = [](const auto& x) {
    using X = std::decay_t<decltype(x)>;
    return std::is_same_v<decltype(sigmajet::jet<1>(SoftSign{}, x).d1), typename X::PlainObject>;
  };
  CHECK(keeps(Eigen::ArrayXf(3)));
  CHECK(keeps(Eigen::Matrix<float, 3, 2, Eigen::RowMajor>()));
  CHECK(keeps(Eigen::Array4d()));
  CHECK(keeps(RowMajorMatrix(2, 2).array()));
  static_assert(
      std::is_same_v<decltype(sigmajet::jet<0>(SoftSign{}, RowMajorMatrix(2, 2) * 2.0).value), RowMajorMatrix>);
}

TEST_CASE("lazy values and derivatives take part in larger expressions") {
  const Eigen::MatrixXd x = numbers(9, 7), w = numbers(4, 9);
  const auto [value, d1, d2] = sigmajet::jet<2>(SoftSign{}, x);
  const Eigen::MatrixXd product = w * sigmajet::value(SoftSign{}, x);
  CHECK(product.isApprox(w * value));
  const Eigen::ArrayXXd sum =
      sigmajet::first_derivative(SoftSign{}, x.array()) + sigmajet::second_derivative(SoftSign{}, x.array());
  CHECK((sum == d1.array() + d2.array()).all());
  CHECK(Eigen::MatrixXd(sigmajet::value(SoftSign{}, 2 * x)) ==
        sigmajet::jet<0>(SoftSign{}, Eigen::MatrixXd(2 * x)).value);
}
