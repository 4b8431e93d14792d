#include <cstdlib>
#include <new>

#include <sigmajet/sigmajet.hpp>

#include "support/catch.hpp"
#include "support/representatives.hpp"
#include "support/skip.hpp"

/// @file
/// Counts every allocation by replacing malloc itself, on which Eigen and operator new stand. Built with NDEBUG: no
/// assertion of Eigen's takes part.

#if defined(__GLIBC__)
extern "C" void* __libc_malloc(std::size_t size);

namespace {
thread_local int allocations = 0;
}

extern "C" void* malloc(std::size_t size) {
  ++allocations;
  return __libc_malloc(size);
}

namespace {

using namespace sigmajet;

template <class Call>
int allocations_of(Call call) {
  const int before = allocations;
  call();
  return allocations - before;
}

template <class Activation, class X, class... Outs>
int allocations_of_evaluate(const Activation& activation, const X& x, Outs&&... outs) {
  return allocations_of([&] { evaluate(activation, x, outs...); });
}

/// Outputs of the shape of an array, of a block and of an expression.
template <class Scalar>
void check_scalar() {
  using Matrix = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic>;
  const SoftSign f;
  Matrix x = Matrix::Constant(33, 29, Scalar(1)), y(33, 29), d1(33, 29), d2(33, 29);
  CHECK(allocations_of_evaluate(f, x, y, d1, d2) == 0);
  CHECK(allocations_of_evaluate(f, x.block(1, 2, 21, 13), y.block(3, 1, 21, 13)) == 0);
  CHECK(allocations_of_evaluate(f, x + x, y) == 0);
}

/// Every kind of argument, of one scalar type.
void check_arguments() {
  using Matrix = Eigen::MatrixXd;
  const SoftSign f;
  Matrix x = Matrix::Constant(33, 29, 1), y(33, 29), d1(33, 29), d2(33, 29);
  const Eigen::VectorXd b = Eigen::VectorXd::Constant(33, 1);
  Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> by_row(33, 29);
  const Eigen::Ref<const Matrix> reference = x;
  CHECK(allocations_of_evaluate(f, x, y) == 0);
  CHECK(allocations_of_evaluate(f, x, y, d1) == 0);
  CHECK(allocations_of_evaluate(f, x, y, d1, d2) == 0);
  CHECK(allocations_of_evaluate(f, x, none, by_row) == 0);
  CHECK(allocations_of_evaluate(f, by_row, y, by_row) == 0);
  CHECK(allocations_of_evaluate(f, x, x, d1) == 0);
  CHECK(allocations_of_evaluate(f, reference, y) == 0);
  CHECK(allocations_of_evaluate(f, Eigen::Map<const Matrix>(x.data(), 33, 29), y) == 0);
  CHECK(allocations_of_evaluate(f, x.row(3), y.row(3)) == 0);
  CHECK(allocations_of_evaluate(f, x.block(1, 2, 21, 13), y.block(3, 1, 21, 13)) == 0);
  CHECK(allocations_of_evaluate(f, x + x, y) == 0);
  CHECK(allocations_of_evaluate(f, x.colwise() + b, y, d1) == 0);
  CHECK(allocations_of_evaluate(f, (x.array() > 0).select(x, y), d1) == 0);
  CHECK(allocations_of_evaluate(f, x.cast<float>().cast<double>(), y) == 0);
}

}  // namespace

TEST_CASE("the count sees what Eigen and operator new allocate") {
  CHECK(allocations_of([] { Eigen::ArrayXd::Zero(100).eval(); }) > 0);
  CHECK(allocations_of([] { ::operator delete(::operator new(100)); }) > 0);
}

TEST_CASE("evaluate into storage of the right shape allocates nothing") {
  check_arguments();
  check_scalar<float>();
  check_scalar<Eigen::half>();
}

TEST_CASE("evaluate on fixed-size arrays allocates nothing, their jets included") {
  const Eigen::Array<float, 5, 3> x = Eigen::Array<float, 5, 3>::Constant(1);
  CHECK(allocations_of([&] { jet<2>(SoftSign{}, x); }) == 0);
}

namespace {

/// Forward and every derivative for batches of changing size, after the largest one.
template <class Activation, class Scalar>
void check_steady_state() {
  using Matrix = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic>;
  const Matrix x = Matrix::Constant(33, 29, Scalar(1)), v = x;
  Matrix y = x, d1 = x, d2 = x, out = x;
  BackwardMode<Activation, Matrix> mode;
  mode.forward(x, y);
  CHECK(allocations_of([&] {
          for (const Eigen::Index batch : {29, 3, 17, 1, 29, 0}) {
            mode.forward(x.leftCols(batch), y.leftCols(batch));
            mode.backward(d1.leftCols(batch), d2.leftCols(batch));
            mode.jvp(v.leftCols(batch), out.leftCols(batch));
            mode.vjp(v.leftCols(batch), out.leftCols(batch));
            mode.hvp(v.leftCols(batch), v.leftCols(batch), out.leftCols(batch));
          }
        }) == 0);
}

}  // namespace

TEST_CASE("no kernel allocates") {
  const Eigen::ArrayXd x = Eigen::ArrayXd::LinSpaced(99, -9, 9);
  Eigen::ArrayXd y(99), d1(99), d2(99);
  for_each_activation(BuiltinActivations{}, [&](auto activation) {
    INFO(activation);
    CHECK(allocations_of_evaluate(activation, x, y, d1, d2) == 0);
  });
}

TEST_CASE("contexts allocate nothing after the largest batch") {
  for_each_activation(support::Representatives{}, [](auto activation) {
    INFO(activation);
    check_steady_state<decltype(activation), double>();
  });
  check_steady_state<Softplus, float>();
  check_steady_state<Softplus, Eigen::half>();
}

TEST_CASE("contexts of fixed-size arrays allocate nothing at all") {
  const Eigen::Vector3d x(1, 2, 3);
  CHECK(allocations_of([&] {
          BackwardMode<Tanh, Eigen::Vector3d> mode;
          Eigen::Vector3d y, d1;
          mode.forward(x, y);
          mode.backward(d1);
        }) == 0);
}

namespace {

/// What a table in README.md promises of a call: whether it allocates.
enum class Allocates { no, yes };

/// Whether each call allocates, for inputs of one kind and an output of one kind.
template <class Activation, class X, class Out>
void check_calls(const X& x, Out&& out, Allocates evaluates, Allocates one_input, Allocates two_inputs) {
  using Matrix = Eigen::MatrixXd;
  const Activation f;
  const Matrix v = Matrix::Constant(33, 29, 2);
  Matrix dy = v, ddy = v;
  BackwardMode<Activation, Matrix> mode;
  mode.forward(v, dy);
  Continuous<Activation, Matrix> neuron;
  neuron.step(v, dy);
  const auto allocates = [](const auto& call) { return allocations_of(call) > 0 ? Allocates::yes : Allocates::no; };
  CHECK(allocates([&] { evaluate(f, x, out); }) == evaluates);
  CHECK(allocates([&] { mode.forward(x, out); }) == evaluates);
  CHECK(allocates([&] { neuron.step(x, out); }) == (evaluates == one_input ? evaluates : Allocates::no));
  CHECK(allocates([&] { jvp(f, x, v, out); }) == one_input);
  CHECK(allocates([&] { vjp(f, v, x, out); }) == one_input);
  CHECK(allocates([&] { mode.vjp(x, out); }) == one_input);
  CHECK(allocates([&] { hvp(f, v, v, x, out); }) == one_input);
  CHECK(allocates([&] { hvp(f, v, x, x, out); }) == two_inputs);
  CHECK(allocates([&] { compose(f, v, x, v, out, dy, ddy); }) == one_input);
  CHECK(allocates([&] { compose(f, x, v, x, out, dy, ddy); }) == two_inputs);
}

/// The rows of the table for inputs and outputs of every kind.
template <class Activation>
void check_kinds(Allocates second_expression, Allocates output_apart) {
  constexpr Allocates no = Allocates::no, yes = Allocates::yes;
  using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  const Eigen::MatrixXd x = Eigen::MatrixXd::Constant(33, 29, 1), w = Eigen::MatrixXd::Constant(33, 33, 1);
  const Eigen::VectorXd b = Eigen::VectorXd::Constant(33, 1);
  Eigen::MatrixXd y = x, wide(40, 40);
  RowMajor by_row = x;
  check_calls<Activation>(x, y, no, no, no);
  check_calls<Activation>(x, by_row, no, no, no);
  check_calls<Activation>(by_row, wide.block(1, 2, 33, 29), no, no, no);
  check_calls<Activation>(wide.block(1, 2, 33, 29), y, no, no, no);
  check_calls<Activation>(-x, y, no, no, second_expression);
  check_calls<Activation>(x.colwise() + b, by_row, no, no, second_expression);
  check_calls<Activation>(x.reverse(), wide.block(1, 2, 33, 29), no, no, second_expression);
  check_calls<Activation>(x, y.reverse(), output_apart, output_apart, output_apart);
  check_calls<Activation>(w * x, y, yes, yes, yes);
}

}  // namespace

TEST_CASE("calls allocate where the documentation says so, for operands of every kind") {
  check_kinds<SoftSign>(Allocates::no, Allocates::no);
  check_kinds<LogSoftmax<>>(Allocates::yes, Allocates::yes);
  check_kinds<Softmax<Axis::Colwise>>(Allocates::yes, Allocates::yes);
}

TEST_CASE("the idioms of the documentation allocate nothing") {
  const Eigen::MatrixXd x = Eigen::MatrixXd::Constant(33, 29, 1), onehot = x;
  Eigen::MatrixXd out = x;
  CHECK(allocations_of([&] { vjp(LogSoftmax<>{}, x, -onehot, out); }) == 0);
  CHECK(allocations_of([&] { hvp(LogSoftmax<>{}, x, -onehot, x, out); }) == 0);
  // In the place of x the expression has to go elsewhere.
  Eigen::MatrixXd z = x;
  CHECK(allocations_of([&] { vjp(LogSoftmax<>{}, z, -onehot, z); }) == 1);
  CHECK(z.isApprox(vjp(LogSoftmax<>{}, x, -onehot)));
}

TEST_CASE("the forward Laplacian and LogSumExp copy an expression first") {
  const Eigen::MatrixXd u = Eigen::MatrixXd::Constant(9, 7, 1), du = u.replicate(1, 5);
  Eigen::MatrixXd y = u, dy = du, ylap = u;
  CHECK(allocations_of([&] { forward_laplacian(Tanh{}, u, du, u, y, dy, ylap); }) == 0);
  CHECK(allocations_of([&] { forward_laplacian(Tanh{}, u, du, u.topRows(9), y, dy, ylap); }) == 0);
  CHECK(allocations_of([&] { forward_laplacian(Tanh{}, 2 * u, du, -u, y, dy, ylap); }) == 2);
  LogSumExp<double> sum;
  CHECK(allocations_of([&] { sum.add(u); }) == 0);
  CHECK(allocations_of([&] { sum.add(u.bottomRows(3)); }) == 0);
  CHECK(allocations_of([&] { sum.add(2 * u); }) == 1);
}

TEST_CASE("a Continuous allocates nothing after its first step") {
  const Eigen::MatrixXf u = Eigen::MatrixXf::Constant(9, 7, 1);
  Eigen::MatrixXf y = u;
  Continuous<Tanh, Eigen::MatrixXf> neuron;
  neuron.step(u, y);
  CHECK(allocations_of([&] {
          neuron.step(u, y);
          neuron.reset();
          neuron.step(u, y);
          neuron.vjp(u, y);
        }) == 0);
}
#else
TEST_CASE("allocations are counted with glibc only") {
  support::skip_program("the C library is not glibc, whose malloc can be counted");
}
#endif
