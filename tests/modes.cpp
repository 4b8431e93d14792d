#include <Eigen/Core>
#include <unsupported/Eigen/AutoDiff>

#include <sigmajet/sigmajet.hpp>

#include "../examples/swish.hpp"
#include "support/bit_patterns.hpp"
#include "support/catch.hpp"
#include "support/representatives.hpp"
#include "support/variations.hpp"

namespace {

using namespace sigmajet;
using Catch::Matchers::Contains;
using Eigen::ArrayXXd;
using Eigen::Dynamic;
using Eigen::Index;

/// Numbers of every size, both infinities and NaN.
template <class Scalar>
Eigen::Array<Scalar, Dynamic, 1> whole_line() {
  std::vector<Scalar> numbers = support::bit_patterns<Scalar>(20000);
  using Limits = std::numeric_limits<Scalar>;
  numbers.insert(numbers.end(), {Limits::infinity(), -Limits::infinity(), Limits::quiet_NaN()});
  return Eigen::Map<const Eigen::Array<Scalar, Dynamic, 1>>(numbers.data(), static_cast<Index>(numbers.size()));
}

/// Equal to the last bit but for the payload of NaN.
template <class A, class B>
bool is_same(const A& a, const B& b) {
  if (a.rows() != b.rows() || a.cols() != b.cols()) return false;
  for (Index row = 0; row < a.rows(); ++row)
    for (Index column = 0; column < a.cols(); ++column) {
      const auto p = a(row, column), q = b(row, column);
      if (!support::is_identical(p, q)) {
        UNSCOPED_INFO("coefficient " << row << ", " << column << ": " << std::hexfloat << p << " and " << q);
        return false;
      }
    }
  return true;
}

template <class Scalar, int Kept, class Activation>
void check_on_whole_line(const Activation& activation) {
  using Array = Eigen::Array<Scalar, Dynamic, 1>;
  INFO(activation << ", kept up to order " << Kept);
  const Array x = whole_line<Scalar>();
  const auto expected = jet<2>(activation, x);
  BackwardMode<Activation, Array, Kept> mode(activation);
  Array y = x, d1, d2;
  mode.forward(y, y);
  mode.backward(d1, d2);
  CHECK(is_same(y, expected.value));
  CHECK(is_same(d1, expected.d1));
  CHECK(is_same(d2, expected.d2));
}

ArrayXXd numbers(Index rows, Index columns, unsigned seed) {
  std::srand(seed);
  return 3 * ArrayXXd::Random(rows, columns);
}

template <int Kept, class Activation>
void check_products(const Activation& activation) {
  INFO(activation << ", kept up to order " << Kept);
  const ArrayXXd x = numbers(9, 5, 1), v = numbers(9, 5, 2), g = numbers(9, 5, 3);
  BackwardMode<Activation, ArrayXXd, Kept> mode(activation);
  ArrayXXd y, d1, out;
  mode.forward(x, y);
  for (int repeat = 0; repeat < 2; ++repeat) {
    mode.backward(d1);
    CHECK(is_same(d1, jet<1>(activation, x).d1));
    mode.jvp(v, out);
    CHECK(is_same(out, jvp(activation, x, v)));
    mode.vjp(g, out);
    CHECK(is_same(out, vjp(activation, x, g)));
    out = g;
    mode.vjp(out, out);
    CHECK(is_same(out, vjp(activation, x, g)));
    if constexpr (Kept != 1) {
      mode.hvp(g, v, out);
      CHECK(is_same(out, hvp(activation, x, g, v)));
    }
  }
}

}  // namespace

TEST_CASE("deferred derivatives are those of forward mode to the last bit, on the whole line, after forward in place") {
  for_each_activation(BuiltinActivations{}, [](auto default_activation) {
    for (const auto& activation : support::with_variations(default_activation)) {
      check_on_whole_line<float, 0>(activation);
      check_on_whole_line<double, 0>(activation);
      check_on_whole_line<double, 2>(activation);
    }
  });
  check_on_whole_line<double, 0>(Swish{});
  check_on_whole_line<double, 2>(Swish{});
}

TEST_CASE("any number of derivatives and products follow one forward, with the bits of the free functions") {
  for_each_activation(support::Representatives{}, [](const auto& activation) { check_products<0>(activation); });
  check_products<1>(Tanh{});
  check_products<2>(Softplus(2));
  check_products<1>(Identity{});
}

TEST_CASE("the context may be the caller's, and forgets the batch before") {
  Context<Softplus, ArrayXXd> context;
  const Softplus activation;
  ArrayXXd y, d1, d2;
  for (const Index columns : {7, 2, 9, 0, 5}) {
    const ArrayXXd x = numbers(4, columns, 1);
    forward(activation, x, y, context);
    derivatives(activation, context, d1, d2);
    CHECK(context.cols() == columns);
    CHECK(is_same(d1, jet<2>(activation, x).d1));
    CHECK(is_same(d2, jet<2>(activation, x).d2));
    derivatives(activation, context, none, d1);
    CHECK(is_same(d1, d2));
    Context<Softplus, ArrayXXd, 1> keeping;
    forward(activation, x, y, keeping);
    derivatives(activation, keeping, d1, none);
    CHECK(is_same(d1, jet<1>(activation, x).d1));
  }
  CHECK(context.capacity() == 36);
}

TEST_CASE("a context keeps no more than it needs") {
  const ArrayXXd x = numbers(4, 5, 1);
  const auto capacity_after_forward = [&](auto mode) {
    mode.forward(x, none);
    return mode.context().capacity();
  };
  CHECK(capacity_after_forward(BackwardMode<Tanh, ArrayXXd>()) == 20);
  CHECK(capacity_after_forward(BackwardMode<Tanh, ArrayXXd, 1>()) == 20);
  CHECK(capacity_after_forward(BackwardMode<Tanh, ArrayXXd, 2>()) == 40);
  CHECK(capacity_after_forward(BackwardMode<Identity, ArrayXXd>()) == 0);
  CHECK(capacity_after_forward(BackwardMode<Identity, ArrayXXd, 2>()) == 0);
  CHECK(Context<ELU, Eigen::Array<Eigen::half, 2, 2>>().capacity() == 4);
  CHECK(Context<ELU, Eigen::Array<Eigen::half, 2, 2>, 2>().capacity() == 8);
}

TEST_CASE("a context is used with the activation that filled it") {
  const ArrayXXd x = numbers(4, 5, 1);
  ArrayXXd y, out;
  Context<ELU, ArrayXXd> context;
  forward(ELU(1), x, y, context);
  const std::string message = "the context was filled by elu(alpha=1), but is used with elu(alpha=-3)";
  CHECK_THROWS_WITH(derivatives(ELU(-3), context, out), Contains(message));
  CHECK_THROWS_AS(jvp(ELU(-3), context, x, out), std::invalid_argument);
  CHECK_THROWS_AS(vjp(ELU(-3), context, x, out), std::invalid_argument);
  CHECK_THROWS_AS(hvp(ELU(-3), context, x, x, out), std::invalid_argument);
  CHECK(out.size() == 0);
  forward(ELU(-3), x, y, context);
  derivatives(ELU(-3), context, out);
  CHECK(is_same(out, jet<1>(ELU(-3), x).d1));
}

TEST_CASE("x may be an expression, and x and the outputs of any storage order") {
  const Eigen::Array<double, Dynamic, Dynamic, Eigen::RowMajor> x = numbers(6, 40, 1);
  BackwardMode<Sigmoid, ArrayXXd> mode;
  Eigen::Array<double, Dynamic, Dynamic, Eigen::RowMajor> y(6, 40), d1(6, 40);
  mode.forward(2 * x, y);
  mode.backward(d1);
  CHECK(is_same(d1, jet<1>(Sigmoid{}, 2 * x).d1));
  const ArrayXXd memory = numbers(50, 9, 2);
  mode.forward(memory.block(3, 1, 40, 4), none);
  mode.backward(d1);
  CHECK(is_same(d1, jet<1>(Sigmoid{}, memory.block(3, 1, 40, 4)).d1));
}

TEST_CASE("16-bit formats defer with the precision of float") {
  using Array = Eigen::Array<Eigen::half, Dynamic, 1>;
  const Array x = numbers(100, 1, 1).col(0).cast<Eigen::half>();
  const auto check = [&](auto mode) {
    Array y, d1, out;
    mode.forward(x, y);
    mode.backward(d1);
    CHECK((d1 == jet<1>(Softplus{}, x).d1).all());
    mode.vjp(x, out);
    CHECK((out == vjp(Softplus{}, x, x)).all());
  };
  check(BackwardMode<Softplus, Array>());
  check(BackwardMode<Softplus, Array, 1>());
}

TEST_CASE("deferred derivatives of a number type differentiate on") {
  using Dual = Eigen::AutoDiffScalar<Eigen::Matrix<double, 1, 1>>;
  using Array = Eigen::Array<Dual, Dynamic, 1>;
  Array x(3), y(3), d1(3);
  for (int i = 0; i < 3; ++i) x[i] = Dual(i - 1.0, 1, 0);
  const auto check = [&](auto mode) {
    mode.forward(x, y);
    mode.backward(d1);
    for (int i = 0; i < 3; ++i) CHECK(d1[i].derivatives()[0] == Approx(jet<2>(Softplus{}, i - 1.0).d2).epsilon(1e-14));
  };
  check(BackwardMode<Softplus, Array>());
  check(BackwardMode<Softplus, Array, 1>());
}

TEST_CASE("derivatives before forward are refused") {
  BackwardMode<Identity, ArrayXXd> mode;
  ArrayXXd d = ArrayXXd::Zero(2, 2);
  CHECK_THROWS_AS(mode.backward(d), std::logic_error);
  CHECK_THROWS_AS(mode.backward(d, d), std::logic_error);
  CHECK_THROWS_AS(mode.jvp(d, d), std::logic_error);
  CHECK_THROWS_AS(mode.vjp(d, d), std::logic_error);
  CHECK_THROWS_AS(mode.hvp(d, d, d), std::logic_error);
}

TEST_CASE("wrong shapes are refused, and the context stays as it was") {
  const ArrayXXd x = numbers(4, 3, 1);
  BackwardMode<Tanh, ArrayXXd> mode;
  ArrayXXd y, d1, small = numbers(2, 2, 2);
  mode.forward(x, y);
  CHECK_THROWS_WITH(mode.forward(small, y.topRows(1)), Contains("the output is 1 x 3, but the input x is 2 x 2"));
  CHECK_THROWS_WITH(mode.jvp(small, y), Contains("v is 2 x 2, but x is 4 x 3"));
  CHECK_THROWS_WITH(mode.backward(y.topRows(2)),
                    Contains("the output for the first derivative is 2 x 3, but x is 4 x 3"));
  CHECK_THROWS_AS(mode.backward(y, y), std::invalid_argument);
  mode.backward(d1);
  CHECK(is_same(d1, jet<1>(Tanh{}, x).d1));
  BackwardMode<Tanh, Eigen::Array3d> fixed;
  CHECK_THROWS_WITH(fixed.forward(small, y), Contains("x is 2 x 2"));
}

TEST_CASE("forward mode gives value and derivatives together") {
  const ForwardMode<Softplus> f(Softplus(2));
  const ArrayXXd x = numbers(4, 3, 1), v = numbers(4, 3, 2);
  const auto [y, d1, d2] = f(x);
  const auto expected = jet<2>(Softplus(2), x);
  CHECK(is_same(d2, expected.d2));
  CHECK(f(0.5).d1 == jet<1>(Softplus(2), 0.5).d1);
  ArrayXXd a, b, c;
  f(x, a, b);
  CHECK(is_same(b, expected.d1));
  f(x, a, b, c);
  CHECK(is_same(c, expected.d2));
  const auto composed = f.compose(x, v, v);
  f.compose(x, v, v, a, b, c);
  CHECK(is_same(c, composed.d2));
  ArrayXXd lap;
  f.laplacian(x, v, v, a, b, lap);
  CHECK(lap.isApprox(c, 1e-14));
  CHECK(f.activation().beta() == 2);
}
