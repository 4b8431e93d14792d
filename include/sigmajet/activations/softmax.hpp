#pragma once

#include "sigmajet/activation.hpp"
#include "sigmajet/math/triple_product.hpp"
#include "sigmajet/rowwise/probabilities.hpp"

SIGMAJET_NAMESPACE_BEGIN

namespace detail {

/// What softmax does to a row; rowwise/passes.hpp tells what each function has to do.
struct SoftmaxOfRow {
  /// y = e^{x − shift} / Σ e^{x − shift}.
  ///
  /// The shift need not be the maximum of x: any number up to about 30 below it keeps full accuracy. So the maximum of
  /// the row's beginning is tried, and one reading of x finds the exponentials and their sum. They wait in y for the
  /// division, where y can hold them, else they are computed again. Where a later entry stands so far above the
  /// beginning that a sum exceeds 10¹³, all is done again with the true maximum. That needs x as it was: where the
  /// exponentials replace x, and where a row is so short that the guess saves nothing, the true maximum is found first.
  template <class Row, class X, class Y>
  static SIGMAJET_FUNCTION void evaluate(const Row& row, const X& x, const Y& y) {
    using T = typename Row::Pack;
    const auto& kept = strip_to_keep(x, y);
    constexpr bool is_kept = std::decay_t<decltype(kept)>::is_exact;
    const bool is_lost = kept.data() == x.data();
    bool is_guess = math::is_pack<T> && !is_lost && !row.is_short();
    while (true) {
      const auto exponential = shifted_exponentials(is_guess ? row.beginning() : row, x);
      const auto sums = total_of(row, [&](const auto& place) SIGMAJET_LAMBDA {
        const T e = exponential[place.group](x.load(place, absent<Row>()));
        if constexpr (is_kept) kept.store(place, e);
        return e;
      });
      if (is_guess && !are_moderate(row, sums)) {
        is_guess = false;
        continue;
      }
      const auto normalise = row.per_group([&](auto group) SIGMAJET_LAMBDA { return Normaliser<T>(sums[group]); });
      row.for_each([&](const auto& place) SIGMAJET_LAMBDA {
        if constexpr (is_kept)
          y.store(place, normalise[place.group](kept.load(place, 0)));
        else
          y.store(place, normalise[place.group](exponential[place.group](x.load(place, absent<Row>()))));
      });
      return;
    }
  }

  /// y and the probabilities s, which are the same numbers but may be of another type.
  template <class Row, class X, class Y, class S>
  static SIGMAJET_FUNCTION void evaluate(const Row& row, const X& x, const Y& y, const S& s) {
    evaluate(row, x, s);
    row.for_each([&](const auto& place) SIGMAJET_LAMBDA { y.store(place, s.load(place, 0)); });
  }

  /// J v = s∘(v − s·v).
  template <class Row, class S, class V, class Out>
  static SIGMAJET_FUNCTION void product(const Jvp&, const Row& row, const S& s, const V& v, const Out& out) {
    jacobian_times(row, s, v, out);
  }
  /// Jᵀ g = J g: J is symmetric.
  template <class Row, class S, class G, class Out>
  static SIGMAJET_FUNCTION void product(const Vjp&, const Row& row, const S& s, const G& g, const Out& out) {
    jacobian_times(row, s, g, out);
  }
  /// ∇²⟨g, σ⟩ v = J p = s∘(p − s·p) with p = (v − s·v)∘(g − s·g). It is the derivative of J g = s∘(g − s·g) along v,
  /// J[v∘g − (s·g) v − (s·v) g], in a form that does not change where a constant is added to g or v, since J maps
  /// constants to 0.
  template <class Row, class S, class G, class V, class Out>
  static SIGMAJET_FUNCTION void product(const Hvp&, const Row& row, S s, const G& g, const V& v, const Out& out) {
    using T = typename Row::Pack;
    const auto g_at = [&](const auto& place) SIGMAJET_LAMBDA { return g.load(place, 0); };
    const auto v_at = [&](const auto& place) SIGMAJET_LAMBDA { return v.load(place, 0); };
    const auto average = s.normalise_and_average(g_at, v_at);
    // With halves of the differences, which may overflow.
    const T half(0.5);
    const auto p_times = [&](const T& probability, const auto& place) SIGMAJET_LAMBDA {
      const auto& means = average[place.group].of;
      return math::triple_product(probability, half * v_at(place) - half * means[1],
                                  half * g_at(place) - half * means[0]);
    };
    const auto mean = sum_of(row, [&](const auto& place) SIGMAJET_LAMBDA { return p_times(s(place), place); });
    row.for_each([&](const auto& place) SIGMAJET_LAMBDA {
      const T probability = s(place);
      out.store(place, T(4) * math::negated_mul_add(probability, mean[place.group], p_times(probability, place)));
    });
  }
  /// y = s, dy = J u̇ = s∘w with w = u̇ − s·u̇, and ddy = J (ü + w∘w).
  template <class Row, class S, class Du, class Ddu, class Y, class Dy, class Ddy>
  static SIGMAJET_FUNCTION void product(const Compose&, const Row& row, S s, const Du& du, const Ddu& ddu, const Y& y,
                                        const Dy& dy, const Ddy& ddy) {
    using T = typename Row::Pack;
    const auto average = s.normalise_and_average([&](const auto& place) SIGMAJET_LAMBDA { return du.load(place, 0); });
    const auto w = [&](const auto& place) SIGMAJET_LAMBDA { return du.load(place, 0) - average[place.group].of[0]; };
    const auto mean =
        sum_of(row, [&](const auto& place) SIGMAJET_LAMBDA { return weighted_bend<T>(s(place), w(place), ddu.load(place, 0)); });
    row.for_each([&](const auto& place) SIGMAJET_LAMBDA {
      const T probability = s(place), first = w(place),
              second = weighted_bend<T>(probability, first, ddu.load(place, 0));
      y.store(place, probability);
      dy.store(place, probability * first);
      ddy.store(place, math::negated_mul_add(probability, mean[place.group], second));
    });
  }

  /// J = diag(s) − s sᵀ, whose diagonal is s∘(1 − s).
  template <class Vector, class Block>
  static void jacobian(const Vector& s, Block&& block) {
    block = -s * s.transpose();
    block.diagonal() = s.cwiseProduct(complement(s));
  }
  /// ∇²⟨g, σ⟩ = diag(c) − c sᵀ − s cᵀ with c = s∘(g − s·g), whose diagonal is c∘(1 − s − s).
  ///
  /// Where one probability is nearly 1, s·g is nearly that entry's g, and their difference would have lost the digits
  /// that the others contribute. The Hessian does not change where a constant is added to g. So that entry's g is
  /// subtracted from all first: it becomes 0, and s·g the sum of what the others contribute.
  template <class Vector, class Block>
  static void hessian(const Vector& s, const Vector& g, Block&& block) {
    Eigen::Index top = 0;
    s.maxCoeff(&top);
    const Vector rest = g.array() - g(top);
    const Vector c = s.cwiseProduct((rest.array() - s.dot(rest)).matrix());
    block = -c * s.transpose() - s * c.transpose();
    block.diagonal() = c.cwiseProduct(complement(s) - s);
  }

 private:
  /// out = J v = s∘(v − s·v). The difference is halved: of numbers near the ends of the range it may overflow.
  template <class Row, class S, class V, class Out>
  static SIGMAJET_FUNCTION void jacobian_times(const Row& row, S s, const V& v, const Out& out) {
    using T = typename Row::Pack;
    const T half(0.5);
    const auto v_at = [&](const auto& place) SIGMAJET_LAMBDA { return v.load(place, 0); };
    const auto average = s.normalise_and_average(v_at);
    const auto half_average = row.per_group([&](auto group) SIGMAJET_LAMBDA { return half * average[group].of[0]; });
    row.for_each([&](const auto& place) SIGMAJET_LAMBDA {
      const T probability = s(place);
      out.store(place, (probability + probability) * (half * v_at(place) - half_average[place.group]));
    });
  }
};

}  // namespace detail

/// σ(x)_i = e^{x_i − max x} / Σ_j e^{x_j − max x} of each row, or of each column. A compile-time vector is one
/// distribution whatever its orientation.
///
/// An entry −inf gives 0. A row that is −inf throughout or holds +inf or NaN gives NaN.
template <Axis RowsOrColumns = Axis::Rowwise>
struct Softmax : Rowwise<Softmax<RowsOrColumns>> {
  static constexpr const char* name = "softmax";
  static constexpr Axis axis = RowsOrColumns;

  /// The error of an entry in ulps, for any length.
  static constexpr double error_bound = 4;

  using OfRow = detail::SoftmaxOfRow;
};

namespace detail {

template <Axis RowsOrColumns>
inline constexpr bool is_builtin_rowwise<Softmax<RowsOrColumns>> = true;

}  // namespace detail
SIGMAJET_NAMESPACE_END
