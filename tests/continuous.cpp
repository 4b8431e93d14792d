#include <sigmajet/sigmajet.hpp>

#include "support/catch.hpp"

namespace {

using namespace sigmajet;
using Eigen::ArrayXXd;

ArrayXXd input(Eigen::Index rows = 4, Eigen::Index columns = 3) {
  return ArrayXXd::NullaryExpr(rows, columns, [](Eigen::Index i, Eigen::Index j) {
    return 0.3 * static_cast<double>(i) - 0.5 * static_cast<double>(j);
  });
}

/// s ← s + u, y unused: the state of each run follows the network's output; the target is twice the state.
class Adder : public Plant<double> {
 public:
  Adder() : Plant({2, 3, 1}) {}

  void vjp(const ConstRef& g, Eigen::Ref<Matrix> d_output, Eigen::Ref<Matrix> d_state) override {
    d_state += g;
    d_output = d_state;
  }

 protected:
  void advance(const ConstRef& output, Matrix& next_input, Matrix& target) override {
    state_ += output;
    next_input = state_;
    target = 2 * state_;
  }
  void start() override { state_.setZero(2, 1); }
  void start(const ConstRef& initial) override { state_ = initial; }

 private:
  Matrix state_ = Matrix::Zero(2, 1);
};

class Still : public Plant<float> {
 public:
  Still() : Plant({1, 1, 1}) {}

 protected:
  void advance(const ConstRef&, Matrix& next_input, Matrix&) override { next_input.setZero(); }
  void start() override {}
  void start(const ConstRef&) override {}
};

}  // namespace

TEST_CASE("a step moves the state by dt/tau of the way to x, from 0 at first use") {
  Continuous<Tanh, ArrayXXd> neuron(Tanh{}, 2, 0.5);
  const ArrayXXd x = input();
  ArrayXXd y, state = ArrayXXd::Zero(4, 3);
  for (int step = 0; step < 5; ++step) {
    neuron.step(x, y);
    state += (x - state) * 0.25;
    CHECK(neuron.state().isApprox(state, 1e-15));
    CHECK((y == jet<0>(Tanh{}, neuron.state()).value).all());
  }
  CHECK(neuron.ds_dx() == 0.25);
  CHECK(neuron.ds_dprevious() == 0.75);
}

namespace {

/// One step from a state at a rate, against the exact one in ulps of the larger of its terms x r and s (1 − r).
template <class Scalar>
double step_error(Scalar s, Scalar x, double rate) {
  using Number = long double;
  using State = Eigen::Array<Scalar, 1, 1>;
  Continuous<Identity, State> neuron(Identity{}, 1 / rate, 1);
  State y;
  neuron.reset(State(s));
  neuron.step(State(x), y);
  const Number r = static_cast<Number>(static_cast<Scalar>(neuron.ds_dx())),
               rest = 1 - static_cast<Number>(neuron.ds_dx());
  const Number larger = std::max(std::abs(Number(x) * r), std::abs(Number(s) * rest));
  const Number ulp =
      std::max<Number>(larger * std::numeric_limits<Scalar>::epsilon(), std::numeric_limits<Scalar>::denorm_min());
  return static_cast<double>(std::abs(Number(y(0)) - (Number(x) * r + Number(s) * rest)) / ulp);
}

}  // namespace

TEMPLATE_TEST_CASE("a step keeps the digits of x and of the state, whatever their sizes and the rate", "", float,
                   double) {
  const double large = static_cast<double>(std::numeric_limits<TestType>::max()) / 4;
  for (const double rate : {1e-7, 0.1, 0.25, 0.5, 0.6, 0.75, 0.999, 1.0, 1.5, 2.0})
    for (const double s : {0.0, 1e-30, 0.7, 3.0, 1e9, 1e30, large})
      for (const double x : {0.0, 1e-30, 1.0, -2.9, 1e9, -1e30, large, -large}) {
        INFO("from " << s << " to " << x << " at the rate " << rate);
        CHECK(step_error(static_cast<TestType>(s), static_cast<TestType>(x), rate) <= 3);
        CHECK(step_error(static_cast<TestType>(-s), static_cast<TestType>(x), rate) <= 3);
      }
}

TEMPLATE_TEST_CASE("a state that is x stays, at any rate", "", float, double) {
  for (const double rate : {1e-7, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0, 1.9}) {
    using State = Eigen::Array<TestType, 1, 1>;
    Continuous<Identity, State> neuron(Identity{}, 1 / rate, 1);
    State y, x(static_cast<TestType>(0.1));
    neuron.reset(x);
    for (int i = 0; i < 100; ++i) neuron.step(x, y);
    CHECK(y(0) == x(0));
  }
}

TEST_CASE("a rate that is no normal number of the type is refused") {
  CHECK_THROWS_AS((Continuous<Tanh, ArrayXXd>(Tanh{}, 1e-300, 1e300)), std::invalid_argument);
  CHECK_THROWS_AS((Continuous<Tanh, ArrayXXd>(Tanh{}, 1e300, 1e-300)), std::invalid_argument);
  CHECK_THROWS_AS((Continuous<Tanh, Eigen::ArrayXXf>(Tanh{}, 1e-30, 1e30)), std::invalid_argument);
  CHECK_THROWS_AS((Continuous<Tanh, Eigen::ArrayXXf>(Tanh{}, 1e30, 1e-30)), std::invalid_argument);
}

TEST_CASE("with tau = dt the state is x") {
  Continuous<Sigmoid, ArrayXXd> neuron;
  ArrayXXd y;
  neuron.step(input(), y);
  CHECK((neuron.state() == input()).all());
}

TEST_CASE("a step in place gives what it gives elsewhere") {
  Continuous<Softplus, ArrayXXd> a(Softplus{}, 3), b(Softplus{}, 3);
  ArrayXXd x = input(), y;
  a.step(x, y);
  b.step(x, x);
  CHECK((x == y).all());
}

TEST_CASE("derivatives are those at the state") {
  Continuous<ELU, ArrayXXd> neuron(ELU{}, 4);
  const ArrayXXd x = input(), v = ArrayXXd::Random(4, 3);
  ArrayXXd y, d, out;
  neuron.step(x, y);
  const ArrayXXd expected = jet<1>(ELU{}, neuron.state()).d1;
  neuron.dy_ds(d);
  CHECK((d == expected).all());
  neuron.jvp(v, out);
  CHECK((out == expected * v).all());
  neuron.vjp(v, out);
  CHECK((out == expected * v).all());
}

TEST_CASE("reset starts from 0, or from a given state") {
  Continuous<Tanh, ArrayXXd> neuron(Tanh{}, 2);
  ArrayXXd y, first;
  neuron.step(input(), first);
  neuron.step(input(), y);
  neuron.reset();
  neuron.step(input(), y);
  CHECK((y == first).all());
  neuron.reset(ArrayXXd::Constant(4, 3, 7));
  CHECK((neuron.state() == 7).all());
  neuron.step(input(), y);
  CHECK(neuron.state().isApprox(7 + (input() - 7) / 2));
}

TEST_CASE("after reset() x may have another shape, without it not") {
  Continuous<Tanh, ArrayXXd> neuron;
  ArrayXXd y;
  neuron.step(input(4, 3), y);
  const ArrayXXd state = neuron.state();
  CHECK_THROWS_WITH(neuron.step(input(2, 3), y), Catch::Matchers::Contains("x is 2 x 3, but the state is 4 x 3"));
  CHECK_THROWS_AS(neuron.step(input(4, 3), y.topRows(2)), std::invalid_argument);
  CHECK((neuron.state() == state).all());
  neuron.reset();
  neuron.step(input(2, 3), y);
  CHECK(y.rows() == 2);
  neuron.reset(input(1, 1));
  CHECK_THROWS_AS(neuron.step(input(4, 3), y), std::invalid_argument);
  Continuous<Tanh, Eigen::Array3d> fixed;
  CHECK_THROWS_AS(fixed.step(Eigen::ArrayXd::Zero(2), y), std::invalid_argument);
}

TEST_CASE("a derivative before a step since the last reset is refused") {
  Continuous<Tanh, ArrayXXd> neuron;
  ArrayXXd y, d, v = input();
  const auto check_refused = [&] {
    CHECK_THROWS_AS(neuron.dy_ds(d), std::logic_error);
    CHECK_THROWS_AS(neuron.jvp(v, d), std::logic_error);
    CHECK_THROWS_AS(neuron.vjp(v, d), std::logic_error);
  };
  check_refused();
  neuron.step(input(), y);
  neuron.dy_ds(d);
  neuron.reset();
  check_refused();
  neuron.reset(input());
  check_refused();
}

TEST_CASE("tau and dt are finite and positive") {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  for (const double wrong : {0.0, -1.0, infinity, std::numeric_limits<double>::quiet_NaN()}) {
    CHECK_THROWS_AS((Continuous<Tanh, ArrayXXd>(Tanh{}, wrong)), std::invalid_argument);
    CHECK_THROWS_AS((Continuous<Tanh, ArrayXXd>(Tanh{}, 1, wrong)), std::invalid_argument);
  }
}

TEST_CASE("a plant remembers what it has generated since the last reset") {
  Adder plant;
  CHECK(plant.shape().batch == 2);
  CHECK(plant.shape().steps == 3);
  CHECK(plant.shape().inputs == 1);
  Eigen::MatrixXd output(2, 1);
  output << 1, -2;
  for (int step = 1; step <= 3; ++step) CHECK(plant.next(output) == step * output);
  REQUIRE(plant.inputs().size() == 3);
  CHECK(plant.inputs()[1] == 2 * output);
  CHECK(plant.targets()[2] == 6 * output);
  CHECK_THROWS_AS(plant.next(output), std::logic_error);
  plant.reset();
  CHECK(plant.inputs().empty());
  CHECK(plant.next(output) == output);
  plant.reset(10 * output);
  CHECK(plant.next(output) == 11 * output);
  CHECK_THROWS_AS(plant.next(Eigen::MatrixXd::Zero(3, 1)), std::invalid_argument);
  CHECK(plant.inputs().size() == 1);
}

TEST_CASE("what a plant returns outlives its next step, and it starts anew from one of its own inputs") {
  Adder plant;
  const Eigen::MatrixXd output = Eigen::MatrixXd::Constant(2, 1, 3);
  const auto& first = plant.next(output);
  const auto& second = plant.next(first);
  plant.next(plant.inputs().back());
  CHECK(first == output);
  CHECK(second == 2 * output);
  plant.reset(plant.inputs()[1]);
  CHECK(plant.next(output) == 3 * output);
}

TEST_CASE("a plant carries a gradient back through its steps, or says that it cannot") {
  Adder plant;
  const Eigen::MatrixXd g = Eigen::MatrixXd::Ones(2, 1);
  Eigen::MatrixXd d_output(2, 1), d_state = Eigen::MatrixXd::Zero(2, 1);
  for (int step = 1; step <= 3; ++step) {
    plant.vjp(g, d_output, d_state);
    CHECK(d_output == step * g);
  }
  Still still;
  Eigen::MatrixXf one(1, 1), other(1, 1);
  CHECK_THROWS_AS(still.vjp(one, one, other), std::logic_error);
}
