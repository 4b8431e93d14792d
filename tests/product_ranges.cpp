#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include <sigmajet/sigmajet.hpp>

#include "support/bit_patterns.hpp"
#include "support/catch.hpp"

/// @file
/// Products of derivatives with vectors of any size: no result is NaN, 0 or infinite only because of the order in which
/// its factors are multiplied.

using namespace sigmajet;
using support::hexadecimal;

namespace {

template <class Scalar>
using Array = Eigen::Array<Scalar, Eigen::Dynamic, 1>;

/// Arguments with derivatives of every size, and vectors of every size with each.
template <class Scalar>
struct Operands {
  Array<Scalar> x, g, v;

  Operands() {
    const int last = std::numeric_limits<Scalar>::max_exponent - 1, step = last / 13;
    std::vector<Scalar> sizes{0, std::numeric_limits<Scalar>::denorm_min()};
    for (int exponent = -last; exponent <= last; exponent += step) sizes.push_back(std::ldexp(Scalar(1.37), exponent));
    const std::vector<Scalar> arguments{0, 1, -1, Scalar(0.3), -30, 80, Scalar(1e-12), Scalar(-1e9), 21};
    const auto count = static_cast<Eigen::Index>(sizes.size() * sizes.size() * arguments.size());
    for (auto* array : {&x, &g, &v}) array->resize(count);
    Eigen::Index i = 0;
    for (const Scalar a : arguments)
      for (const Scalar b : sizes)
        for (const Scalar c : sizes) {
          x(i) = a, g(i) = i % 2 ? -b : b, v(i) = i % 3 ? c : -c;
          ++i;
        }
  }
};

/// |computed − exact| in ulps of the exact result, where a result beyond the format may be infinite.
template <class Scalar>
long double error_of(Scalar computed, long double exact) {
  using Limits = std::numeric_limits<Scalar>;
  constexpr long double infinity = std::numeric_limits<long double>::infinity();
  if (std::isnan(computed)) return infinity;
  if (std::isinf(computed)) return std::abs(exact) > Limits::max() / (1 + 4 * Limits::epsilon()) ? 0 : infinity;
  const long double magnitude = std::max<long double>(std::abs(exact), Limits::min());
  return std::abs(computed - exact) / std::ldexp(1.0L, std::ilogb(magnitude) + 1 - Limits::digits);
}

template <class Scalar, class Exact>
void check_products(const char* product, const Operands<Scalar>& operands, const Array<Scalar>& results,
                    const Exact& exact, long double bound) {
  long double worst = 0;
  Eigen::Index where = 0;
  for (Eigen::Index i = 0; i < results.size(); ++i) {
    const long double error = error_of(results(i), exact(i));
    if (!(error <= worst)) worst = error, where = i;
  }
  INFO(product << " at x = " << hexadecimal(operands.x(where)) << " with " << hexadecimal(operands.g(where)) << " and "
               << hexadecimal(operands.v(where)) << " is " << hexadecimal(results(where)) << ", exactly "
               << static_cast<double>(exact(where)));
  CHECK(worst <= bound);
}

/// All products against those of the derivatives themselves in long double.
template <class Scalar, class Activation>
void check_activation(const Activation& activation) {
  INFO(activation);
  static const Operands<Scalar> operands;
  const auto& [x, g, v] = operands;
  const auto [y, d1, d2] = jet<2>(activation, x);
  const auto wide = [](const Array<Scalar>& array) { return array.template cast<long double>().eval(); };
  const auto first = wide(d1), second = wide(d2), left = wide(g), right = wide(v);
  check_products<Scalar>("jvp", operands, jvp(activation, x, v), [&](auto i) { return first(i) * right(i); }, 1);
  check_products<Scalar>("vjp", operands, vjp(activation, x, g), [&](auto i) { return first(i) * left(i); }, 1);
  const Array<Scalar> product = hvp(activation, x, g, v), exchanged = hvp(activation, x, v, g);
  check_products<Scalar>("hvp", operands, product, [&](auto i) { return second(i) * left(i) * right(i); }, 2);
  for (Eigen::Index i = 0; i < x.size(); ++i) REQUIRE(support::is_identical(product(i), exchanged(i)));

  Context<Activation, Array<Scalar>, 2> context;
  Array<Scalar> out(x.size());
  forward(activation, x, none, context);
  hvp(activation, context, g, v, out);
  for (Eigen::Index i = 0; i < x.size(); ++i) REQUIRE(support::is_identical(product(i), out(i)));

  // Without a second input: of the sums of two terms each term alone is looked at.
  const Array<Scalar> zero = Array<Scalar>::Zero(x.size());
  const auto bent = compose(activation, x, v, zero).d2;
  const auto bend = [&](auto i) { return second(i) * right(i) * right(i); };
  check_products<Scalar>("compose", operands, bent, bend, 2);
  Array<Scalar> dy(x.size()), laplacian(x.size());
  forward_laplacian(activation, x, v, zero, out, dy, laplacian);
  check_products<Scalar>("forward_laplacian", operands, laplacian, bend, 2);
}

}  // namespace

TEMPLATE_TEST_CASE("products are what they are in an unbounded range, whatever the sizes of their factors", "", float,
                   double) {
  check_activation<TestType>(Identity{});
  check_activation<TestType>(ReLU{});
  check_activation<TestType>(LeakyReLU{-1e30});
  check_activation<TestType>(Tanh{});
  check_activation<TestType>(Softplus{1, 20});
  check_activation<TestType>(Softplus{1e30});
  check_activation<TestType>(ELU{3e38});
  check_activation<TestType>(Gaussian{});
  check_activation<TestType>(SymmetricElliot{1e12});
  check_activation<TestType>(SoftLIF{});
}

namespace {

/// Vectors near the ends of the range, and of one or several sizes.
template <class Scalar>
std::vector<Array<Scalar>> vectors(Eigen::Index length) {
  const Scalar largest = std::numeric_limits<Scalar>::max(), tiny = std::numeric_limits<Scalar>::min();
  std::vector<Array<Scalar>> all;
  for (const Scalar size : {Scalar(1), std::sqrt(largest), largest / 4, Scalar(0.9) * largest, tiny, tiny * 1000}) {
    Array<Scalar> constant = Array<Scalar>::Constant(length, size), turned = constant, one = constant * 0, mixed = one;
    for (Eigen::Index i = 0; i < length; ++i) {
      turned(i) *= i % 2 ? Scalar(-1) : Scalar(1);
      mixed(i) = std::pow(size, Scalar(i % 5) / 4);
    }
    one(length / 2) = -size;
    all.insert(all.end(), {constant, turned, one, mixed});
  }
  return all;
}

/// Σ_j of a product with the Jacobian of softmax or logSoftmax, entry by entry in long double: exact enough, and far
/// from the ends of its range.
template <class Activation, class Scalar>
void check_row(Activation activation, const Array<Scalar>& x) {
  using Wide = Eigen::Array<long double, Eigen::Dynamic, 1>;
  const Wide e = (x.template cast<long double>() - static_cast<long double>(x.maxCoeff())).exp(), s = e / e.sum();
  constexpr bool is_log = std::is_same_v<Activation, LogSoftmax<Axis::Colwise>>;
  const long double epsilon = std::numeric_limits<Scalar>::epsilon(), tiny = std::numeric_limits<Scalar>::denorm_min();
  const auto check = [&](const char* product, const Array<Scalar>& computed, const Wide& exact,
                         const Wide& largest_term) {
    for (Eigen::Index i = 0; i < x.size(); ++i) {
      INFO(activation << " of " << x.size() << " entries: " << product << ", entry " << i << ": "
                      << hexadecimal(computed(i)) << " for " << static_cast<double>(exact(i)));
      const bool overflows = std::abs(exact(i)) > std::numeric_limits<Scalar>::max() / (1 + 64 * epsilon);
      if (overflows) continue;
      REQUIRE(std::abs(computed(i) - exact(i)) <= 16 * epsilon * largest_term(i) + 8 * tiny);
    }
  };
  for (const Array<Scalar>& vector : vectors<Scalar>(x.size())) {
    const Wide v = vector.template cast<long double>();
    const long double average = (s * v).sum(), size = v.abs().maxCoeff(), sum = v.sum();
    const Array<Scalar> forward = jvp(activation, x, vector), back = vjp(activation, x, vector);
    const Wide jacobian_times = is_log ? Wide(v - average) : Wide(s * (v - average));
    check("jvp", forward, jacobian_times, is_log ? Wide(v * 0 + size) : Wide(s * size));
    check("vjp", back, is_log ? Wide(v - s * sum) : jacobian_times,
          is_log ? Wide(v.abs() + s * v.abs().sum()) : Wide(s * size));
    const Array<Scalar> ones = Array<Scalar>::Ones(x.size()), bent = hvp(activation, x, vector, ones + x);
    const Wide u = (ones + x).template cast<long double>(), p = (v - average) * (u - (s * u).sum());
    check("hvp", bent, is_log ? Wide(-sum * s * (u - (s * u).sum())) : Wide(s * (p - (s * p).sum())),
          s * (is_log ? v.abs().sum() : 2 * size) * (u.abs().maxCoeff() + 1));
  }
}

}  // namespace

TEMPLATE_TEST_CASE("row-wise products overflow only where their results do", "", float, double) {
  for (const Eigen::Index length : {2, 3, 7, 40, 300}) {
    Array<TestType> x = Array<TestType>::LinSpaced(length, -2, 2);
    for (int i = 0; i < 2; ++i, x(0) = 5) {
      check_row<Softmax<Axis::Colwise>>({}, x);
      check_row<LogSoftmax<Axis::Colwise>>({}, x);
    }
  }
}
