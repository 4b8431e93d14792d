#pragma once

#include "sigmajet/activation.hpp"
#include "sigmajet/math/triple_product.hpp"
#include "sigmajet/rowwise/log_sum_terms.hpp"
#include "sigmajet/rowwise/probabilities.hpp"

SIGMAJET_NAMESPACE_BEGIN

namespace detail {

/// What logSoftmax does to a row; rowwise/passes.hpp tells what each function has to do. With s = softmax(x), its
/// Jacobian is J = I − 1 sᵀ, and its second derivatives are those of −ln Σ e^x, the same in every component.
struct LogSoftmaxOfRow {
  /// y = (x − top) − ln(ties + others), in the terms of LogSumTerms.
  template <class Row, class X, class Y>
  static SIGMAJET_FUNCTION void evaluate(const Row& row, const X& x, const Y& y) {
    const auto terms = log_sum_terms(row, x);
    const auto log = row.per_group([&](auto group) SIGMAJET_LAMBDA { return terms[group].log(); });
    row.for_each([&](const auto& place) SIGMAJET_LAMBDA {
      y.store(place, (x.load(place, absent<Row>()) - terms[place.group].top) - log[place.group]);
    });
  }

  /// y and the probabilities s, which e^y would not give: the rounding error of y, half an ulp of y, would become a
  /// relative one. The exponentials of the sum wait in s, where it can hold them; else they are computed again.
  template <class Row, class X, class Y, class S>
  static SIGMAJET_FUNCTION void evaluate(const Row& row, const X& x, const Y& y, const S& s) {
    using T = typename Row::Pack;
    const auto terms = log_sum_terms(row, x, [&](const auto& place, const T& e) SIGMAJET_LAMBDA {
      if constexpr (S::is_exact) s.store(place, e);
    });
    const auto log = row.per_group([&](auto group) SIGMAJET_LAMBDA { return terms[group].log(); });
    const auto normalise = row.per_group([&](auto group) SIGMAJET_LAMBDA { return terms[group].normaliser(); });
    row.for_each([&](const auto& place) SIGMAJET_LAMBDA {
      const auto& top = terms[place.group].top;
      const T numbers = x.load(place, absent<Row>());
      if constexpr (S::is_exact)
        s.store(place, normalise[place.group](s.load(place, 0)));
      else
        s.store(place, normalise[place.group](math::ShiftedExponential<T>(top)(numbers)));
      y.store(place, (numbers - top) - log[place.group]);
    });
  }

  /// J v = v − s·v.
  template <class Row, class S, class V, class Out>
  static SIGMAJET_FUNCTION void product(const Jvp&, const Row& row, S s, const V& v, const Out& out) {
    const auto v_at = [&](const auto& place) SIGMAJET_LAMBDA { return v.load(place, 0); };
    const auto average = s.normalise_and_average(v_at);
    row.for_each([&](const auto& place)
                     SIGMAJET_LAMBDA { out.store(place, v_at(place) - average[place.group].of[0]); });
  }
  /// Jᵀ g = g − s Σg.
  template <class Row, class S, class G, class Out>
  static SIGMAJET_FUNCTION void product(const Vjp&, const Row& row, S s, const G& g, const Out& out) {
    const auto g_at = [&](const auto& place) SIGMAJET_LAMBDA { return g.load(place, 0); };
    s.normalise();
    const auto sum = scaled_sums_of(row, g_at);
    row.for_each([&](const auto& place) SIGMAJET_LAMBDA {
      const auto reduced = sum.scale.reduced(g_at(place)) - s(place) * sum.reduced[place.group];
      out.store(place, sum.scale.restored(reduced));
    });
  }
  /// ∇²⟨g, σ⟩ v = −(Σg) s∘(v − s·v).
  template <class Row, class S, class G, class V, class Out>
  static SIGMAJET_FUNCTION void product(const Hvp&, const Row& row, S s, const G& g, const V& v, const Out& out) {
    const auto v_at = [&](const auto& place) SIGMAJET_LAMBDA { return v.load(place, 0); };
    const auto average = s.normalise_and_average(v_at);
    const auto sum = scaled_sums_of(row, [&](const auto& place) SIGMAJET_LAMBDA { return g.load(place, 0); });
    row.for_each([&](const auto& place) SIGMAJET_LAMBDA {
      const auto rest = average[place.group].of[0] - v_at(place);
      out.store(place, sum.scale.restored(math::triple_product(s(place), rest, sum.reduced[place.group])));
    });
  }
  /// y = σ(u), dy = J u̇ = w with w = u̇ − s·u̇, and ddy = ü − s·(ü + w∘w).
  template <class Row, class S, class Du, class Ddu, class Y, class Dy, class Ddy>
  static SIGMAJET_FUNCTION void product(const Compose&, const Row& row, S s, const Du& du, const Ddu& ddu, const Y& y,
                                        const Dy& dy, const Ddy& ddy) {
    using T = typename Row::Pack;
    const auto average = s.normalise_and_average([&](const auto& place) SIGMAJET_LAMBDA { return du.load(place, 0); });
    const auto w = [&](const auto& place) SIGMAJET_LAMBDA { return du.load(place, 0) - average[place.group].of[0]; };
    const auto mean =
        sum_of(row, [&](const auto& place) SIGMAJET_LAMBDA { return weighted_bend<T>(s(place), w(place), ddu.load(place, 0)); });
    const auto terms = log_sum_terms(row, s.input());
    const auto log = row.per_group([&](auto group) SIGMAJET_LAMBDA { return terms[group].log(); });
    row.for_each([&](const auto& place) SIGMAJET_LAMBDA {
      const T numbers = s.input().load(place, absent<Row>()), first = w(place), second = ddu.load(place, 0);
      y.store(place, (numbers - terms[place.group].top) - log[place.group]);
      dy.store(place, first);
      ddy.store(place, second - mean[place.group]);
    });
  }

  /// J = I − 1 sᵀ, whose diagonal is 1 − s.
  template <class Vector, class Block>
  static void jacobian(const Vector& s, Block&& block) {
    block.rowwise() = -s.transpose();
    block.diagonal() = complement(s);
  }
  /// ∇²⟨g, σ⟩ = −(Σg) (diag(s) − s sᵀ), whose diagonal is −(Σg) s∘(1 − s).
  template <class Vector, class Block>
  static void hessian(const Vector& s, const Vector& g, Block&& block) {
    const auto sum = g.sum();
    block = sum * s * s.transpose();
    block.diagonal() = -sum * s.cwiseProduct(complement(s));
  }
};

}  // namespace detail

/// σ(x)_i = (x_i − max x) − ln Σ_j e^{x_j − max x} of each row, or of each column. A compile-time vector is one
/// distribution whatever its orientation. `vjp(LogSoftmax<>{}, x, -onehot)` is the familiar softmax(x) − onehot.
///
/// The logarithm is ln(1 + Σ of the others), so that the top entry of a peaked row keeps its digits. An entry −inf
/// gives −inf. A row that is −inf throughout or holds +inf or NaN gives NaN.
template <Axis RowsOrColumns = Axis::Rowwise>
struct LogSoftmax : Rowwise<LogSoftmax<RowsOrColumns>> {
  static constexpr const char* name = "log_softmax";
  static constexpr Axis axis = RowsOrColumns;

  /// The error of an entry in ulps, for any length.
  static constexpr double error_bound = 4;

  using OfRow = detail::LogSoftmaxOfRow;
};

namespace detail {

template <Axis RowsOrColumns>
inline constexpr bool is_builtin_rowwise<LogSoftmax<RowsOrColumns>> = true;

}  // namespace detail
SIGMAJET_NAMESPACE_END
