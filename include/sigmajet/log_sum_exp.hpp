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
/// peaked distribution keeps its digits. Merging is associative up to rounding. NaN stays; +inf makes log_softmax NaN.
template <class Scalar>
class LogSumExp {
 public:
  /// Adds all coefficients of an array. An expression without memory of its own is evaluated first.
  template <class Derived>
  void add(const Eigen::DenseBase<Derived>& block) {
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
    if (maximum_ < other.maximum_) {
      LogSumExp larger = other;
      larger.merge(*this);
      *this = larger;
    } else if (maximum_ == other.maximum_) {
      ties_ = ties_ + other.ties_;
      others_.add(other.others_.value());
    } else {
      // The other's terms are relative to its own, smaller maximum.
      const T top(maximum_);
      const math::ShiftedExponential<T> exponential(top);
      const T weight = exponential(T(other.maximum_)) / exponential.at_maximum(top);
      others_.add(weight * (T(other.ties_) + other.others_.value()));
    }
  }

  /// ln Σ e^{x} of all numbers so far; −inf when there are none.
  Scalar value() const {
    const T others = others_.value();
    if (ties_ == Scalar(0) && detail::scalar_of(others) == Scalar(0)) return maximum_;
    return detail::scalar_of(T(maximum_) + math::log1p((T(ties_) - T(1)) + others));
  }

  /// x − value(), but as (x − maximum) − ln Σ e^{x − maximum}, which keeps the digits where x is near the maximum and
  /// both are large.
  Scalar log_softmax(const Scalar& x) const { return detail::scalar_of((T(x) - T(maximum_)) - log()); }
  /// The same for every coefficient of an array.
  template <class Derived>
  auto log_softmax(const Eigen::DenseBase<Derived>& x) const {
    static_assert(std::is_same_v<typename Derived::Scalar, Scalar>,
                  "sigmajet: the array has another scalar type: convert it with .cast<...>()");
    const Scalar top = maximum_, log_sum = detail::scalar_of(log());
    typename Derived::PlainObject result = x.derived();
    result.array() = (result.array() - top) - log_sum;
    return result;
  }

 private:
  using T = detail::ScalarPack<Scalar>;

  /// So few numbers stay in the cache between the search for their maximum and their sum, and so many that merging
  /// costs little beside them.
  static constexpr Eigen::Index block_size = 4096;

  /// Adds `length` numbers that lie `stride` apart, 1 if Contiguous.
  template <bool Contiguous, class Stored>
  void add_slice(const Stored* data, Eigen::Index length, Eigen::Index stride) {
    using Pack = std::conditional_t<detail::is_machine_scalar<Scalar>, detail::PackFor<Scalar, Eigen::Dynamic>, T>;
    for (Eigen::Index start = 0; start < length; start += block_size) {
      const detail::RowAlong<Pack> row((std::min)(block_size, length - start));
      const detail::Strip<Pack, const Stored, Contiguous> strip(data + start * stride, Pack::size * stride, stride);
      const auto terms = detail::log_sum_terms(row, strip)[0];
      LogSumExp block;
      block.maximum_ = row.number_of(terms.top);
      block.ties_ = row.number_of(terms.ties);
      block.others_.add(T(row.number_of(terms.others)));
      merge(block);
    }
  }

  /// ln Σ e^{x − maximum}.
  T log() const { return detail::LogSumTerms<T>{T(maximum_), T(ties_), others_.value(), T(1)}.log(); }

  Scalar maximum_ = detail::lowest_number<T>(), ties_ = Scalar(0);
  math::CompensatedSum<T> others_;
};

SIGMAJET_NAMESPACE_END
