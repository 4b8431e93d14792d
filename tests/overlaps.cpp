#include <vector>

#include <Eigen/Geometry>
#include <Eigen/LU>
#include <Eigen/SparseCore>

#include <sigmajet/sigmajet.hpp>

#include "support/catch.hpp"

/// @file
/// Outputs that share memory with what an input reads. For every kind of expression of Eigen's and an output at every
/// place of the array that it reads, a call gives what it gives for a copy of the input, or throws
/// std::invalid_argument and leaves all as it was.

namespace {

using namespace sigmajet;
using Eigen::ArrayXd;
using Eigen::ArrayXXd;
using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::seq;

constexpr Index size = 8, last = size - 1;
const auto all = seq(0, last);

ArrayXXd numbers() { return ArrayXXd::Random(size, size); }

/// The calls that are accepted and refused.
struct Count {
  int accepted = 0, refused = 0;
};

/// call(array, input, output) where the output is view(array) and the input expression(array), and again for a copy of
/// the input: the array is the same afterwards, or as before. False where it is neither.
template <class Array, class Expression, class View, class Call>
bool is_right(const Array& initial, const Expression& expression, const View& view, const Call& call, Count& count) {
  Array array = initial, expected = initial;
  try {
    auto&& output = view(array);
    call(expression(array), output);
  } catch (const std::invalid_argument&) {
    ++count.refused;
    return (array == initial).all();
  }
  ++count.accepted;
  // Of an array of its own, so that nothing of the expression is written.
  const auto input = expression(initial).eval();
  typename Array::PlainObject result(input.rows(), input.cols());
  call(input, result);
  auto&& output = view(expected);
  output = result;
  return array.isApprox(expected, 1e-12);
}

const auto elementwise = [](const auto& x, auto& y) { evaluate(Quadratic{}, x, y); };
const auto rowwise = [](const auto& x, auto& y) { evaluate(Softmax<>{}, x, y); };

/// Outputs at every place of the array where the expression fits.
template <class Expression>
Count check(const Expression& expression) {
  const ArrayXXd a = numbers();
  const Index rows = expression(a).rows(), columns = expression(a).cols();
  Count count;
  bool right = true;
  for (Index row = 0; row + rows <= size; ++row)
    for (Index column = 0; column + columns <= size; ++column)
      right = is_right(
                  a, expression, [&](auto& array) { return array.block(row, column, rows, columns); }, elementwise,
                  count) &&
              right;
  CHECK(right);
  return count;
}

/// The array's own new value by an expression.
template <class Expression, class Call>
Count check_replaced(const Expression& expression, const Call& call) {
  Count count;
  CHECK(is_right(numbers(), expression, [](auto& array) -> auto& { return array; }, call, count));
  return count;
}

/// An expression that has to be accepted as the array's own new value.
template <class Expression>
void check_accepted(const Expression& expression) {
  CHECK(check_replaced(expression, elementwise).accepted == 1);
  check(expression);
}
/// An expression that is read elsewhere: refused as the array's own new value.
template <class Expression>
void check_refused(const Expression& expression) {
  CHECK(check_replaced(expression, elementwise).refused == 1);
  check(expression);
}

const ArrayXXd other = numbers();
const Eigen::VectorXd weights = other.col(1).matrix();

}  // namespace

TEST_CASE("functions of the same coefficients may be overwritten by their result") {
  check_accepted([](auto& a) { return 2 * a; });
  check_accepted([](auto& a) { return a.abs().sqrt() - a * other; });
  check_accepted([](auto& a) { return (a > other).select(a, 3 * a); });
  check_accepted([](auto& a) { return a.template cast<float>().template cast<double>(); });
  check_accepted([](auto& a) { return (2 * a.matrix()).array() + a.matrix().cwiseAbs().array(); });
  check_accepted([](auto& a) { return a.colwise() + other.col(2); });
  check_accepted([](auto& a) { return a.nestByValue() * 2; });
}

TEST_CASE("an expression that Eigen computes first may be overwritten") {
  check_accepted([](auto& a) { return (other.matrix() * a.matrix()).array() + 1; });
  check_accepted([](auto& a) { return (a.matrix() * a.matrix()).array() + a; });
  check_accepted([](auto& a) { return (a.matrix() * other.matrix()).transpose() * 2; });
  check_accepted([](auto& a) { return a - (a.matrix() * weights).array().replicate(1, size); });
  check_accepted([](auto& a) { return a.matrix().inverse().array() * 2; });
  check_accepted([](auto& a) { return a.matrix().template triangularView<Eigen::Upper>() * other.matrix(); });
  check_accepted([](auto& a) { return a.rowwise() - a.colwise().mean(); });
  check_accepted([](auto& a) { return a.matrix().rowwise().normalized(); });
}

TEST_CASE("row-wise activations hold to the same rules") {
  CHECK(check_replaced([](auto& a) { return 2 * a + other; }, rowwise).accepted == 1);
  CHECK(check_replaced([](auto& a) { return other.matrix() * a.matrix(); }, rowwise).accepted == 1);
  CHECK(check_replaced([](auto& a) { return a + a.transpose(); }, rowwise).refused == 1);
  CHECK(check_replaced([](auto& a) { return a.colwise() + a.col(3); }, rowwise).refused == 1);
}

TEST_CASE("columns or rows that are scaled by a diagonal matrix may be overwritten") {
  check_accepted([](auto& a) { return a.matrix() * weights.asDiagonal(); });
  check_accepted([](auto& a) { return weights.asDiagonal() * a.matrix(); });
  check_refused([](auto& a) { return a.matrix() * a.matrix().col(2).asDiagonal(); });
}

TEST_CASE("an array that an expression reads in another order is not overwritten silently") {
  check_refused([](auto& a) { return a.transpose(); });
  check_refused([](auto& a) { return 2 * a.transpose(); });
  check_refused([](auto& a) { return (2 * a).transpose(); });
  check_refused([](auto& a) { return a + a.transpose(); });
  check_refused([](auto& a) { return a.matrix().adjoint() * 2; });
  check_refused([](auto& a) { return a.reverse(); });
  check_refused([](auto& a) { return a.colwise().reverse() - a; });
  check_refused([](auto& a) { return (2 * a).rowwise().reverse(); });
  check_refused([](auto& a) { return (a > a.reverse()).select(a, -a); });
  check_refused([](auto& a) { return a.template reshaped<Eigen::RowMajor>(size, size) * 2; });
  check_refused([](auto& a) { return (2 * a).template reshaped<Eigen::RowMajor>(size, size); });
}

TEST_CASE("an array that an expression reads more than once is not overwritten silently") {
  check_refused([](auto& a) { return a.col(3).replicate(1, size) * 2; });
  check_refused([](auto& a) { return a.colwise() + a.col(3); });
  check_refused([](auto& a) { return a.rowwise() * a.row(0); });
  check([](auto& a) { return a - (2 * a.col(1)).template replicate<1, 2>().col(1).replicate(1, size); });
  check_refused([](auto& a) { return a.matrix().lazyProduct(other.matrix()).array() + 1; });
  check_refused([](auto& a) { return other.matrix().lazyProduct((2 * a).matrix()); });
  check([](auto& a) { return a.colwise().sum(); });
  check([](auto& a) { return a.rowwise().maxCoeff() * 2; });
  check([](auto& a) { return (a.transpose() * 2).colwise().prod(); });
  check([](auto& a) { return (a.matrix() * a.matrix()).diagonal(); });
  check([](auto& a) { return a.block(0, 0, 3, 4).replicate(2, 2); });
}

TEST_CASE("parts and views of an array are compared coefficient by coefficient") {
  const auto part = check([](auto& a) { return (2 * a).block(1, 2, 4, 4); });
  CHECK(part.accepted == 1);  // At its own place.
  CHECK(check([](auto& a) { return a.block(1, 2, 2, 3); }).accepted == 1 + 42 - 15);
  check([](auto& a) { return a.transpose().topRows(3); });
  check([](auto& a) { return a.block(1, 1, 4, 4).transpose() + a.block(0, 3, 4, 4); });
  check([](auto& a) { return a.matrix().diagonal(); });
  check([](auto& a) { return (2 * a).matrix().diagonal(1); });
  check([](auto& a) { return (2 * a).reshaped(4, 16).leftCols(4); });
  check([](auto& a) { return a.reshaped(4, 16).leftCols(4); });
  check([](auto& a) { return a(seq(0, last, 2), seq(1, last)) * 1; });
  check([](auto& a) { return a(seq(0, last, Eigen::fix<2>), all); });
  check([](auto& a) { return a(seq(last, 0, Eigen::fix<-1>), all); });
  check([](auto& a) { return a(std::vector<int>{0, 5, 3}, all); });
  check([](auto& a) { return (2 * a)(std::vector<int>{4, 4, 4, 4}, std::vector<int>{1, 1}); });
}

namespace {

/// For every pair of views: an input and an output of one array.
template <class... Views>
void check_views(const ArrayXXd& a, const Views&... views) {
  const auto check_view = [&](const auto& view) {
    Count count;
    const bool right[] = {is_right(a, views, view, elementwise, count)...};
    for (const bool r : right) CHECK(r);
    CHECK(count.accepted >= 1);  // In its own place.
  };
  (check_view(views), ...);
}

}  // namespace

TEST_CASE("an output may be a view, in the place of the same view") {
  check_views(
      numbers(), [](auto& a) { return a.reverse(); }, [](auto& a) { return a.transpose(); },
      [](auto& a) { return a.colwise().reverse(); }, [](auto& a) { return a(seq(last, 0, -1), all); },
      [](auto& a) { return a.block(0, 0, size, size); }, [](auto& a) { return a.transpose().reverse().matrix(); });
  check_views(
      numbers(), [](auto& a) { return a(seq(0, last, 2), all); }, [](auto& a) { return a(seq(1, last, 2), all); },
      [](auto& a) { return a.transpose()(seq(0, last, 2), all); }, [](auto& a) { return a.topRows(4); },
      [](auto& a) { return a.reverse().bottomRows(4); });
}

TEST_CASE("an output of arbitrary indices is written apart from the inputs only") {
  ArrayXd x = ArrayXd::LinSpaced(6, 1, 6), y = x;
  const std::vector<int> indices = {4, 0, 1}, equal = {2, 2};
  evaluate(Quadratic{}, x.head(3), y(indices));
  CHECK((y == (ArrayXd(6) << 2, 4.5, 3, 4, 0.5, 6).finished()).all());
  CHECK_THROWS_AS(evaluate(Quadratic{}, x.head(3), x(indices)), std::invalid_argument);
  CHECK_THROWS_AS(evaluate(Quadratic{}, x(indices), x(indices)), std::invalid_argument);
  CHECK_THROWS_AS(evaluate(Quadratic{}, x(equal), x(equal)), std::invalid_argument);
  CHECK_THROWS_AS(evaluate(Softmax<>{}, x(indices), x.tail(3)), std::invalid_argument);
}

TEST_CASE("a map with strides of any sign is compared coefficient by coefficient") {
  using Strides = Eigen::Stride<Eigen::Dynamic, Eigen::Dynamic>;
  using Map = Eigen::Map<ArrayXXd, 0, Strides>;
  const ArrayXXd a = numbers();
  struct View {
    Index first, outer, inner;
    auto operator()(const ArrayXXd& array) const {
      return Eigen::Map<const ArrayXXd, 0, Strides>(array.data() + first, 3, 3, Strides(outer, inner));
    }
    auto operator()(ArrayXXd& array) const { return Map(array.data() + first, 3, 3, Strides(outer, inner)); }
  };
  Count count;
  for (const Index outer : {8, 3, -3, -8})
    for (const Index inner : {1, 2, -1, -2})
      for (const Index other_outer : {8, -8, 5})
        for (const Index other_inner : {1, -1, 8, -2})
          for (const Index first : {30, 31, 37}) {
            // An output whose columns overlap has no defined value.
            if (std::abs(other_outer) <= 2 * std::abs(other_inner) &&
                std::abs(other_inner) <= 2 * std::abs(other_outer))
              continue;
            CAPTURE(outer, inner, other_outer, other_inner, first);
            CHECK(is_right(a, View{30, outer, inner}, View{first, other_outer, other_inner}, elementwise, count));
          }
  CHECK(count.accepted > 0);
  CHECK(count.refused > 0);

  ArrayXd x = ArrayXd::LinSpaced(8, 1, 8);
  const Eigen::Map<ArrayXd, 0, Eigen::InnerStride<>> backwards(x.data() + 7, 8, Eigen::InnerStride<>(-1));
  CHECK_THROWS_AS(evaluate(Quadratic{}, backwards, x), std::invalid_argument);
  CHECK_THROWS_AS(evaluate(Quadratic{}, 2 * backwards, x), std::invalid_argument);
}

namespace {

/// call(a moving expression of the array, the array) throws, and for the same expression of a copy does not.
template <class Array = ArrayXXd, class Call>
void check_is_refused(const Call& call) {
  Array array = numbers(), initial = array, copy = array;
  CHECK_THROWS_AS(call((2 * array).reverse(), array), std::invalid_argument);
  CHECK((array == initial).all());
  call((2 * copy).reverse(), array);
  CHECK_FALSE((array == initial).all());
}

template <class Activation>
void check_every_input() {
  const Activation act;
  const ArrayXXd u = numbers();
  ArrayXXd y = u, dy = u, ddy = u;
  check_is_refused([&](const auto& x, auto& out) { evaluate(act, x, out); });
  check_is_refused([&](const auto& x, auto& out) { jvp(act, x, u, out); });
  check_is_refused([&](const auto& x, auto& out) { jvp(act, u, x, out); });
  check_is_refused([&](const auto& x, auto& out) { vjp(act, x, u, out); });
  check_is_refused([&](const auto& x, auto& out) { vjp(act, u, x, out); });
  check_is_refused([&](const auto& x, auto& out) { hvp(act, x, u, u, out); });
  check_is_refused([&](const auto& x, auto& out) { hvp(act, u, x, u, out); });
  check_is_refused([&](const auto& x, auto& out) { hvp(act, u, u, x, out); });
  check_is_refused([&](const auto& x, auto& out) { compose(act, x, u, u, out, dy, ddy); });
  check_is_refused([&](const auto& x, auto& out) { compose(act, u, x, u, y, out, ddy); });
  check_is_refused([&](const auto& x, auto& out) { compose(act, u, u, x, y, dy, out); });
  BackwardMode<Activation, ArrayXXd> mode;
  check_is_refused([&](const auto& x, auto& out) { mode.forward(x, out); });
  mode.forward(u, y);
  check_is_refused([&](const auto& x, auto& out) { mode.jvp(x, out); });
  check_is_refused([&](const auto& x, auto& out) { mode.vjp(x, out); });
  check_is_refused([&](const auto& x, auto& out) { mode.hvp(u, x, out); });
  Continuous<Activation, ArrayXXd> neuron(act, 2);
  check_is_refused([&](const auto& x, auto& out) { neuron.step(x, out); });
  check_is_refused([&](const auto& x, auto& out) { neuron.jvp(x, out); });
}

}  // namespace

TEST_CASE("every input of every function is compared with the outputs") {
  check_every_input<Tanh>();
  check_every_input<Softmax<>>();
  const ArrayXXd u = numbers();
  ArrayXXd y = u, dy = u, ddy = u;
  check_is_refused([&](const auto& x, auto& out) { evaluate(Tanh{}, x, y, out); });
  check_is_refused([&](const auto& x, auto& out) { evaluate(Tanh{}, x, none, none, out); });
  check_is_refused([&](const auto& x, auto& out) { forward_laplacian(Tanh{}, x, u, u, out, dy, ddy); });
  check_is_refused([&](const auto& x, auto& out) { forward_laplacian(Tanh{}, u, x, u, y, out, ddy); });
  check_is_refused([&](const auto& x, auto& out) { forward_laplacian(Tanh{}, u, u, x, y, dy, out); });
}

TEST_CASE("the state of a Continuous is not read elsewhere while a step writes it") {
  Continuous<Tanh, ArrayXXd> neuron(Tanh{}, 2);
  ArrayXXd y;
  neuron.step(numbers(), y);
  const ArrayXXd state = neuron.state();
  CHECK_THROWS_AS(neuron.step(neuron.state().reverse(), y), std::invalid_argument);
  CHECK_THROWS_AS(neuron.reset(neuron.state().transpose()), std::invalid_argument);
  CHECK((neuron.state() == state).all());
  neuron.step(3 * neuron.state(), y);
  CHECK(neuron.state().isApprox(2 * state));
  neuron.reset(2 * neuron.state());
  CHECK(neuron.state().isApprox(4 * state));
  neuron.reset();
  neuron.step(neuron.state() + 1, y);
  CHECK((neuron.state() == 0.5).all());
  neuron.reset();
  neuron.step(neuron.state().topRows(3) + 1, y);
  CHECK((neuron.state() == 0.5).all());
}

TEST_CASE("an output that is resized is read where it was") {
  ArrayXd x = ArrayXd::LinSpaced(4, 1, 4);
  evaluate(Quadratic{}, x.reverse().replicate(2, 1), x);
  CHECK((x == (ArrayXd(8) << 8, 4.5, 2, 0.5, 8, 4.5, 2, 0.5).finished()).all());
}

TEST_CASE("fixed-size products are refused or right") {
  const auto check_fixed = [](const auto& initial, const auto& expression) {
    Count count;
    const auto view = [](auto& array) -> auto& { return array; };
    CHECK(is_right(initial, [&](auto& a) { return expression(a.matrix()).array(); }, view, elementwise, count));
  };
  const Eigen::Array2d v(1, 2);
  const Eigen::Array22d m = (Eigen::Array22d() << 1, 2, 3, 4).finished();
  const Eigen::Matrix2d w = (Eigen::Matrix2d() << 5, 6, 7, 8).finished();
  const Eigen::RowVector2d row(2, 3);
  check_fixed(v, [&](const auto& a) { return w * a; });
  check_fixed(v, [&](const auto& a) { return w * (2 * a); });
  check_fixed(v, [&](const auto& a) { return (w * w) * a + a; });
  check_fixed(v, [&](const auto& a) { return a * row * a; });
  check_fixed(m, [&](const auto& a) { return a * w; });
  check_fixed(m, [&](const auto& a) { return a.col(1) * a.row(0); });
  check_fixed(m, [&](const auto& a) { return a.col(1) * row; });
  check_fixed(m, [&](const auto& a) { return a * a.transpose(); });
  check_fixed(m, [&](const auto& a) { return a.transpose(); });
  check_fixed(v, [&](const auto& a) { return a.reverse(); });
  const Eigen::Array4d v4(1, 2, 3, 4);
  check_fixed(v4, [&](const auto& a) { return a.template head<3>().homogeneous(); });
  check_fixed(v4, [&](const auto& a) { return Eigen::Matrix4d::Ones().lazyProduct(a); });
}

TEST_CASE("every output of the forward Laplacian, of compose and of products may take the place of any input") {
  const auto check_places = [](const auto& call) {
    const ArrayXXd in[3] = {numbers(), numbers(), numbers()};
    ArrayXXd expected[3] = {in[0], in[0], in[0]};
    call(in[0], in[1], in[2], expected[0], expected[1], expected[2]);
    for (int code = 0; code < 64; ++code) {
      const int place[3] = {code % 4, code / 4 % 4, code / 16};  // 3: elsewhere.
      const auto meet = [&](int i, int j) { return place[i] == place[j] && place[i] != 3; };
      if (meet(0, 1) || meet(0, 2) || meet(1, 2)) continue;
      ArrayXXd arrays[3] = {in[0], in[1], in[2]}, elsewhere[3] = {in[0], in[0], in[0]};
      const auto out = [&](int i) -> ArrayXXd& { return place[i] == 3 ? elsewhere[i] : arrays[place[i]]; };
      call(arrays[0], arrays[1], arrays[2], out(0), out(1), out(2));
      CAPTURE(place[0], place[1], place[2]);
      for (int i = 0; i < 3; ++i) CHECK((out(i) == expected[i]).all());
    }
  };
  check_places([](const auto&... operands) { forward_laplacian(Tanh{}, const_cast<ArrayXXd&>(operands)...); });
  check_places([](const auto&... operands) { compose(Tanh{}, const_cast<ArrayXXd&>(operands)...); });
  check_places([](const auto&... operands) { compose(Softmax<>{}, const_cast<ArrayXXd&>(operands)...); });
  check_places([](const auto& u, const auto& g, const auto& v, ArrayXXd& y, ArrayXXd& out, ArrayXXd& jet) {
    const ArrayXXd a = u, b = g, c = v;
    hvp(Softmax<>{}, a, b, c, y), hvp(Tanh{}, a, b, c, out), evaluate(Tanh{}, a, jet);
  });
}
