#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <sigmajet/sigmajet.hpp>

#include "support/rowwise.hpp"

/// @file
/// Distributions of millions of entries. Their logits repeat a short pattern behind a few leading ones, so that the
/// exact results follow from the few different logits and how often each occurs.

using namespace support;

namespace {

template <class Scalar>
struct Pattern {
  std::string name;
  std::vector<Scalar> leading, repeated;

  Scalar operator()(Index i) const {
    const auto k = static_cast<std::size_t>(i);
    return k < leading.size() ? leading[k] : repeated[(k - leading.size()) % repeated.size()];
  }
};

/// What makes sums of many terms go wrong: ties, terms whose additions all round the same way, terms far below the sum,
/// a maximum that stands late, and logits like those of a trained network.
template <class Scalar>
std::vector<Pattern<Scalar>> patterns() {
  const auto ramp = [](double spread, int count) {
    std::vector<Scalar> result;
    for (int i = 0; i < count; ++i) result.push_back(static_cast<Scalar>(-spread * i / count));
    return result;
  };
  std::vector<Scalar> normal(997);
  Eigen::Map<VectorOf<Scalar>> numbers(normal.data(), static_cast<Index>(normal.size()));
  fill_normal(numbers, 3);
  const Scalar third = Scalar(-1) / 3;
  return {{"equal", {}, {third}},
          {"equal but for the first", {Scalar(1)}, {third}},
          {"one far above the others", {Scalar(0), Scalar(14)}, {Scalar(-1.7)}},
          {"terms below an ulp of the first", {Scalar(0)}, {std::is_same_v<Scalar, float> ? Scalar(-17) : Scalar(-37)}},
          {"a ramp of .28", {}, ramp(0.28, 1000)},
          {"a ramp of .2", {}, ramp(0.2, 1000)},
          {"a ramp of 20", {}, ramp(20, 1009)},
          {"normal", {}, normal}};
}

/// ln Σ e^{x − top} for the first `length` entries of a pattern, exactly.
template <class Scalar>
reference::Number log_sum(const Pattern<Scalar>& pattern, Index length, const reference::Number& top) {
  reference::Number sum = 0;
  const auto lead = static_cast<Index>(pattern.leading.size()), period = static_cast<Index>(pattern.repeated.size());
  for (Index i = 0; i < std::min(length, lead + period); ++i) {
    const Index times = i < lead ? 1 : (length - 1 - i) / period + 1;
    sum += times * exp(reference::Number(pattern(i)) - top);
  }
  return log(sum);
}

/// The entries of a row that are looked at: those at its ends, and some in between.
std::vector<Index> samples(Index length) {
  std::vector<Index> result;
  for (Index i = 0; i < std::min<Index>(length, 40); ++i) {
    result.push_back(i);
    result.push_back(length - 1 - i);
    result.push_back(i * (length / 41));
  }
  return result;
}

/// entry(i), of the activation's results for the first `length` entries of a pattern, within the published bound.
template <class Scalar, class Activation, class Entry>
void check_entries(Activation activation, const Pattern<Scalar>& pattern, Index length, const Entry& entry) {
  const std::vector<Index> places = samples(length);
  reference::Number top = pattern(0);
  for (const Index i : places) top = std::max(top, reference::Number(pattern(i)));
  for (const auto& numbers : {pattern.leading, pattern.repeated})
    for (const Scalar x : numbers) top = std::max(top, reference::Number(x));
  const reference::Number log = log_sum(pattern, length, top);
  double worst = 0;
  Index where = 0;
  for (const Index i : places) {
    const reference::Number exact_log = (reference::Number(pattern(i)) - top) - log;
    const reference::Exact exact(
        std::is_same_v<Activation, Softmax<Activation::axis>> ? reference::Number(exp(exact_log)) : exact_log);
    const double error = support::error_against(Activation::error_bound, entry(i), exact);
    if (error > worst) worst = error, where = i;
  }
  INFO(activation << ", " << pattern.name << ", " << length << " entries: worst at entry " << where
                  << ", x = " << hexadecimal(pattern(where)) << ", computed " << hexadecimal(entry(where)));
  CHECK(worst <= Activation::error_bound);
}

/// As many equal distributions side by side.
template <class Scalar>
ArrayOf<Scalar, Eigen::RowMajor> columns_of(const Pattern<Scalar>& pattern, Index length, Index count) {
  ArrayOf<Scalar, Eigen::RowMajor> x(length, count);
  for (Index i = 0; i < length; ++i) x.row(i).setConstant(pattern(i));
  return x;
}

template <class Scalar, class Activation>
void check_columns(Activation activation, const Pattern<Scalar>& pattern, Index length, Index count) {
  ArrayOf<Scalar, Eigen::RowMajor> x = columns_of(pattern, length, count);
  sigmajet::evaluate(activation, x, x);
  check_entries(activation, pattern, length, [&](Index i) { return x(i, count - 1); });
}

/// 1 − n s_i, the product of logSoftmax's transposed Jacobian with ones, in ulps of its larger term.
template <class Scalar>
void check_vjp_of_ones(const Pattern<Scalar>& pattern, Index length, Index count) {
  using reference::Number;
  const ArrayOf<Scalar, Eigen::RowMajor> x = columns_of(pattern, length, count);
  ArrayOf<Scalar, Eigen::RowMajor> g = ArrayOf<Scalar, Eigen::RowMajor>::Ones(length, count);
  sigmajet::vjp(LogSoftmax<Axis::Colwise>{}, x, g, g);
  const Number log = log_sum(pattern, length, 0);
  for (const Index i : samples(length)) {
    const Number share = length * exp(Number(Number(pattern(i)) - log));
    const double error =
        support::error_in_ulp(g(i, count - 1), reference::Exact(1 - share, share > 1 ? share : Number(1)));
    INFO(pattern.name << ", " << length << " entries, entry " << i << ", computed " << hexadecimal(g(i, count - 1)));
    REQUIRE(error <= LogSoftmax<>::error_bound);
  }
}

template <class Scalar>
void check_log_sum_exp(const Pattern<Scalar>& pattern, Index length) {
  VectorOf<Scalar> x(length);
  for (Index i = 0; i < length; ++i) x(i) = pattern(i);
  sigmajet::LogSumExp<Scalar> sum;
  sum.add(x);
  check_entries(LogSoftmax<Axis::Colwise>{}, pattern, length, [&](Index i) { return sum.log_softmax(pattern(i)); });
}

template <class Scalar>
void check_all(Index length, Index length_of_several) {
  for (const auto& pattern : patterns<Scalar>()) {
    check_columns(Softmax<Axis::Colwise>{}, pattern, length, 1);
    check_columns(LogSoftmax<Axis::Colwise>{}, pattern, length, 1);
    check_columns(Softmax<Axis::Colwise>{}, pattern, length_of_several, 6);
    check_columns(LogSoftmax<Axis::Colwise>{}, pattern, length_of_several, 6);
    check_vjp_of_ones(pattern, length, 1);
    check_vjp_of_ones(pattern, length_of_several, 6);
    check_log_sum_exp(pattern, length);
  }
}

}  // namespace

TEMPLATE_TEST_CASE("long rows: every entry within the published bound, along and across memory", "", float, double) {
  for (const Index length : {1000, 100000}) check_all<TestType>(length, length);
}

TEMPLATE_TEST_CASE("long rows: every entry within the published bound, of millions", "", float, double) {
  const Index millions = std::is_same_v<TestType, float> ? 20 : 4;
  check_all<TestType>(millions * 1000000, millions * 125000);
}

TEMPLATE_TEST_CASE("long rows: every entry within the published bound, of two hundred million", "[.long]", float,
                   double) {
  check_all<TestType>(200000000, 30000000);
}
