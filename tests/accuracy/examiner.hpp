#pragma once

#include <algorithm>
#include <chrono>

#include "findings.hpp"
#include "points.hpp"
#include "subject.hpp"
#include "ulps.hpp"

namespace accuracy {

/// How far the fast reference may be from the exact formula, in ulps of the format.
template <class Scalar>
inline constexpr double reference_tolerance = std::is_same_v<Scalar, float> ? 1e-5 : 1e-2;

/// Compares a subject and its competitors with the references, block after block; one for each thread.
///
/// All errors are first taken against the fast reference. The exact formula then decides wherever the bound is nearly
/// reached or exceeded, at the worst number of a block that comes near the worst so far, and, as a check of the fast
/// reference, at one number of each block.
template <class Scalar>
class Examiner {
 public:
  explicit Examiner(const Subject<Scalar>& subject) : subject_(subject), findings_(subject.competitors.size()) {}

  /// The result is the worst number of each order by the fast reference.
  std::array<Worst<Scalar>, 3> examine(const Array<Scalar>& x) {
    resize(x.size());
    findings_.numbers += static_cast<std::uint64_t>(x.size());
    findings_.by_packets += timed([&] { subject_.by_packets(x, packets_); });
    findings_.by_scalars += timed([&] { subject_.by_scalars(x, scalars_); });
    compare_paths(x);
    subject_.in_wide_format(x, wide_);
    verify_one(x);
    std::array<Worst<Scalar>, 3> worst;
    for (std::size_t order = 0; order < 3; ++order) worst[order] = examine_order(x, order);
    for (std::size_t i = 0; i < subject_.competitors.size(); ++i) examine_competitor(x, i);
    return worst;
  }

  const Findings<Scalar>& findings() const { return findings_; }

 private:
  using Index = Eigen::Index;

  void resize(Index size) {
    for (auto* jets : {&packets_, &scalars_, &of_competitor_})
      for (Array<Scalar>& results : *jets) results.resize(size);
    errors_.resize(size);
  }

  template <class Function>
  static typename Findings<Scalar>::Duration timed(const Function& function) {
    const auto start = std::chrono::steady_clock::now();
    function();
    return std::chrono::steady_clock::now() - start;
  }

  void compare_paths(const Array<Scalar>& x) {
    for (std::size_t order = 0; order < 3; ++order) {
      const Scalar *packets = packets_[order].data(), *scalars = scalars_[order].data();
      if (std::memcmp(packets, scalars, sizeof(Scalar) * static_cast<std::size_t>(x.size())) == 0) continue;
      for (Index i = 0; i < x.size(); ++i)
        if (!support::is_identical(packets[i], scalars[i])) findings_.where_paths_differ = x(i);
    }
  }

  Worst<Scalar> examine_order(const Array<Scalar>& x, std::size_t order) {
    const Array<Scalar>& computed = packets_[order];
    set_errors(computed, order);
    decide_near_bound(x, order);
    const Index worst = worst_index();
    add_to(findings_.worst[order], x, computed, order, worst);
    for (Index i = 0; i < x.size(); ++i) {
      findings_.histograms[order].add(errors_(i));
      findings_.by_exponent[order].add(static_cast<double>(errors_(i)), x(i));
    }
    return {static_cast<double>(errors_(worst)), x(worst)};
  }

  /// At ±∞ the formulas of others are not held to account.
  void examine_competitor(const Array<Scalar>& x, std::size_t competitor) {
    subject_.competitors[competitor].evaluate(x, of_competitor_);
    for (std::size_t order = 0; order < 3; ++order) {
      set_errors(of_competitor_[order], order);
      errors_ = x.isFinite().select(errors_, 0.0f);
      add_to(findings_.of_competitors[competitor][order], x, of_competitor_[order], order, worst_index());
    }
  }

  void set_errors(const Array<Scalar>& computed, std::size_t order) {
    const double bound = subject_.bounds[order];
    const Wide<Scalar> weight = bound > 0 ? bound / std::max(bound, 2.0) : 1;
    const Wide<Scalar>*exact = wide_.results[order].data(), *scale = wide_.scales[order].data();
    const Scalar* results = computed.data();
    float* errors = errors_.data();
    for (Index i = 0, size = errors_.size(); i < size; ++i)
      errors[i] = fast_error<Scalar>(results[i], exact[i], scale[i], weight);
  }

  void decide_near_bound(const Array<Scalar>& x, std::size_t order) {
    const auto limit = static_cast<float>(std::max(subject_.bounds[order] - reference_tolerance<Scalar>, 0.0));
    for (Index i = 0; i < x.size(); ++i)
      if (errors_(i) > limit) errors_(i) = static_cast<float>(decided(x(i), packets_[order](i), order, errors_(i)));
  }

  Index worst_index() const {
    const float* errors = errors_.data();
    return std::find(errors, errors + errors_.size(), errors_.maxCoeff()) - errors;
  }

  void add_to(Worst<Scalar>& worst, const Array<Scalar>& x, const Array<Scalar>& computed, std::size_t order, Index i) {
    if (errors_(i) > 0 && static_cast<double>(errors_(i)) >= 0.8 * worst.error)
      worst.add(decided(x(i), computed(i), order, errors_(i)), x(i));
  }

  /// The error by the exact formula.
  double decided(Scalar x, Scalar computed, std::size_t order, float fast) {
    const double error = support::error_against(subject_.bounds[order], computed, subject_.exactly(x)[order]);
    findings_.verification.add(static_cast<double>(fast), error);
    return error;
  }

  void verify_one(const Array<Scalar>& x) {
    const auto i = static_cast<Index>(mixed(findings_.numbers) % static_cast<std::uint64_t>(x.size()));
    if (std::isnan(x(i))) return;
    const reference::ExactJet exact = subject_.exactly(x(i));
    for (std::size_t order = 0; order < 3; ++order) {
      const Scalar computed = packets_[order](i);
      const float fast = fast_error<Scalar>(computed, wide_.results[order](i), wide_.scales[order](i), 1);
      findings_.verification.add(static_cast<double>(fast), support::error_in_ulp(computed, exact[order]));
    }
  }

  const Subject<Scalar>& subject_;
  Findings<Scalar> findings_;
  Jets<Scalar> packets_, scalars_, of_competitor_;
  WideJets<Scalar> wide_;
  Array<float> errors_;
};

}  // namespace accuracy
