#pragma once

#include <algorithm>
#include <utility>

#include "sigmajet/loop/fused_pass.hpp"

/// @file
/// The walk of row-wise functions over the distributions of arrays. Where a distribution is contiguous, the lanes of a
/// pack run along it, one distribution at a time. Where distributions lie side by side, each lane holds one of them,
/// and many packs of them advance together, so that memory is read in long runs. Distributions shorter than a pack are
/// copied to a panel where they lie side by side. A function is written once for all: it visits its operands' strips
/// place by place, keeps what it gathers per column of packs, and folds it at the end.

SIGMAJET_NAMESPACE_BEGIN
namespace detail {

/// A pack's place in the strips of a row, and how many of its lanes exist.
template <class Column>
struct StripPlace {
  Eigen::Index step;
  Column column;
  int lanes;
};

/// One value for each column of packs.
template <class Value_, int Most>
class PerColumn {
 public:
  using Value = Value_;

  template <class Column>
  SIGMAJET_FUNCTION Value& operator[](Column column) {
    return values_[column];
  }
  template <class Column>
  SIGMAJET_FUNCTION const Value& operator[](Column column) const {
    return values_[column];
  }

 private:
  Value values_[Most];
};

/// One distribution, whose packs follow each other: a single column.
template <class T>
class RowAlong {
 public:
  using Pack = T;
  using Scalar = typename T::Scalar;
  static constexpr bool joins_lanes = T::size > 1;
  template <class Value>
  using Columns = PerColumn<Value, 1>;

  explicit RowAlong(Eigen::Index length)
      : packs_((length + T::size - 1) / T::size), last_(static_cast<int>(length - (packs_ - 1) * T::size)) {}

  /// function(place) for every pack.
  template <class Function>
  SIGMAJET_FUNCTION void for_each(Function&& function) const {
    for (Eigen::Index i = 0; i < packs_; ++i) function(StripPlace<Only>{i, {}, i + 1 < packs_ ? T::size : last_});
  }
  /// The results of function(column).
  template <class Function>
  SIGMAJET_FUNCTION auto per_column(Function&& function) const {
    Columns<decltype(function(Only{}))> result;
    result[Only{}] = function(Only{});
    return result;
  }

  /// The first two packs of one that is not short, and whether they are too large a part of it to save time.
  static RowAlong beginning() { return RowAlong(2 * T::size); }
  bool is_short() const { return packs_ <= 16; }
  /// A number that stands in every lane.
  static Scalar number_of(const T& x) {
    if constexpr (is_pack<T>)
      return packet::largest_lane(x.registers.first);
    else
      return x.value;
  }

  /// The sum and the maximum of a distribution, in every lane, from those of the lanes.
  static SIGMAJET_FUNCTION T fold_sum(const T& x) {
    return fold(
        x, [](const auto& a, const auto& b) SIGMAJET_LAMBDA { return packet::add(a, b); },
        [](const auto& a) SIGMAJET_LAMBDA { return packet::sum_of_lanes(a); });
  }
  static SIGMAJET_FUNCTION T fold_maximum(const T& x) {
    return fold(
        x, [](const auto& a, const auto& b) SIGMAJET_LAMBDA { return packet::at_least(a, b); },
        [](const auto& a) SIGMAJET_LAMBDA { return packet::largest_lane(a); });
  }

 private:
  using Only = std::integral_constant<int, 0>;

  template <class Join, class Reduce>
  static SIGMAJET_FUNCTION T fold(const T& x, Join&& join, Reduce&& reduce) {
    if constexpr (T::size == 1)
      return x;
    else if constexpr (T::size > T::lanes)
      return T(reduce(join(x.registers.first, x.registers.second)));
    else
      return T(reduce(x.registers.first));
  }

  Eigen::Index packs_;
  int last_;
};

/// Distributions side by side, up to `packs` ≤ `most` packs of them.
template <class T>
class RowsAcross {
 public:
  using Pack = T;
  using Scalar = typename T::Scalar;
  static constexpr bool joins_lanes = false;
  static constexpr int most = 8;
  template <class Value>
  using Columns = PerColumn<Value, most>;

  RowsAcross(Eigen::Index length, Eigen::Index count, Eigen::Index packs = most)
      : length_(length),
        columns_(static_cast<int>((std::min)(packs, (count + T::size - 1) / T::size))),
        last_(static_cast<int>(std::min<Eigen::Index>(T::size, count - (columns_ - 1) * T::size))) {}

  template <class Function>
  SIGMAJET_FUNCTION void for_each(Function&& function) const {
    for (Eigen::Index i = 0; i < length_; ++i)
      for (int column = 0; column < columns_; ++column)
        function(StripPlace<int>{i, column, column + 1 < columns_ ? T::size : last_});
  }
  template <class Function>
  SIGMAJET_FUNCTION auto per_column(Function&& function) const {
    Columns<decltype(function(0))> result;
    for (int column = 0; column < columns_; ++column) result[column] = function(column);
    return result;
  }

  /// The first numbers of those that are not short, and whether those are too large a part of them to save time.
  RowsAcross beginning() const {
    RowsAcross result = *this;
    result.length_ = 8;
    return result;
  }
  bool is_short() const { return length_ < 32; }

  static SIGMAJET_FUNCTION T fold_sum(const T& x) { return x; }
  static SIGMAJET_FUNCTION T fold_maximum(const T& x) { return x; }

 private:
  Eigen::Index length_;
  int columns_, last_;
};

/// One operand along a row: the packs of a column are `step` numbers apart and their lanes `lane`. Stored is what lies
/// in memory, const for an input that is not a copy; T::Scalar is what is computed with.
template <class T, class Stored, bool Contiguous>
class Strip {
 public:
  using Scalar = typename T::Scalar;

  /// Whether what is stored is read back unchanged.
  static constexpr bool is_exact = std::is_same_v<std::remove_const_t<Stored>, Scalar>;
  static constexpr bool is_writable = !std::is_const_v<Stored>;

  Strip(Stored* data, Eigen::Index step, Eigen::Index lane) : data_(data), step_(step), lane_(lane) {}

  const void* data() const { return data_; }

  /// The pack at a place, with `fill` in lanes that do not exist.
  template <class Column>
  SIGMAJET_FUNCTION T load(const StripPlace<Column>& place, Scalar fill) const {
    fetch_ahead<false>(place);
    if constexpr (!is_direct)
      return gather(at(place), place.lanes, fill);
    else if (place.lanes == T::size)
      return T::load(at(place));
    else
      return T::load_first(at(place), place.lanes, fill);
  }

  template <class Column>
  SIGMAJET_FUNCTION void store(const StripPlace<Column>& place, const T& x) const {
    fetch_ahead<true>(place);
    if constexpr (!is_direct)
      scatter(at(place), place.lanes, x);
    else if (place.lanes == T::size)
      x.store(at(place));
    else
      x.store_first(at(place), place.lanes);
  }

 private:
  static constexpr bool is_direct = Contiguous && is_pack<T> && is_exact;

  /// The steps of distributions side by side may lead from page to page, which a processor does not foresee.
  template <bool ForWriting, class Column>
  SIGMAJET_FUNCTION void fetch_ahead(const StripPlace<Column>& place) const {
    constexpr std::intptr_t steps = 4, line = 64, page = 4096, size = sizeof(Stored);
    if constexpr (is_direct && std::is_same_v<Column, int>)
      if (step_ * size >= page)
        for (std::intptr_t byte = 0; byte < T::size * size; byte += line)
          packet::prefetch<ForWriting>(reinterpret_cast<std::intptr_t>(at(place)) + steps * step_ * size + byte);
  }

  template <class Column>
  SIGMAJET_FUNCTION Stored* at(const StripPlace<Column>& place) const {
    return data_ + place.step * step_ + place.column * T::size * (Contiguous ? 1 : lane_);
  }

  T gather(const Stored* from, int count, [[maybe_unused]] Scalar fill) const {
    if constexpr (is_pack<T>) {
      Scalar lane[T::size];
      for (int k = 0; k < T::size; ++k) lane[k] = k < count ? static_cast<Scalar>(from[k * lane_]) : fill;
      return T::load(lane);
    } else {
      return T(*from);
    }
  }
  void scatter(Stored* to, [[maybe_unused]] int count, const T& x) const {
    if constexpr (is_pack<T>) {
      if constexpr (is_exact)
        if (lane_ == 1 && count == T::size) return x.store(to);
      Scalar lane[T::size];
      x.store(lane);
      for (int k = 0; k < count; ++k) to[k * lane_] = static_cast<Stored>(lane[k]);
    } else {
      *to = x.value;
    }
  }

  Stored* data_;
  Eigen::Index step_, lane_;
};

/// An operand's memory: number k of distribution n lies at data + k·along + n·across.
template <class Stored>
struct Distributions {
  Stored* data;
  Eigen::Index along, across;

  /// Those from number n on.
  Distributions from(Eigen::Index n) const { return {data + n * across, along, across}; }
};

/// Which way the distributions of an array lie: a compile-time vector is one.
template <class X, bool EachRow>
struct RowwiseShape {
  static constexpr bool by_row = X::RowsAtCompileTime == 1 || (X::ColsAtCompileTime != 1 && EachRow);
  static constexpr int length = by_row ? X::ColsAtCompileTime : X::RowsAtCompileTime;
  static constexpr int count = by_row ? X::RowsAtCompileTime : X::ColsAtCompileTime;
};

template <class X>
auto distributions_of(X& x, bool by_row) {
  return Distributions<std::remove_pointer_t<decltype(x.data())>>{x.data(), by_row ? x.colStride() : x.rowStride(),
                                                                  by_row ? x.rowStride() : x.colStride()};
}

template <class T, bool Contiguous, class Function, class... Stored>
void run_along(Eigen::Index length, Eigen::Index count, const Function& function,
               const Distributions<Stored>&... operands) {
  const RowAlong<T> row(length);
  for (Eigen::Index n = 0; n < count; ++n)
    function(row, Strip<T, Stored, Contiguous>(operands.from(n).data, T::size * operands.along, operands.along)...);
}

/// How many distributions run_across and run_in_panels take at a time.
template <class T>
inline constexpr Eigen::Index width_across = RowsAcross<T>::most * T::size;
template <class T>
inline constexpr Eigen::Index panel_width = RowsAcross<T>::most / 2 * T::size;

template <class T, class Function, class... Stored>
void run_across(Eigen::Index length, Eigen::Index count, const Function& function,
                const Distributions<Stored>&... operands) {
  constexpr Eigen::Index width = width_across<T>;
  for (Eigen::Index n = 0; n < count; n += width)
    function(RowsAcross<T>(length, count - n),
             Strip<T, Stored, true>(operands.from(n).data, operands.along, operands.across)...);
}

/// Copies of the inputs of `width` distributions, side by side.
template <class T>
class Panel {
 public:
  using Scalar = typename T::Scalar;

  Panel(Scalar* memory, Eigen::Index length, Eigen::Index width) : free_(memory), length_(length), width_(width) {}

  /// The strip of an input, which is copied, or of an output.
  template <class Stored>
  auto strip(const Distributions<Stored>& operand, Eigen::Index first, Eigen::Index count) {
    Stored* const data = operand.data + first * operand.across;
    if constexpr (std::is_const_v<Stored>) {
      Scalar* const lines = free_;
      free_ += length_ * width_;
      copy(lines, Distributions<Stored>{data, operand.along, operand.across}, count);
      return Strip<T, Scalar, true>(lines, width_, 1);
    } else {
      return Strip<T, Stored, false>(data, operand.along, operand.across);
    }
  }

 private:
  template <class Stored>
  void copy(Scalar* to, const Distributions<Stored>& from, Eigen::Index count) const {
    for (Eigen::Index n = 0; n < count; ++n)
      for (Eigen::Index k = 0; k < length_; ++k)
        to[k * width_ + n] = static_cast<Scalar>(from.data[k * from.along + n * from.across]);
  }

  Scalar* free_;
  Eigen::Index length_, width_;
};

/// run_across on copies of the inputs, for lengths below the size of a pack.
template <class T, class Function, class... Stored>
void run_in_panels(Eigen::Index length, Eigen::Index count, const Function& function,
                   const Distributions<Stored>&... operands) {
  constexpr int inputs = (std::is_const_v<Stored> + ...);
  constexpr Eigen::Index width = panel_width<T>;
  alignas(64) typename T::Scalar memory[inputs * T::size * width];
  for (Eigen::Index n = 0; n < count; n += width) {
    Panel<T> panel(memory, length, width);
    function(RowsAcross<T>(length, count - n, width / T::size),
             panel.strip(operands, n, (std::min)(width, count - n))...);
  }
}

/// function(row, strips of the operands…) until every distribution is done, by threads that take multiples of what is
/// computed at a time. Length and Count are the compile-time sizes.
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
      const bool are_few = 2 * count <= Sidewise::size, are_short = length < Sidewise::size;
      if (!are_few && are_across && !are_along)
        return share(width_across<Sidewise>, [](auto... arguments) { run_across<Sidewise>(arguments...); });
      if (!are_few && are_short)
        return share(panel_width<Sidewise>, [](auto... arguments) { run_in_panels<Sidewise>(arguments...); });
    }
    if (are_along)
      share(1, [](auto... arguments) { run_along<Lengthwise, true>(arguments...); });
    else
      share(1, [](auto... arguments) { run_along<Lengthwise, false>(arguments...); });
  }
}

/// function(outputs with memory…), each of which takes the place of an output that has none.
template <class Function>
void write_through(const Function& function) {
  function();
}
template <class Function, class Out, class... Outs>
void write_through(const Function& function, Out& out, Outs&... outs) {
  const auto with = [&](auto& target) {
    write_through([&](auto&... targets) { function(target, targets...); }, outs...);
  };
  if constexpr (has_direct_access<Out>) {
    with(out);
  } else {
    typename Out::PlainObject result(out.rows(), out.cols());
    with(result);
    out = result;
  }
}

// ---- values --------------------------------------------------------------------------------------------------------

template <class OfRow>
struct EvaluateRow {
  template <class... Operands>
  SIGMAJET_FUNCTION void operator()(const Operands&... operands) const {
    OfRow::evaluate(operands...);
  }
};

/// function(row, strips…) over operands of one shape, which all have memory, in the distributions of an array of type
/// Shaped. The function's type tells nothing of the operands' types, so that all arrays share its loops.
template <class Shaped, class Activation, class Function, class First, class... Operands>
void for_each_operand_row(const Function& function, First& first, Operands&... operands) {
  using Rows = RowwiseShape<Shaped, Activation::is_by_row()>;
  for_each_row<WorkingScalar<typename First::Scalar>, Rows::length, Rows::count>(
      Rows::by_row ? first.cols() : first.rows(), Rows::by_row ? first.rows() : first.cols(), function,
      distributions_of(first, Rows::by_row), distributions_of(operands, Rows::by_row)...);
}

/// A row-wise activation of x into y, which has x's shape and is x itself or shares no memory with it. An x without
/// memory of its own is written to y first.
template <class Activation, class X, class Y>
void rowwise_pass(const X& x, Y& y) {
  constexpr EvaluateRow<typename Activation::OfRow> evaluate_row;
  const auto evaluate = [&](auto& target) {
    if constexpr (has_direct_access<X>) {
      for_each_operand_row<X, Activation>(evaluate_row, x, target);
    } else {
      target.array() = x.array();
      for_each_operand_row<X, Activation>(evaluate_row, std::as_const(target), target);
    }
  };
  write_through(evaluate, y);
}

}  // namespace detail
SIGMAJET_NAMESPACE_END
