#pragma once

#include <algorithm>
#include <tuple>

#include "sigmajet/loop/contiguous.hpp"
#include "sigmajet/simd/scalar.hpp"

/// @file
/// Arrays that no loop can go through in order: coefficients are gathered into a buffer, which also converts 16-bit
/// formats to floats, run through the loop, and spread. Number types of the user are computed one by one.

SIGMAJET_NAMESPACE_BEGIN
namespace detail {

template <class... Xs>
using Inputs = std::tuple<const Xs&...>;
/// The inputs of a pass.
template <class... Xs>
Inputs<Xs...> inputs(const Xs&... xs) {
  return {xs...};
}
template <class... Xs>
using FirstOf = std::tuple_element_t<0, std::tuple<Xs...>>;

/// A walk over the coefficients of a two-dimensional array in either order, resumed for each block.
template <bool ByRow>
class Walk {
 public:
  Walk(Eigen::Index rows, Eigen::Index columns) : inner_size_(ByRow ? columns : rows) {}

  /// function(k, row, column) for the next count coefficients; the walk itself stays where it is.
  template <class Function>
  SIGMAJET_FUNCTION void for_next(Eigen::Index count, Function&& function) const {
    Eigen::Index outer = outer_, inner = inner_;
    for (Eigen::Index k = 0; k < count; ++outer, inner = 0) {
      const Eigen::Index end = k + (std::min)(count - k, inner_size_ - inner);
      for (; k < end; ++k, ++inner) function(k, ByRow ? outer : inner, ByRow ? inner : outer);
    }
  }
  void advance(Eigen::Index count) {
    outer_ += (inner_ + count) / inner_size_;
    inner_ = (inner_ + count) % inner_size_;
  }

 private:
  Eigen::Index inner_size_, outer_ = 0, inner_ = 0;
};

/// Whether the first wanted output is stored by rows: the walk follows it.
template <class First, class... Outs>
constexpr bool first_is_row_major() {
  if constexpr (is_none<First> && sizeof...(Outs) > 0)
    return first_is_row_major<Outs...>();
  else
    return bool(First::IsRowMajor);
}

/// Arrays of one shape and a buffer for a block of their coefficients.
template <class Inputs, class... Outs>
class BufferedPass;
template <class... Xs, class... Outs>
class BufferedPass<Inputs<Xs...>, Outs...> {
 public:
  BufferedPass(const Inputs<Xs...>& xs, Outs&... outs)
      : size_(std::get<0>(xs).size()),
        walk_(std::get<0>(xs).rows(), std::get<0>(xs).cols()),
        readers_(xs),
        outs_(outs...) {}

  template <class Operation>
  void run(const Operation& operation) {
    for (Eigen::Index done = 0; done < size_; done += block) {
      const Eigen::Index count = (std::min)(block, size_ - done);
      for_each_index([&](auto n) SIGMAJET_LAMBDA { gather<n>(count); }, each_input);
      run_block(operation, count, each_input, each_output);
      for_each_index([&](auto n) SIGMAJET_LAMBDA { spread<n>(count); }, each_output);
      walk_.advance(count);
    }
  }

 private:
  using X = FirstOf<Xs...>;
  using Scalar = WorkingScalar<typename X::Scalar>;
  using Pack = PackFor<Scalar, X::SizeAtCompileTime>;
  /// Enough packs for the loop to reach its steady state, and few enough for the buffer to stay in the first cache.
  static constexpr Eigen::Index block = 8 * Pack::size;
  static constexpr std::index_sequence_for<Xs...> each_input{};
  static constexpr std::index_sequence_for<Outs...> each_output{};

  template <std::size_t N>
  SIGMAJET_FUNCTION void gather(Eigen::Index count) {
    const auto& reader = std::get<N>(readers_);
    walk_.for_next(count, [&](Eigen::Index k, Eigen::Index row, Eigen::Index column) SIGMAJET_LAMBDA {
      input_[N][k] = static_cast<Scalar>(reader.at(row, column));
    });
  }
  template <class Operation, std::size_t... In, std::size_t... Out>
  SIGMAJET_FUNCTION void run_block(const Operation& operation, Eigen::Index count, std::index_sequence<In...>,
                                   std::index_sequence<Out...>) {
    run_part<Pack, X::SizeAtCompileTime>(operation, Part{0, count}, std::make_tuple(target<Out>()...),
                                         Numbers<Scalar>{input_[In]}...);
  }
  /// Where the loop writes an output.
  template <std::size_t N>
  SIGMAJET_FUNCTION auto target() {
    if constexpr (is_none<std::tuple_element_t<N, std::tuple<Outs...>>>)
      return none;
    else
      return static_cast<Scalar*>(output_[N]);
  }
  template <std::size_t N>
  SIGMAJET_FUNCTION void spread(Eigen::Index count) {
    using Out = std::tuple_element_t<N, std::tuple<Outs...>>;
    if constexpr (!is_none<Out>) {
      Writer<Out> writer(std::get<N>(outs_));
      walk_.for_next(count, [&](Eigen::Index k, Eigen::Index row, Eigen::Index column) SIGMAJET_LAMBDA {
        writer.at(row, column) = static_cast<typename Out::Scalar>(output_[N][k]);
      });
    }
  }

  Eigen::Index size_;
  Walk<first_is_row_major<Outs...>()> walk_;
  std::tuple<Reader<Xs>...> readers_;
  std::tuple<Outs&...> outs_;
  alignas(64) Scalar input_[sizeof...(Xs)][block];
  alignas(64) Scalar output_[sizeof...(Outs)][block];
};

/// Coefficients gathered into a buffer, run through the loop in its working precision, and spread.
template <class Operation, class... Xs, class... Outs>
void run_buffered(const Operation& operation, const Inputs<Xs...>& xs, Outs&... outs) {
  BufferedPass<Inputs<Xs...>, Outs...>(xs, outs...).run(operation);
}

/// Number types of the user, one by one.
template <class Operation, class... Xs, class... Outs>
void run_numbers(const Operation& operation, const Inputs<Xs...>& xs, Outs&... outs) {
  using Number = ScalarPack<typename FirstOf<Xs...>::Scalar>;
  const auto& x = std::get<0>(xs);
  std::tuple<Reader<Xs>...> readers(xs);
  const std::tuple<Outs&...> targets(outs...);
  const Walk<first_is_row_major<Outs...>()> walk(x.rows(), x.cols());
  walk.for_next(x.size(), [&](Eigen::Index, Eigen::Index row, Eigen::Index column) {
    const auto jet = std::apply([&](auto&... reader) { return operation(Number(reader.at(row, column))...); }, readers);
    for_each_wanted(targets, [&](auto order, auto& out) {
      out.coeffRef(row, column) = scalar_of(get<static_cast<int>(decltype(order)::value)>(jet));
    });
  });
}

}  // namespace detail
SIGMAJET_NAMESPACE_END
