#pragma once

#include <algorithm>

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
/// reached or exceeded, at the worst number of a block that comes near the worst so far, and at some numbers of each
/// block, whatever their errors are.
template <class Scalar>
class Examiner {
 public:
  /// The exact formula decides at `exactly_of_block` random numbers of each block.
  Examiner(const Subject<Scalar>& subject, std::uint64_t exactly_of_block)
      : subject_(subject), exactly_of_block_(exactly_of_block), findings_(subject.competitors.size()) {}

  /// The result is the worst number of each order by the fast reference.
  std::array<Worst<Scalar>, orders> examine(const Array<Scalar>& x, bool with_scalars = true) {
    resize(x.size());
    findings_.by_packets.add(x.size(), [&] { subject_.by_packets(x, packets_); });
    if (with_scalars) {
      findings_.by_scalars.add(x.size(), [&] { subject_.by_scalars(x, scalars_); });
      compare_paths(x);
    }
    subject_.in_wide_format(x, wide_);
    choose_exact(x);
    std::array<Worst<Scalar>, orders> worst;
    for (std::size_t order = 0; order < orders; ++order) worst[order] = examine_order(x, order);
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

  void compare_paths(const Array<Scalar>& x) {
    for (std::size_t order = 0; order < orders; ++order) {
      const Scalar *packets = packets_[order].data(), *scalars = scalars_[order].data();
      if (std::memcmp(packets, scalars, sizeof(Scalar) * static_cast<std::size_t>(x.size())) == 0) continue;
      for (Index i = 0; i < x.size(); ++i)
        if (!support::is_identical(packets[i], scalars[i])) findings_.where_paths_differ = x(i);
    }
  }

  Worst<Scalar> examine_order(const Array<Scalar>& x, std::size_t order) {
    const Array<Scalar>& computed = packets_[order];
    set_errors(computed, order);
    decide_chosen(x, order);
    decide_near_bound(x, order);
    const Index worst = worst_index();
    if (is_near(findings_.worst[order], worst)) findings_.worst[order].add(verified_error(x, order, worst), x(worst));
    count_errors(x, order);
    return {static_cast<double>(errors_(worst)), x(worst)};
  }

  /// Almost all errors are below half an ulp: those are counted as the rest.
  void count_errors(const Array<Scalar>& x, std::size_t order) {
    std::uint64_t small = static_cast<std::uint64_t>(x.size());
    for (Index i = 0; i < x.size(); ++i) {
      if (errors_(i) < 0.5f) continue;
      --small;
      findings_.histograms[order].add(errors_(i));
      findings_.by_exponent[order].add(static_cast<double>(errors_(i)), x(i));
    }
    findings_.histograms[order].add(0, small);
  }

  /// At ±∞ the formulas of others are not held to account.
  void examine_competitor(const Array<Scalar>& x, std::size_t competitor) {
    subject_.competitors[competitor].evaluate(x, of_competitor_);
    for (std::size_t order = 0; order < orders; ++order) {
      set_errors(of_competitor_[order], order);
      errors_ = x.isFinite().select(errors_, 0.0f);
      const Index worst = worst_index();
      Worst<Scalar>& so_far = findings_.of_competitors[competitor][order];
      if (is_near(so_far, worst)) so_far.add(exact_error(x(worst), of_competitor_[order](worst), order), x(worst));
    }
  }

  void set_errors(const Array<Scalar>& computed, std::size_t order) {
    const double bound = subject_.bounds[order];
    accuracy::set_errors<Scalar>(computed.size(), computed.data(), wide_.results[order].data(),
                                 wide_.scales[order].data(), support::weight_below_normal(bound), errors_.data());
  }

  void decide_near_bound(const Array<Scalar>& x, std::size_t order) {
    const auto limit = static_cast<float>(std::max(subject_.bounds[order] - reference_tolerance<Scalar>, 0.0));
    for (Index i = 0; i < x.size(); ++i)
      if (errors_(i) > limit) errors_(i) = static_cast<float>(verified_error(x, order, i));
  }

  Index worst_index() const {
    const float* errors = errors_.data();
    return std::find(errors, errors + errors_.size(), errors_.maxCoeff()) - errors;
  }

  bool is_near(const Worst<Scalar>& worst, Index i) const {
    return errors_(i) > 0 && static_cast<double>(errors_(i)) >= 0.8 * worst.error;
  }

  double exact_error(Scalar x, Scalar computed, std::size_t order) const {
    return support::error_against(subject_.bounds[order], computed, subject_.exactly(x)[order]);
  }
  /// The error of the subject at the i-th number, and a check of the fast reference by the way.
  double verified_error(const Array<Scalar>& x, std::size_t order, Index i) {
    return verified_error(order, i, subject_.exactly(x(i)));
  }
  double verified_error(std::size_t order, Index i, const reference::ExactJet& exact) {
    const double error = support::error_against(subject_.bounds[order], packets_[order](i), exact[order]);
    findings_.verification.add(static_cast<double>(errors_(i)), error);
    return error;
  }

  /// Chooses random numbers of the block and computes their exact jets.
  void choose_exact(const Array<Scalar>& x) {
    chosen_.clear();
    for (std::uint64_t n = 0; n < exactly_of_block_; ++n) {
      const std::uint64_t random = mixed(findings_.by_packets.numbers + n);
      const auto i = static_cast<Index>(random % static_cast<std::uint64_t>(x.size()));
      if (!std::isnan(x(i))) chosen_.emplace_back(i, subject_.exactly(x(i)));
    }
  }
  void decide_chosen(const Array<Scalar>& x, std::size_t order) {
    for (const auto& [i, exact] : chosen_) findings_.worst[order].add(verified_error(order, i, exact), x(i));
  }

  const Subject<Scalar>& subject_;
  std::uint64_t exactly_of_block_;
  std::vector<std::pair<Index, reference::ExactJet>> chosen_;
  Findings<Scalar> findings_;
  Jets<Scalar> packets_, scalars_, of_competitor_;
  WideJets<Scalar> wide_;
  Array<float> errors_;
};

}  // namespace accuracy
