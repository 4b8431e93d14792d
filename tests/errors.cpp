#include <sstream>
#include <string>
#include <vector>

#include <sigmajet/sigmajet.hpp>

#include "support/catch.hpp"

namespace {

using namespace sigmajet;

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

/// The message of the std::invalid_argument that a call throws.
template <class Call>
std::string message_of(Call call) {
  try {
    call();
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "nothing was thrown";
}

bool holds(const std::string& text, const std::vector<std::string>& parts) {
  for (const std::string& part : parts)
    if (text.find(part) == std::string::npos) return false;
  return true;
}

template <class Type>
std::string printed(const Type& object) {
  std::ostringstream text;
  text << object;
  return text.str();
}

/// make(value) names the type, the parameter and the value in its error.
template <class Make>
void check_invalid(const std::string& type, const std::string& parameter, const std::vector<double>& values,
                   Make make) {
  for (const double value : values) {
    const std::string message = message_of([&] { make(value); });
    INFO(message);
    CHECK(holds(message, {"sigmajet: ", type + ": ", parameter + " must be ", printed(value)}));
  }
}

const std::vector<double> not_positive_and_finite = {0, -1.5, infinity, -infinity, not_a_number};
const std::vector<double> not_positive = {0, -1.5, -infinity, not_a_number};
const std::vector<double> not_finite = {infinity, -infinity, not_a_number};

}  // namespace

TEST_CASE("an invalid parameter is refused with type, name and value") {
  check_invalid("Softplus", "beta", not_positive_and_finite, [](double v) { return Softplus(v); });
  check_invalid("Softplus", "threshold", not_positive, [](double v) { return Softplus(1, v); });
  check_invalid("ReLU", "max", not_positive, [](double v) { return ReLU(v); });
  check_invalid("LeakyReLU", "alpha", not_finite, [](double v) { return LeakyReLU(v); });
  check_invalid("ELU", "alpha", not_finite, [](double v) { return ELU(v); });
  check_invalid("Elliot", "steepness", not_positive_and_finite, [](double v) { return Elliot(v); });
  check_invalid("SymmetricElliot", "steepness", not_positive_and_finite, [](double v) { return SymmetricElliot(v); });
  check_invalid("SoftLIF", "sigma", not_positive_and_finite, [](double v) { return SoftLIF(v); });
  check_invalid("SoftLIF", "tau_rc", not_positive_and_finite, [](double v) { return SoftLIF(1, v); });
  check_invalid("SoftLIF", "tau_ref", not_positive_and_finite, [](double v) { return SoftLIF(1, 0.02, v); });
  check_invalid("SoftLIF", "amp", {0, infinity, -infinity, not_a_number},
                [](double v) { return SoftLIF(1, 0.02, 0.002, v); });
  check_invalid("ELU", "alpha", {4.9e-324, -2.2e-308}, [](double v) { return ELU(v); });
  check_invalid("Softplus", "beta", {4.9e-324, 2.2e-308}, [](double v) { return Softplus(v); });
}

namespace {

/// Every call with arrays or numbers of a type names a parameter that the type cannot hold; with the limits of its
/// normal numbers none does.
template <class Scalar, class Make>
void check_range(const std::string& parameter, Make make) {
  using Array = Eigen::Array<Scalar, Eigen::Dynamic, 1>;
  const Array x = Array::Constant(5, Scalar(1)), v = x;
  for (const double value : {1.2e-38, 3.4e38}) {
    const auto activation = make(value);
    CHECK_NOTHROW(jet<2>(activation, x));
    CHECK_NOTHROW(vjp(activation, x, v));
  }
  for (const double value : {1e-300, 1e-50, 1.1e-38, 3.5e38, 1e60, 1e300}) {
    const auto activation = make(value);
    using Activation = std::decay_t<decltype(activation)>;
    Array y = Array::Constant(5, Scalar(7)), out = y;
    const auto is_refused = [&](auto call) {
      const std::string message = message_of(call);
      INFO(activation << ": " << message);
      CHECK(holds(message, {Activation::name, parameter + " = " + printed(value), "no normal number of float"}));
    };
    is_refused([&] { activation(Scalar(1)); });
    is_refused([&] { jet<2>(activation, Scalar(1)); });
    is_refused([&] { evaluate(activation, x, y); });
    is_refused([&] { evaluate(activation, x, none, y, out); });
    is_refused([&] { Array y0 = sigmajet::value(activation, x); });
    is_refused([&] { jvp(activation, x, v, y); });
    is_refused([&] { vjp(activation, x, v, y); });
    is_refused([&] { hvp(activation, x, v, v, y); });
    is_refused([&] { compose(activation, x, v, v); });
    Context<Activation, Array> context;
    is_refused([&] { forward(activation, x, y, context); });
    Context<Activation, Array, 2> keeping;
    is_refused([&] { forward(activation, x, y, keeping); });
    CHECK((y == Scalar(7)).all());
  }
}

}  // namespace

TEMPLATE_TEST_CASE("a parameter that the scalar type cannot hold is refused with its name and value", "", float,
                   Eigen::half) {
  check_range<TestType>("beta", [](double v) { return Softplus(v); });
  check_range<TestType>("threshold", [](double v) { return Softplus(1, v); });
  check_range<TestType>("max", [](double v) { return ReLU(v); });
  check_range<TestType>("alpha", [](double v) { return LeakyReLU(v); });
  check_range<TestType>("alpha", [](double v) { return ELU(v); });
  check_range<TestType>("steepness", [](double v) { return Elliot(v); });
  check_range<TestType>("steepness", [](double v) { return SymmetricElliot(v); });
  check_range<TestType>("sigma", [](double v) { return SoftLIF(v); });
  check_range<TestType>("amp", [](double v) { return SoftLIF(1, 0.02, 0.002, v); });
}

TEST_CASE("parameters at the edge of their range are accepted") {
  constexpr double largest = (std::numeric_limits<double>::max)(), smallest = (std::numeric_limits<double>::min)();
  CHECK(Softplus(largest, infinity).beta() == largest);
  CHECK(Softplus(smallest, smallest).threshold() == smallest);
  CHECK((ReLU(infinity).max)() == infinity);
  CHECK(LeakyReLU(-largest).alpha() == -largest);
  CHECK(ELU(0).alpha() == 0);
  CHECK(SoftLIF(1, 0.02, 0.002, -3).amp() == -3);
}

TEST_CASE("a wrong shape is refused with both shapes and the output's name") {
  const Eigen::MatrixXd x = Eigen::MatrixXd::Zero(3, 5);
  Eigen::MatrixXd y(3, 5), memory(8, 8);
  CHECK(holds(message_of([&] { evaluate(Tanh{}, x, y, memory.block(0, 0, 4, 5)); }),
              {"sigmajet: ", "first derivative", "4 x 5", "3 x 5"}));
  CHECK(holds(message_of([&] { evaluate(Tanh{}, x, memory.block(0, 0, 5, 3)); }), {"value", "5 x 3", "3 x 5"}));
  Eigen::Matrix2d fixed;
  CHECK(holds(message_of([&] { evaluate(Tanh{}, x, y, none, fixed); }), {"second derivative", "2 x 2", "3 x 5"}));
}

TEST_CASE("a forbidden overlap is refused with the output's name") {
  Eigen::ArrayXd x = Eigen::ArrayXd::Zero(9), y(9);
  CHECK(holds(message_of([&] { evaluate(Tanh{}, x.head(5), y.head(5), x.tail(5)); }),
              {"sigmajet: ", "first derivative", "overlaps the input"}));
  CHECK(holds(message_of([&] { evaluate(Tanh{}, x, y, none, y); }),
              {"sigmajet: ", "value", "second derivative", "share memory"}));
}

namespace {

/// The Jacobian and the Hessian of every shape of x: columns are the products with unit vectors, and what is no vector
/// is refused where a matrix of K×K is asked for. The Jacobians of several distributions stand below each other.
template <class Activation, class X>
void check_matrices(const Activation& f, const X& x) {
  CAPTURE(f, x.rows(), x.cols());
  const typename X::PlainObject g = x.derived() * 2;
  if (x.rows() != 1 && x.cols() != 1) {
    CHECK(holds(message_of([&] { hessian(f, x, g); }), {"hessian takes a vector", "x is"}));
    if (is_elementwise<Activation>) CHECK(holds(message_of([&] { jacobian(f, x); }), {"jacobian takes a vector"}));
    return;
  }
  const Eigen::MatrixXd j = jacobian(f, x), h = hessian(f, x, g);
  CHECK(j.rows() == x.size());
  CHECK((h.rows() == x.size() && h.cols() == x.size()));
  for (Eigen::Index i = 0; i < x.size(); ++i) {
    typename X::PlainObject unit = x.derived() * 0;
    unit.data()[i] = 1;
    CHECK(hvp(f, x, g, unit).reshaped().isApprox(h.col(i)));
    if (j.cols() == x.size()) CHECK(jvp(f, x, unit).reshaped().isApprox(j.col(i)));
  }
}

template <class Activation>
void check_all_matrices(const Activation& f) {
  const Eigen::MatrixXd m = Eigen::MatrixXd::Random(3, 4);
  for (const auto& [rows, columns] : {std::pair{3, 1}, {1, 4}, {1, 1}, {0, 1}, {1, 0}, {0, 0}, {0, 3}, {3, 0}, {3, 2}})
    check_matrices(f, Eigen::MatrixXd(m.topLeftCorner(rows, columns)));
  check_matrices(f, Eigen::VectorXd(m.col(0)));
  check_matrices(f, Eigen::VectorXd(0));
  check_matrices(f, Eigen::RowVectorXd(m.row(0)));
  check_matrices(f, Eigen::Vector3d(m.col(1)));
  check_matrices(f, Eigen::Matrix<double, 1, 1>(2.0));
  check_matrices(f, Eigen::Matrix<double, Eigen::Dynamic, 1, 0, 5, 1>(m.col(2)));
  check_matrices(f, m.row(1));
  check_matrices(f, m.col(1).reverse());
}

}  // namespace

TEST_CASE("the Jacobian and the Hessian of any shape are right or refused") {
  check_all_matrices(Tanh{});
  check_all_matrices(Softmax<>{});
  check_all_matrices(LogSoftmax<Axis::Colwise>{});
}

TEST_CASE("an activation has the documented defaults and prints its name and parameters") {
  CHECK(printed(Tanh{}) == "tanh");
  CHECK(printed(Sigmoid{}) == "sigmoid");
  CHECK(printed(Softplus{}) == "softplus(beta=1, threshold=inf)");
  CHECK(printed(Softplus(2)) == "softplus(beta=2, threshold=inf)");
  CHECK(printed(AntiTanh{}) == "antitanh");
  CHECK(printed(Quadratic{}) == "quadratic");
  CHECK(printed(Identity{}) == "identity");
  CHECK(printed(ReLU{}) == "relu(max=inf)");
  CHECK(printed(LeakyReLU{}) == "leaky_relu(alpha=0.01)");
  CHECK(printed(ELU{}) == "elu(alpha=1)");
  CHECK(printed(Elliot{}) == "elliot(steepness=1)");
  CHECK(printed(SymmetricElliot{}) == "symmetric_elliot(steepness=1)");
  CHECK(printed(SoftSign{}) == "softsign");
  CHECK(printed(Gaussian{}) == "gaussian");
  CHECK(printed(SoftLIF{}) == "softlif(sigma=1, tau_rc=0.02, tau_ref=0.002, amp=0.01)");
}

TEST_CASE("a parameter is read back by its name") {
  CHECK(Softplus(2, 20).beta() == 2);
  CHECK(Softplus(2, 20).threshold() == 20);
  CHECK((ReLU(6).max)() == 6);
  CHECK(LeakyReLU(0.2).alpha() == 0.2);
  CHECK(ELU(0.5).alpha() == 0.5);
  CHECK(Elliot(4).steepness() == 4);
  CHECK(SymmetricElliot(4).steepness() == 4);
  const SoftLIF softlif(0.25, 0.03, 0.004, 0.5);
  CHECK(softlif.sigma() == 0.25);
  CHECK(softlif.tau_rc() == 0.03);
  CHECK(softlif.tau_ref() == 0.004);
  CHECK(softlif.amp() == 0.5);
}

TEST_CASE("the aliases are the activations they stand for") {
  CHECK(std::is_same_v<Logistic, Sigmoid>);
  CHECK(std::is_same_v<StableSigmoid, Sigmoid>);
  CHECK(std::is_same_v<LogCosh, AntiTanh>);
  CHECK(std::is_same_v<Linear, Identity>);
}
