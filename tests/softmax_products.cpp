#include <cmath>
#include <limits>

#include <sigmajet/products/rowwise.hpp>

#include "support/rowwise.hpp"

using namespace support;

namespace {

using reference::Number;
using reference::Numbers;
namespace detail = sigmajet::detail;

/// A sum of terms, and the sum of their magnitudes, in whose ulps its error counts.
struct TermSum {
  Number sum = 0, magnitude = 0;
  void add(const Number& term) {
    sum += term;
    magnitude += abs(term);
  }
};

/// Rounding of every term and a few of the sum.
constexpr double product_bound = 8;

template <class Activation, class Vector>
void check_product(Activation activation, const char* what, const Vector& computed, const std::vector<TermSum>& exact) {
  double worst = 0;
  for (Index i = 0; i < computed.size(); ++i) {
    const TermSum& e = exact[static_cast<std::size_t>(i)];
    const reference::Exact expected(e.sum, e.magnitude);
    const double bound = support::allowed_error<typename Vector::Scalar>(product_bound, expected);
    worst = std::max(worst, support::error_in_ulp(computed(i), expected) * product_bound / bound);
  }
  INFO(activation << ", " << what << " of " << computed.size() << " entries");
  CHECK(worst <= product_bound);
}

/// J v from the explicit Jacobian. The diagonal s_i (1 − s_i) is a difference itself.
template <class Activation>
std::vector<TermSum> explicit_product(Activation activation, const Numbers& x, const Numbers& v, bool transposed) {
  const Numbers s = reference::softmax(x);
  std::vector<TermSum> result(x.size());
  for (std::size_t i = 0; i < x.size(); ++i) {
    for (std::size_t j = 0; j < x.size(); ++j)
      result[i].add((transposed ? exact_slope(activation, s, j, i) : exact_slope(activation, s, i, j)) * v[j]);
    result[i].magnitude += abs(s[i] * v[i]);
  }
  return result;
}

/// Σ_ik g_i ∂²σ_i/∂x_j∂x_k v_k, with ∂s_i/∂x_j from the explicit Jacobian.
template <class Activation>
std::vector<TermSum> explicit_hessian_product(Activation, const Numbers& x, const Numbers& g, const Numbers& v) {
  const Numbers s = reference::softmax(x);
  const std::size_t size = x.size();
  std::vector<TermSum> result(size);
  const auto slope = [&](std::size_t i, std::size_t j) { return reference::softmax_slope(s, i, j); };
  for (std::size_t j = 0; j < size; ++j)
    for (std::size_t i = 0; i < size; ++i)
      for (std::size_t k = 0; k < size; ++k) {
        if constexpr (Activation::name[0] == 's') {
          const Number kronecker_ij = i == j ? 1 : 0;
          result[j].add(g[i] * slope(i, k) * (kronecker_ij - s[j]) * v[k]);
          result[j].add(-g[i] * s[i] * slope(j, k) * v[k]);
        } else {
          result[j].add(-g[i] * slope(j, k) * v[k]);
        }
      }
  return result;
}

/// The magnitudes of the differences v − s·v and g − s·g, which cancel at a dominant entry.
void add_differences(std::vector<TermSum>& exact, const Numbers& s, const Numbers& g, const Numbers& v) {
  Number all_g = 0, all_v = 0;
  for (std::size_t i = 0; i < s.size(); ++i) all_g += abs(g[i]), all_v += s[i] * abs(v[i]);
  for (std::size_t i = 0; i < s.size(); ++i) exact[i].magnitude += s[i] * (abs(v[i]) + all_v) * all_g;
}

template <class Scalar, class Activation>
void check_products(Activation activation, Index length, Index count) {
  const bool by_row = Activation::axis == Axis::Rowwise;
  ArrayOf<Scalar> x(by_row ? count : length, by_row ? length : count), v = x, g = x, out = x;
  fill_normal(x, 2), fill_normal(v, 1, 1), fill_normal(g, 1, 2);
  const auto check = [&](const char* what, const auto& exact_of) {
    for (const Index n : {Index(0), count - 1})
      check_product(activation, what, distribution<Activation>(out, n), exact_of([&](const ArrayOf<Scalar>& array) {
                      return numbers_of(distribution<Activation>(array, n));
                    }));
  };
  sigmajet::jvp(activation, x, v, out);
  check("jvp", [&](auto of) { return explicit_product(activation, of(x), of(v), false); });
  sigmajet::vjp(activation, x, g, out);
  check("vjp", [&](auto of) { return explicit_product(activation, of(x), of(g), true); });
  sigmajet::hvp(activation, x, g, v, out);
  check("hvp", [&](auto of) {
    auto exact = explicit_hessian_product(activation, of(x), of(g), of(v));
    add_differences(exact, reference::softmax(of(x)), of(g), of(v));
    return exact;
  });
}

}  // namespace

TEMPLATE_TEST_CASE("softmax: jvp, vjp and hvp are the products with the explicit derivatives", "", float, double) {
  for_each_softmax([&](auto activation) {
    for (const Index length : {1, 2, 5, 33})
      for (const Index count : {1, 37}) check_products<TestType>(activation, length, count);
  });
}

TEST_CASE("softmax: the products are not those of a diagonal Jacobian, nor of derivatives of one") {
  Eigen::ArrayXXd x(3, 8), g(3, 8), out(3, 8);
  fill_normal(x, 1), fill_normal(g, 1, 1);
  const Eigen::ArrayXXd s = sigmajet::value(Softmax<>{}, x);
  sigmajet::vjp(Softmax<>{}, x, g, out);
  CHECK((out - s * (1 - s) * g).abs().maxCoeff() > 0.01);
  CHECK((out - g).abs().maxCoeff() > 0.1);
  CHECK(out.rowwise().sum().abs().maxCoeff() < 1e-15);
}

TEST_CASE("log_softmax: vjp of minus a one-hot row is the probabilities minus it") {
  Eigen::ArrayXXd x(2, 4), onehot = Eigen::ArrayXXd::Zero(2, 4), out(2, 4);
  fill_normal(x, 2);
  onehot(0, 1) = onehot(1, 3) = 1;
  sigmajet::vjp(LogSoftmax<>{}, x, -onehot, out);
  CHECK((out - (sigmajet::value(Softmax<>{}, x) - onehot)).abs().maxCoeff() < 1e-15);
}

TEMPLATE_TEST_CASE("softmax: products from the kept probabilities and with any output in an input's place agree", "",
                   float, double) {
  using Array = ArrayOf<TestType>;
  for_each_softmax([](auto activation) {
    for (const Index columns : {9, 70}) {
      Array x(40, columns), v = x, g = x, s = x, expected = x;
      fill_normal(x, 2), fill_normal(v, 1, 1), fill_normal(g, 1, 2);
      const auto close = [&](const Array& a, const Array& b) {
        return (a - b).abs().maxCoeff() <= 32 * Limits<TestType>::epsilon();
      };
      Array y = x;
      detail::rowwise_forward<decltype(activation)>(y, y, s);
      CHECK(same<TestType>(y, sigmajet::value(activation, x)));
      const auto check = [&](const auto& product, const auto& from_softmax) {
        product(x, g, v, expected);
        Array x_or_out = x, g_or_out = g, v_or_out = v, kept(s), out(x);
        product(x_or_out, g, v, x_or_out);
        product(x, g_or_out, v, g_or_out);
        product(x, g, v_or_out, v_or_out);
        from_softmax(kept, g, v, out);
        for (const Array& result : {x_or_out, g_or_out, v_or_out, out}) CHECK(close(result, expected));
      };
      check([&](auto& a, auto& b, auto& c, auto& out) { sigmajet::hvp(activation, a, b, c, out); },
            [&](auto& a, auto& b, auto& c, auto& out) {
              detail::rowwise_product<detail::Hvp, detail::From::softmax, decltype(activation)>(detail::inputs(a, b, c),
                                                                                                out);
            });
      const auto jvp = [&](auto& a, auto&, auto& c, auto& out) { sigmajet::jvp(activation, a, c, out); };
      check(jvp, [&](auto& a, auto&, auto& c, auto& out) {
        detail::rowwise_product<detail::Jvp, detail::From::softmax, decltype(activation)>(detail::inputs(a, c), out);
      });
    }
  });
}

TEST_CASE("softmax: compose is the second-order chain rule, also where an output replaces an input") {
  for_each_softmax([](auto activation) {
    Eigen::ArrayXXd u(20, 9), du(20, 9), ddu(20, 9), y(20, 9), dy(20, 9), ddy(20, 9), expected(20, 9), curvature(20, 9);
    fill_normal(u, 2), fill_normal(du, 1, 1), fill_normal(ddu, 1, 2);
    sigmajet::compose(activation, u, du, ddu, y, dy, ddy);
    CHECK(same<double>(y, sigmajet::value(activation, u)));
    sigmajet::jvp(activation, u, du, expected);
    CHECK((dy - expected).abs().maxCoeff() < 1e-14);
    // The second derivative of every output by central differences of the first.
    const double h = 1e-5;
    Eigen::ArrayXXd ahead(20, 9), behind(20, 9);
    sigmajet::jvp(activation, u + h * du, du, ahead);
    sigmajet::jvp(activation, u - h * du, du, behind);
    sigmajet::jvp(activation, u, ddu, curvature);
    CHECK((ddy - ((ahead - behind) / (2 * h) + curvature)).abs().maxCoeff() < 1e-8);
    sigmajet::compose(activation, u, du, ddu, ddu, u, du);
    CHECK((ddu == y).all());
    CHECK((u == dy).all());
    CHECK((du == ddy).all());
  });
}

TEMPLATE_TEST_CASE("softmax: the Jacobian and the Hessian agree with the reference, peaked distributions included", "",
                   float, double) {
  for (const double top : {1.0, 30.0, 80.0}) {
    Eigen::Matrix<TestType, 6, 1> x(0, 1, static_cast<TestType>(top), -1, 0.5, 0.25), g(1, -2, 0.5, 3, 1, -1);
    const auto numbers = numbers_of(x);
    const auto s = reference::softmax(numbers);
    const auto check = [&](auto activation) {
      const auto jacobian = sigmajet::jacobian(activation, x);
      const auto hessian = sigmajet::hessian(activation, x, g);
      for (Index i = 0; i < 6; ++i)
        for (Index j = 0; j < 6; ++j) {
          const auto slope = exact_slope(activation, s, static_cast<std::size_t>(i), static_cast<std::size_t>(j));
          const reference::Exact exact(slope);
          CHECK(support::error_in_ulp(jacobian(i, j), exact) <= support::allowed_error<TestType>(10, exact));
        }
      for (Index k = 0; k < 6; ++k) {
        Numbers unit(6, 0);
        unit[static_cast<std::size_t>(k)] = 1;
        check_product(activation, "column of the Hessian", Eigen::Matrix<TestType, 6, 1>(hessian.col(k)),
                      explicit_hessian_product(activation, numbers, numbers_of(g), unit));
      }
    };
    check(Softmax<>{});
    check(LogSoftmax<>{});
  }
}

TEST_CASE("softmax: the Jacobians of a batch are stacked") {
  Eigen::ArrayXXd x(3, 4);
  fill_normal(x, 2);
  const auto stacked = sigmajet::jacobian(Softmax<>{}, x);
  const auto by_column = sigmajet::jacobian(Softmax<Axis::Colwise>{}, x.transpose().eval());
  REQUIRE(stacked.rows() == 12);
  REQUIRE(stacked.cols() == 4);
  CHECK(stacked == by_column);
  for (Index n = 0; n < 3; ++n) {
    const Eigen::Array4d row = x.row(n).transpose();
    CHECK(stacked.middleRows(4 * n, 4).isApprox(sigmajet::jacobian(Softmax<>{}, row), 1e-14));
  }
}

TEST_CASE("softmax: the Hessian of a vector across the axis is 0, that of distributions of one number") {
  Eigen::MatrixXd x(3, 1), g(3, 1);
  x << 1, 2, 3;
  g << 1, 0, 2;
  CHECK((sigmajet::hessian(Softmax<>{}, x, g).array() == 0).all());
  CHECK((sigmajet::hessian(LogSoftmax<>{}, x, g).array() == 0).all());
  CHECK((sigmajet::hessian(Softmax<Axis::Colwise>{}, x, g).array() != 0).any());
}
