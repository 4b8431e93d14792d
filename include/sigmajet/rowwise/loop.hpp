#pragma once

#include <algorithm>
#include <utility>

#include "sigmajet/loop/contiguous.hpp"
#include "sigmajet/loop/threads.hpp"
#include "sigmajet/rowwise/rows.hpp"
#include "sigmajet/rowwise/strip.hpp"
#include "sigmajet/simd/scalar.hpp"

/// @file
/// The loop over the distributions of arrays. It calls a function with a row, which is one distribution or several that
/// advance together, and the strip of every operand along that row, until all are done. How the distributions lie in
/// memory decides which row:
///
/// - Where the numbers of a distribution are neighbours, the lanes of a pack run along it: one distribution at a time.
/// - Where number k of all distributions are neighbours, each lane holds another distribution, and eight packs of them
///   advance together, so that memory is read in long runs.
/// - Where the numbers of a distribution are neighbours but fewer than a pack has lanes, lanes along it would be left
///   empty. A few packs of distributions are then copied to a panel, in which they lie side by side.
/// - Otherwise lanes run along the distribution and are read and written one by one.
///
/// Threads share the distributions; none is split.

SIGMAJET_NAMESPACE_BEGIN
namespace detail {

/// An operand's memory: number k of distribution n lies at data + k·along + n·across. Stored is const for an input.
template <class Stored>
struct Distributions {
  Stored* data;
  Eigen::Index along, across;

  /// Those from number n on.
  Distributions from(Eigen::Index n) const { return {data + n * across, along, across}; }
};

// ---- the lanes along a distribution ------------------------------------------------------------------------------

/// function(row, strips…) for one distribution after another. Contiguous: all operands have along = 1.
template <class T, bool Contiguous, class Function, class... Stored>
void run_along(Eigen::Index length, Eigen::Index count, const Function& function,
               const Distributions<Stored>&... operands) {
  const RowAlong<T> row(length);
  for (Eigen::Index n = 0; n < count; ++n)
    function(row, Strip<T, Stored, Contiguous>(operands.from(n).data, T::size * operands.along, operands.along)...);
}

// ---- a distribution in each lane ---------------------------------------------------------------------------------

/// How many distributions run_across takes at a time.
template <class T>
inline constexpr Eigen::Index width_across = RowsAcross<T>::most_packs * T::size;

/// function(rows, strips…) for as many distributions at a time, of operands that all have across = 1.
template <class T, class Function, class... Stored>
void run_across(Eigen::Index length, Eigen::Index count, const Function& function,
                const Distributions<Stored>&... operands) {
  constexpr Eigen::Index width = width_across<T>;
  for (Eigen::Index n = 0; n < count; n += width)
    function(RowsAcross<T>(length, count - n),
             Strip<T, Stored, true>(operands.from(n).data, operands.along, operands.across)...);
}

// ---- short distributions, copied to where they lie side by side --------------------------------------------------

/// How many distributions run_in_panels takes at a time: half of what run_across takes, so that the copies of several
/// inputs, of up to T::size numbers a distribution, stay in the nearest cache.
template <class T>
inline constexpr Eigen::Index panel_width = RowsAcross<T>::most_packs / 2 * T::size;

/// Room for copies of the inputs of `width` distributions side by side, and the strips of all operands: an input's
/// strip lies in its copy, an output's strip in the output's own memory.
template <class T>
class Panel {
 public:
  using Scalar = typename T::Scalar;

  /// `memory` holds length·width numbers for each input.
  Panel(Scalar* memory, Eigen::Index length, Eigen::Index width) : free_(memory), length_(length), width_(width) {}

  /// The strip of the operand's distributions [first, first + count). That of an input is copied to the next free part
  /// of the panel, converted to the type that is computed with; a function may overwrite it.
  template <class Stored>
  auto strip(const Distributions<Stored>& operand, Eigen::Index first, Eigen::Index count) {
    const Distributions<Stored> part = operand.from(first);
    if constexpr (std::is_const_v<Stored>) {
      Scalar* const lines = free_;
      free_ += length_ * width_;
      copy(lines, part, count);
      return Strip<T, Scalar, true>(lines, width_, 1);
    } else {
      return Strip<T, Stored, false>(part.data, part.along, part.across);
    }
  }

 private:
  /// Number k of distribution n goes to to[k·width + n].
  template <class Stored>
  void copy(Scalar* to, const Distributions<Stored>& from, Eigen::Index count) const {
    for (Eigen::Index n = 0; n < count; ++n)
      for (Eigen::Index k = 0; k < length_; ++k)
        to[k * width_ + n] = static_cast<Scalar>(from.data[k * from.along + n * from.across]);
  }

  Scalar* free_;
  Eigen::Index length_, width_;
};

/// run_across on copies of the inputs, for a length below T::size.
template <class T, class Function, class... Stored>
void run_in_panels(Eigen::Index length, Eigen::Index count, const Function& function,
                   const Distributions<Stored>&... operands) {
  constexpr int inputs = (std::is_const_v<Stored> + ...);
  constexpr Eigen::Index width = panel_width<T>;
  alignas(cache_line) typename T::Scalar memory[inputs * T::size * width];
  for (Eigen::Index n = 0; n < count; n += width) {
    Panel<T> panel(memory, length, width);
    function(RowsAcross<T>(length, count - n, width / T::size),
             panel.strip(operands, n, (std::min)(width, count - n))...);
  }
}

// ---- the choice between them -------------------------------------------------------------------------------------

/// function(row, strips of the operands…) for all of `count` distributions of a length, computed in Scalar. Length and
/// Count are the same at compile time, or Eigen::Dynamic. A thread's share is a multiple of what is computed at a time.
template <class Scalar, int Length, int Count, class Function, class... Stored>
void for_each_row(Eigen::Index length, Eigen::Index count, const Function& function,
                  const Distributions<Stored>&... operands) {
  if (length == 0 || count == 0) return;
  if constexpr (!is_machine_scalar<Scalar>) {
    run_along<Number<Scalar>, false>(length, count, function, operands...);
  } else {
    using Lengthwise = PackFor<Scalar, Length>;
    using Sidewise = PackFor<Scalar, Count>;
    const auto share = [&](Eigen::Index grain, const auto& run) {
      for_each_part(count, grain, length, [&](const Part& part) {
        run(length, part.end - part.begin, function, operands.from(part.begin)...);
      });
    };
    const bool are_along = ((operands.along == 1) && ...), are_across = ((operands.across == 1) && ...);
    if constexpr (Count != 1) {
      // With fewer distributions, more than half of the lanes of a pack across them would be empty.
      const bool fill_half_a_pack = 2 * count > Sidewise::size;
      if (fill_half_a_pack && are_across && !are_along)
        return share(width_across<Sidewise>, [](auto... arguments) { run_across<Sidewise>(arguments...); });
      const bool are_short = length < Sidewise::size;
      if (fill_half_a_pack && are_short)
        return share(panel_width<Sidewise>, [](auto... arguments) { run_in_panels<Sidewise>(arguments...); });
    }
    if (are_along)
      share(1, [](auto... arguments) { run_along<Lengthwise, true>(arguments...); });
    else
      share(1, [](auto... arguments) { run_along<Lengthwise, false>(arguments...); });
  }
}

}  // namespace detail
SIGMAJET_NAMESPACE_END
