#pragma once

#include <algorithm>

#include "sigmajet/activation.hpp"
#include "sigmajet/loop/derivatives.hpp"
#include "sigmajet/loop/fused_pass.hpp"
#include "sigmajet/math/arithmetic.hpp"
#include "sigmajet/operands/outputs.hpp"

/// @file
/// The forward Laplacian of an element-wise activation (Li et al. 2024), block by block: a block's derivatives and its
/// sum over the directions stay in the first cache, and the kernel runs once for each coefficient.
///
/// Outputs are written before all inputs are read: y before du and Δu, and the derivatives before Δu. Where one of them
/// takes the place of an input that is read later, a block of that input is copied first.

SIGMAJET_NAMESPACE_BEGIN
namespace detail {

/// One direction: (σ′, σ″, du, Σ) → (σ′ du, Σ + σ″ du²). Without σ″ the sum might overflow where σ″ is 0.
struct LaplacianDirection {
  template <class T>
  SIGMAJET_FUNCTION Jet<T, 1> operator()(const T& d1, const T& d2, const T& du, const T& sum) const {
    return {d1 * du, math::mul_add(d2 * du, du, sum)};
  }
};

/// (σ′, Σ, Δu) → Σ + σ′ Δu.
struct LaplacianSum {
  template <class T>
  SIGMAJET_FUNCTION Jet<T, 0> operator()(const T& d1, const T& sum, const T& lap) const {
    return {math::mul_add(d1, lap, sum)};
  }
};

/// A part of a matrix, and the same part of each of the matrices that stand side by side in a wider one.
struct Segment {
  Eigen::Index row, column, rows, columns;

  template <class Matrix>
  auto operator()(Matrix& matrix, Eigen::Index offset = 0) const {
    return matrix.block(row, offset + column, rows, columns);
  }
};
/// Whole columns: contiguous where a matrix is stored by columns.
struct WholeColumns {
  Eigen::Index column, columns;

  template <class Matrix>
  auto operator()(Matrix& matrix, Eigen::Index offset = 0) const {
    return matrix.middleCols(offset + column, columns);
  }
};

template <class Activation, class U, class Du, class Lap, class Y, class Dy, class YLap>
class LaplacianPass {
 public:
  LaplacianPass(const Activation& activation, const U& u, const Du& du, const Lap& lap, Y& y, Dy& dy, YLap& ylap)
      : activation_(activation),
        u_(u),
        du_(du),
        lap_(lap),
        y_(y),
        dy_(dy),
        ylap_(ylap),
        is_du_overwritten_(is_input(y, du)),
        is_lap_overwritten_(is_input(y, lap) || is_input(dy, lap)) {}

  /// Block by block. A matrix that is stored by columns and has short ones goes by whole columns, which are contiguous.
  void run() {
    if (u_.size() == 0) return;
    const Eigen::Index rows = u_.rows(), columns = u_.cols(), inner = by_row ? columns : rows;
    const Eigen::Index inner_step = (std::min)(block, inner), outer_step = block / inner_step;
    if (!by_row && inner <= block) {
      for (Eigen::Index c = 0; c < columns; c += outer_step)
        run_block(WholeColumns{c, (std::min)(outer_step, columns - c)});
      return;
    }
    const Eigen::Index row_step = by_row ? outer_step : inner_step, column_step = by_row ? inner_step : outer_step;
    for (Eigen::Index r = 0; r < rows; r += row_step)
      for (Eigen::Index c = 0; c < columns; c += column_step)
        run_block(Segment{r, c, (std::min)(row_step, rows - r), (std::min)(column_step, columns - c)});
  }

 private:
  static constexpr bool by_row = bool(U::IsRowMajor);
  /// So many numbers of each operand, a dozen runs with the directions, stay in the first cache, and the loop's start
  /// counts little beside them.
  static constexpr Eigen::Index block = 256;
  using Scalar = WorkingScalar<typename U::Scalar>;

  /// Whether an output, which is exactly an input or apart from it, is this one.
  template <class Out, class In>
  static bool is_input(const Out& out, const In& in) {
    return overlap(leaf_of_output(out).layout, layout_of(in));
  }

  /// The outputs of one block: value and derivatives of the activation, then each direction, which also adds to the sum
  /// of σ″ du², then the Laplacian.
  template <class Part>
  void run_block(const Part& part) {
    const auto u = part(u_);
    auto y = part(y_);
    alignas(64) Scalar memory[5][block];
    const auto buffer = [&](int i) {
      constexpr int order = by_row ? Eigen::RowMajor : Eigen::ColMajor;
      return Eigen::Map<Eigen::Array<Scalar, Eigen::Dynamic, Eigen::Dynamic, order>>(memory[i], u.rows(), u.cols());
    };
    auto d1 = buffer(0), d2 = buffer(1), sum = buffer(2), kept_du = buffer(3), kept_lap = buffer(4);
    if (is_du_overwritten_) kept_du = part(du_).array().template cast<Scalar>();
    if (is_lap_overwritten_) kept_lap = part(lap_).array().template cast<Scalar>();
    fused_pass(Derivatives<2, Activation>{valid_in<Scalar>(activation_)}, inputs(u), y, d1, d2);
    sum.setConstant(Scalar(0));
    for (Eigen::Index offset = 0; offset < du_.cols(); offset += u_.cols()) {
      auto dy = part(dy_, offset);
      if (is_du_overwritten_)
        fused_pass(LaplacianDirection{}, inputs(d1, d2, kept_du, sum), dy, sum);
      else
        fused_pass(LaplacianDirection{}, inputs(d1, d2, part(du_, offset), sum), dy, sum);
    }
    auto ylap = part(ylap_);
    if (is_lap_overwritten_)
      fused_pass(LaplacianSum{}, inputs(d1, sum, kept_lap), ylap);
    else
      fused_pass(LaplacianSum{}, inputs(d1, sum, part(lap_)), ylap);
  }

  const Activation& activation_;
  const U& u_;
  const Du& du_;
  const Lap& lap_;
  Y& y_;
  Dy& dy_;
  YLap& ylap_;
  bool is_du_overwritten_, is_lap_overwritten_;
};

}  // namespace detail
SIGMAJET_NAMESPACE_END
