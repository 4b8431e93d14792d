#pragma once

#include "sigmajet/loop/contiguous.hpp"
#include "sigmajet/operands/inputs.hpp"
#include "sigmajet/rowwise/log_sum_terms.hpp"
#include "sigmajet/rowwise/strip.hpp"

SIGMAJET_NAMESPACE_BEGIN

/// ln Σ e^{x} of numbers that come in blocks, as of a distribution whose parts lie on several threads or machines: each
/// adds its own part, one merges them, and all take their share of the softmax from the merged one.
///
///     LogSumExp<double> all;
///     for (const auto& part : parts) all.merge(part);
///     y = all.log_softmax(x);                          // logSoftmax of the part x within the whole
///
/// It keeps the maximum, how often it occurs, and the sum of the other e^{x − maximum}, so that the top entry of a
/// peaked distribution keeps its digits, and keeps them at any number of entries. 16-bit numbers are summed as floats.
/// Merging is associative up to rounding. NaN stays; +inf makes log_softmax NaN.
template <class Scalar>
class LogSumExp {
 public:
  /// Adds all coefficients of an array. An expression without memory of its own is evaluated first.
  template <class Derived>
  void add(const Eigen::DenseBase<Derived>& block) {
    check_scalar_of<Derived>();
    const auto& x = detail::with_memory(block.derived());
    if (x.size() == 0) return;
    if (x.innerStride() == 1 && (x.outerStride() == x.innerSize() || x.outerSize() == 1))
      add_slice<true>(x.data(), x.size(), 1);
    else
      for (Eigen::Index i = 0; i < x.outerSize(); ++i)
        add_slice<false>(x.data() + i * x.outerStride(), x.innerSize(), x.innerStride());
  }

  /// Adds what another one holds.
  void merge(const LogSumExp& other) {
    if (other.is_empty()) return;
    if (maximum_ < other.maximum_) raise_maximum(other.maximum_);
    if (are_equal(maximum_, other.maximum_))
      ties_ = math::sum(ties_, times(other.ties_, weight_of_equal(other.maximum_, maximum_)));
    else
      others_ = math::sum(others_, times(other.ties_, weight(other.maximum_)));
    others_ = math::sum(others_, times(other.others_, weight(other.unit_)));
  }

  /// ln Σ e^{x} of all numbers so far; −inf when there are none.
  Scalar value() const {
    return is_empty() ? static_cast<Scalar>(maximum_) : static_cast<Scalar>(maximum_ + log_of_terms());
  }

  /// x − value(), but as (x − maximum) − ln Σ e^{x − maximum}, which keeps the digits where x is near the maximum and
  /// both are large.
  Scalar log_softmax(const Scalar& x) const {
    return static_cast<Scalar>((static_cast<Working>(x) - maximum_) - log());
  }
  /// The same for every coefficient of an array.
  template <class Derived>
  auto log_softmax(const Eigen::DenseBase<Derived>& x) const {
    check_scalar_of<Derived>();
    const Working log_sum = log();
    typename Derived::PlainObject result = x.derived();
    result.array() = ((result.array().template cast<Working>() - maximum_) - log_sum).template cast<Scalar>();
    return result;
  }

 private:
  using Working = detail::WorkingScalar<Scalar>;
  using T = detail::ScalarPack<Working>;
  using Words = math::TwoWords<Working>;

  template <class Derived>
  static constexpr void check_scalar_of() {
    static_assert(std::is_same_v<typename Derived::Scalar, Scalar>,
                  "sigmajet: the array has another scalar type than LogSumExp: convert it with .cast<...>()");
  }

  /// So few numbers stay in the cache between the search for their maximum and their sum, and so many that merging
  /// costs little beside them.
  static constexpr Eigen::Index block_size = 4096;

  /// Adds `length` numbers that lie `stride` apart, 1 if Contiguous.
  template <bool Contiguous, class Stored>
  void add_slice(const Stored* data, Eigen::Index length, Eigen::Index stride) {
    using Pack = std::conditional_t<detail::is_machine_scalar<Working>, detail::PackFor<Working, Eigen::Dynamic>, T>;
    for (Eigen::Index start = 0; start < length; start += block_size) {
      const detail::RowAlong<Pack> row((std::min)(block_size, length - start));
      const detail::Strip<Pack, const Stored, Contiguous> strip(data + start * stride, Pack::size * stride, stride);
      const auto terms = detail::log_sum_terms(row, strip)[0];
      LogSumExp block;
      block.maximum_ = block.unit_ = row.number_of(terms.top);
      block.ties_.high = row.number_of(terms.ties);
      block.others_.high = row.number_of(terms.others);
      merge(block);
    }
  }

  /// The == of some number types compares derivatives too.
  static bool are_equal(const Working& a, const Working& b) { return a <= b && b <= a; }
  bool is_empty() const { return are_equal(ties_.high, Working(0)) && are_equal(others_.high, Working(0)); }

  /// Makes a number above the maximum the new one. The unit follows when it is far below: were it to follow each time,
  /// the sum would be rounded each time.
  void raise_maximum(const Working& maximum) {
    constexpr int most = 16;  // e^{x − unit} is accurate up to 32.
    if (!(maximum - unit_ < Working(most))) {
      const Working former = unit_;
      unit_ = maximum;
      others_ = times(others_, weight(former));
    }
    others_ = math::sum(others_, times(ties_, weight(maximum_)));
    ties_ = {Working(0), Working(0)};
    maximum_ = maximum;
  }

  /// e^{x − y} of equal numbers: 1, infinite or not, but for derivatives.
  static Working weight_of_equal(const Working& x, const Working& y) {
    if constexpr (math::is_pack<T>)
      return Working(1);
    else
      return detail::scalar_of(detail::weight_of_equal(math::ShiftedExponential<T>(T(y))(T(x))));
  }
  /// e^{x − unit}; exactly 1 at the unit, infinite or not.
  Working weight(const Working& x) const {
    if (are_equal(x, unit_)) return weight_of_equal(x, unit_);
    const T unit(unit_);
    const math::ShiftedExponential<T> exponential(unit);
    return detail::scalar_of(exponential(T(x)) / exponential.at_maximum(unit));
  }
  static Words times(const Words& a, const Working& b) { return {a.high * b, a.low * b}; }

  /// ln Σ e^{x − maximum}.
  Working log_of_terms() const {
    const Working others = (others_.high + others_.low) / weight(maximum_);
    return detail::scalar_of(math::log1p(T((ties_.high - Working(1)) + (ties_.low + others))));
  }
  /// The same, and NaN where no entry is finite, as log_softmax is.
  Working log() const { return log_of_terms() + (maximum_ - maximum_); }

  // Σ e^{x} = ties e^maximum + others e^unit, where the unit is at most `most` below the maximum.
  Working maximum_ = detail::scalar_of(T(detail::lowest_number<T>())), unit_ = maximum_;
  Words ties_{Working(0), Working(0)}, others_{Working(0), Working(0)};
};

SIGMAJET_NAMESPACE_END
