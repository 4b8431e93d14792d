#pragma once

#include <algorithm>
#include <tuple>

#include "sigmajet/jet.hpp"
#include "sigmajet/loop/eigen_compat.hpp"
#include "sigmajet/loop/streaming.hpp"
#include "sigmajet/simd/scalar.hpp"

/// @file
/// One pass over expressions of one shape that writes any number of outputs. It knows no activation: the operation is a
/// function object that takes a pack of every input and returns a jet, whose member of order i goes to output i.

SIGMAJET_NAMESPACE_BEGIN

namespace detail {

/// How many registers a kernel interleaves.
inline constexpr int interleaved_registers = 2;

template <class Scalar, int Size>
constexpr int registers_for() {
  constexpr int lanes = best_lanes<Scalar, Size>;
  return Size == Eigen::Dynamic || Size >= interleaved_registers * lanes ? interleaved_registers : 1;
}

/// The pack for arrays of a compile-time size, or Eigen::Dynamic.
template <class Scalar, int Size>
using PackFor = Pack<Scalar, best_lanes<Scalar, Size>, registers_for<Scalar, Size>()>;

// ---- contiguous memory -------------------------------------------------------------------------------------------

/// function(order, pointer) for each wanted output.
template <class... Pointers, class Function>
SIGMAJET_FUNCTION void for_each_wanted(const std::tuple<Pointers...>& to, Function&& function) {
  for_each_index(
      [&](auto order) SIGMAJET_LAMBDA {
        constexpr std::size_t n = decltype(order)::value;
        if constexpr (!is_none<std::tuple_element_t<n, std::tuple<Pointers...>>>) function(order, std::get<n>(to));
      },
      std::index_sequence_for<Pointers...>{});
}

/// Numbers in memory as a source.
template <class Scalar>
struct Numbers {
  const Scalar* first;

  template <class Pack>
  SIGMAJET_FUNCTION Pack pack(Eigen::Index i) const {
    return Pack::load(first + i);
  }
  template <class Pack>
  SIGMAJET_FUNCTION Pack first_of_pack(Eigen::Index i, int count) const {
    return Pack::load_first(first + i, count, 0);
  }
};

template <class Pack, class Source>
using PackFrom = Pack;

/// The packs at i of each source, before the end of a part.
template <class Pack, class... Sources>
SIGMAJET_FUNCTION std::tuple<PackFrom<Pack, Sources>...> read_packs(Eigen::Index i, Eigen::Index end,
                                                                    const Sources&... sources) {
  if (end - i >= Pack::size) return {sources.template pack<Pack>(i)...};
  return {sources.template first_of_pack<Pack>(i, static_cast<int>(end - i))...};
}

/// The operation over a part of each source. What lies behind the last number is neither read nor written. Streamed:
/// the stores go past the caches, and need aligned outputs.
template <class Pack, class Operation, class... Pointers, class... Sources>
SIGMAJET_FUNCTION void run_contiguous(const Operation& given, const Part& part, bool is_streamed,
                                      const std::tuple<Pointers...>& to, const Sources&... sources) {
  if (part.begin >= part.end) return;
  // A copy that no store can alias: its parameters stay in registers.
  const Operation operation = given;
  auto packs = read_packs<Pack>(part.begin, part.end, sources...);
  for (Eigen::Index i = part.begin; i < part.end; i += Pack::size) {
    const auto jet = detail::apply(operation, packs);
    const Eigen::Index rest = part.end - i;
    // Before the stores: a load waits for an earlier store to an address that has the same last 12 bits.
    if (rest > Pack::size) packs = read_packs<Pack>(i + Pack::size, part.end, sources...);
    for_each_wanted(to, [&](auto order, auto* pointer) SIGMAJET_LAMBDA {
      const Pack& result = get<static_cast<int>(decltype(order)::value)>(jet);
      if (rest < Pack::size)
        result.store_first(pointer + i, static_cast<int>(rest));
      else if (is_streamed)
        result.stream(pointer + i);
      else
        result.store(pointer + i);
    });
  }
}

/// The same in a function of its own, unless the size is a compile-time one.
template <class Pack, class Operation, class... Pointers, class... Sources>
void run_contiguous_by_call(const Operation& operation, const Part& part, bool is_streamed,
                            const std::tuple<Pointers...>& to, const Sources&... sources) {
  run_contiguous<Pack>(operation, part, is_streamed, to, sources...);
}
template <class Pack, int Size, class Operation, class... Pointers, class... Sources>
SIGMAJET_FUNCTION void run_part(const Operation& operation, const Part& part, const std::tuple<Pointers...>& to,
                                const Sources&... sources) {
  if constexpr (Size == Eigen::Dynamic)
    run_contiguous_by_call<Pack>(operation, part, false, to, sources...);
  else
    run_contiguous<Pack>(operation, part, false, to, sources...);
}

/// All of the sources, in parts for the threads, and long outputs past the caches.
template <class Pack, class Operation, class... Pointers, class... Sources>
void run_long(const Operation& operation, Eigen::Index count, const std::tuple<Pointers...>& to,
              const Sources&... sources) {
  const bool streamed = is_streamed<Pack, Operation>(count, to);
  if (!streamed && count < SIGMAJET_NUMBERS_PER_THREAD)
    return run_contiguous_by_call<Pack>(operation, Part{0, count}, false, to, sources...);
  for_each_part(count, Pack::size, 1, [&](const Part& part) {
    const Eigen::Index middle = streamed ? streaming_begin<Pack>(part, to) : part.end;
    for (const bool is_second : {false, true})
      run_contiguous_by_call<Pack>(operation, is_second ? Part{middle, part.end} : Part{part.begin, middle}, is_second,
                                   to, sources...);
    if (streamed) packet::fence();
  });
}

/// Room for Size numbers of each input, and of as many outputs as a tuple of pointers asks for.
template <class Scalar, std::size_t Inputs, int Size, class... Pointers>
class Buffer {
 public:
  Scalar x[Inputs][Size];

  /// The operation over the first count numbers of the inputs, in arrays of a compile-time size or Eigen::Dynamic; the
  /// result points to the outputs.
  template <class Pack, int ArraySize, class Operation>
  SIGMAJET_FUNCTION std::tuple<Pointers...> run(const Operation& operation, Eigen::Index count) {
    const std::tuple<Pointers...> results = outputs();
    run<Pack, ArraySize>(operation, count, results, std::make_index_sequence<Inputs>{});
    return results;
  }

 private:
  template <class Pack, int ArraySize, class Operation, std::size_t... I>
  SIGMAJET_FUNCTION void run(const Operation& operation, Eigen::Index count, const std::tuple<Pointers...>& results,
                             std::index_sequence<I...>) const {
    run_part<Pack, ArraySize>(operation, Part{0, count}, results, Numbers<Scalar>{x[I]}...);
  }
  SIGMAJET_FUNCTION std::tuple<Pointers...> outputs() {
    std::tuple<Pointers...> pointers;
    for_each_index(
        [&](auto order) SIGMAJET_LAMBDA {
          constexpr std::size_t n = decltype(order)::value;
          if constexpr (!is_none<std::tuple_element_t<n, std::tuple<Pointers...>>>) std::get<n>(pointers) = y_[n];
        },
        std::index_sequence_for<Pointers...>{});
    return pointers;
  }

  Scalar y_[sizeof...(Pointers)][Size];
};

// ---- arrays ------------------------------------------------------------------------------------------------------

template <class... Xs>
using Inputs = std::tuple<const Xs&...>;
template <class... Xs>
Inputs<Xs...> inputs(const Xs&... xs) {
  return {xs...};
}
template <class... Xs>
using FirstOf = std::tuple_element_t<0, std::tuple<Xs...>>;

/// An outer slice, a row or a column, of an expression as a source.
template <class Xpr>
class Slice {
 public:
  Slice(const Reader<Xpr>& reader, Eigen::Index outer) : reader_(reader), outer_(outer) {}

  template <class Pack>
  SIGMAJET_FUNCTION Pack pack(Eigen::Index i) const {
    return reader_.template pack<Pack>(is_row_major<Xpr> ? outer_ : i, is_row_major<Xpr> ? i : outer_);
  }
  template <class Pack>
  SIGMAJET_FUNCTION Pack first_of_pack(Eigen::Index i, int count) const {
    return reader_.template first_of_pack<Pack>(is_row_major<Xpr> ? outer_ : i, is_row_major<Xpr> ? i : outer_, count);
  }

 private:
  const Reader<Xpr>& reader_;
  Eigen::Index outer_;
};

/// The source for a walk over all of an input, and over an outer slice: where it lies in memory, only the numbers, so
/// that arrays of all types share their loops.
template <class Xpr>
SIGMAJET_FUNCTION decltype(auto) source_of(const Reader<Xpr>& reader) {
  if constexpr (has_direct_access<Xpr>)
    return Numbers<typename Xpr::Scalar>{reader.data(0)};
  else
    return (reader);
}
template <class Xpr>
SIGMAJET_FUNCTION auto source_of(const Reader<Xpr>& reader, Eigen::Index outer) {
  if constexpr (has_direct_access<Xpr>)
    return Numbers<typename Xpr::Scalar>{reader.data(outer)};
  else
    return Slice<Xpr>(reader, outer);
}

/// Whether an output is memory of this scalar type that a walk along rows, or along columns, can go through in order.
template <class Scalar, bool ByRow, class Out>
constexpr bool has_memory_for() {
  if constexpr (is_none<Out>)
    return true;
  else if constexpr (std::is_same_v<Scalar, typename Out::Scalar> && has_direct_access<Out>)
    return Out::IsVectorAtCompileTime || bool(Out::IsRowMajor) == ByRow;
  else
    return false;
}

template <bool ByRow, class Out>
bool has_contiguous_slices(const Out& out) {
  if constexpr (is_none<Out>)
    return true;
  else
    return (ByRow ? out.colStride() : out.rowStride()) == 1 || (ByRow ? out.cols() : out.rows()) == 1;
}
template <bool ByRow, class Out>
bool is_contiguous(const Out& out) {
  if constexpr (is_none<Out>)
    return true;
  else
    return has_contiguous_slices<ByRow>(out) && (ByRow ? out.rows() == 1 || out.rowStride() == out.cols()
                                                       : out.cols() == 1 || out.colStride() == out.rows());
}

/// The start of an outer slice of an output.
template <bool ByRow, class Out>
auto slice(Out& out, Eigen::Index outer) {
  if constexpr (is_none<Out>)
    return none;
  else
    return out.data() + outer * (ByRow ? out.rowStride() : out.colStride());
}

/// Whether an output's type alone says that it is contiguous.
template <class Out>
constexpr bool is_always_contiguous() {
  if constexpr (is_none<Out>)
    return true;
  else
    return std::is_same_v<Out, typename Out::PlainObject>;
}

/// Which walks read packets straight from the inputs and write them straight to the outputs: over the whole arrays as
/// one run of numbers, and slice by slice.
template <class Inputs, class... Outs>
struct DirectWalks;
template <class... Xs, class... Outs>
struct DirectWalks<Inputs<Xs...>, Outs...> {
  using X = FirstOf<Xs...>;
  using Scalar = typename X::Scalar;
  static constexpr bool by_row = is_row_major<X>;
  static constexpr bool have_packets = is_machine_scalar<Scalar> &&
                                       (std::is_same_v<Scalar, typename Xs::Scalar> && ...) &&
                                       (has_packets<Xs> && ...) && (has_memory_for<Scalar, by_row, Outs>() && ...);
  static constexpr bool linear = have_packets && (has_linear_access<Xs> && ...) &&
                                 ((X::IsVectorAtCompileTime || is_row_major<Xs> == by_row) && ...);
  static constexpr bool always_linear = linear && (is_always_contiguous<Outs>() && ...);
  static constexpr bool sliced = have_packets && !always_linear && ((is_row_major<Xs> == by_row) && ...);
};

/// False where an output's memory does not allow the walk.
template <class Operation, class... Xs, class... Outs>
SIGMAJET_FUNCTION bool run_linear(const Operation& operation, const Inputs<Xs...>& xs, Outs&... outs) {
  using X = FirstOf<Xs...>;
  using Pack = PackFor<typename X::Scalar, X::SizeAtCompileTime>;
  constexpr bool by_row = is_row_major<X>;
  if (!(is_contiguous<by_row>(outs) && ...)) return false;
  std::tuple<Reader<Xs>...> readers(xs);
  detail::apply(
      [&](auto&... reader) SIGMAJET_LAMBDA {
        const auto to = std::make_tuple(slice<by_row>(outs, 0)...);
        if constexpr (X::SizeAtCompileTime == Eigen::Dynamic)
          run_long<Pack>(operation, std::get<0>(xs).size(), to, source_of(reader)...);
        else
          run_contiguous<Pack>(operation, Part{0, X::SizeAtCompileTime}, false, to, source_of(reader)...);
      },
      readers);
  return true;
}

/// False where an output's memory does not allow the walk, or the slices are short.
template <class Operation, class... Xs, class... Outs>
SIGMAJET_FUNCTION bool run_sliced(const Operation& operation, const Inputs<Xs...>& xs, Outs&... outs) {
  using X = FirstOf<Xs...>;
  using Pack = PackFor<typename X::Scalar, X::SizeAtCompileTime>;
  constexpr bool by_row = is_row_major<X>;
  const X& x = std::get<0>(xs);
  const Eigen::Index inner = by_row ? x.cols() : x.rows(), outer = by_row ? x.rows() : x.cols();
  if (!(has_contiguous_slices<by_row>(outs) && ...) || inner < 2 * Pack::size) return false;
  std::tuple<Reader<Xs>...> readers(xs);
  for_each_part(outer, 1, inner, [&](const Part& part) {
    for (Eigen::Index o = part.begin; o < part.end; ++o)
      detail::apply(
          [&](auto&... reader) SIGMAJET_LAMBDA {
            run_part<Pack, X::SizeAtCompileTime>(operation, Part{0, inner}, std::make_tuple(slice<by_row>(outs, o)...),
                                                 source_of(reader, o)...);
          },
          readers);
  });
  return true;
}

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

template <class First, class... Outs>
constexpr bool first_is_row_major() {
  if constexpr (is_none<First> && sizeof...(Outs) > 0)
    return first_is_row_major<Outs...>();
  else
    return bool(First::IsRowMajor);
}

/// Coefficients gathered into a buffer, run through the packet kernel in its working precision, and spread.
template <class Operation, class... Xs, class... Outs>
void run_buffered(const Operation& operation, const Inputs<Xs...>& xs, Outs&... outs) {
  using X = FirstOf<Xs...>;
  using Scalar = WorkingScalar<typename X::Scalar>;
  using Pack = PackFor<Scalar, X::SizeAtCompileTime>;
  constexpr int block = 8 * Pack::size;
  const X& x = std::get<0>(xs);
  alignas(64) Buffer<Scalar, sizeof...(Xs), block, std::conditional_t<is_none<Outs>, None, Scalar*>...> buffer;
  std::tuple<Reader<Xs>...> readers(xs);
  Walk<first_is_row_major<Outs...>()> walk(x.rows(), x.cols());
  for (Eigen::Index done = 0; done < x.size(); done += block) {
    const Eigen::Index count = std::min<Eigen::Index>(block, x.size() - done);
    Scalar(*input)[block] = buffer.x;
    const auto gather = [&](auto& reader) SIGMAJET_LAMBDA {
      walk.for_next(count, [&](Eigen::Index k, Eigen::Index row, Eigen::Index column) SIGMAJET_LAMBDA {
        (*input)[k] = static_cast<Scalar>(reader.at(row, column));
      });
      ++input;
    };
    std::apply([&](auto&... reader) { (gather(reader), ...); }, readers);
    const auto results = buffer.template run<Pack, X::SizeAtCompileTime>(operation, count);
    const auto targets = std::tie(outs...);
    for_each_wanted(results, [&](auto order, const auto* values) SIGMAJET_LAMBDA {
      using Out = std::remove_reference_t<std::tuple_element_t<decltype(order)::value, std::tuple<Outs&...>>>;
      Writer<Out> writer(std::get<decltype(order)::value>(targets));
      walk.for_next(count, [&](Eigen::Index k, Eigen::Index row, Eigen::Index column) SIGMAJET_LAMBDA {
        writer.at(row, column) = static_cast<typename Out::Scalar>(values[k]);
      });
    });
    walk.advance(count);
  }
}

/// Number types of the user, one by one.
template <class Operation, class... Xs, class... Outs>
void run_numbers(const Operation& operation, const Inputs<Xs...>& xs, Outs&... outs) {
  using X = FirstOf<Xs...>;
  const X& x = std::get<0>(xs);
  std::tuple<Reader<Xs>...> readers(xs);
  Walk<first_is_row_major<Outs...>()> walk(x.rows(), x.cols());
  walk.for_next(x.size(), [&](Eigen::Index, Eigen::Index row, Eigen::Index column) {
    const auto jet = std::apply(
        [&](auto&... reader) { return operation(ScalarPack<typename X::Scalar>(reader.at(row, column))...); }, readers);
    const auto targets = std::tie(outs...);
    for_each_index(
        [&](auto order) {
          auto& out = std::get<decltype(order)::value>(targets);
          if constexpr (!is_none<decltype(out)>)
            out.coeffRef(row, column) = scalar_of(get<static_cast<int>(decltype(order)::value)>(jet));
        },
        std::index_sequence_for<Outs...>{});
  });
}

/// One pass over the inputs that writes the wanted members of the operation's jet. Shapes agree, and every output is
/// exactly one of the inputs or shares no memory with them, nor with another output.
template <class Operation, class... Xs, class... Outs>
SIGMAJET_FUNCTION void fused_pass(const Operation& operation, const Inputs<Xs...>& xs, Outs&... outs) {
  if constexpr (!is_machine_scalar<WorkingScalar<typename FirstOf<Xs...>::Scalar>>) {
    run_numbers(operation, xs, outs...);
  } else {
    using Direct = DirectWalks<Inputs<Xs...>, Outs...>;
    if constexpr (Direct::linear)
      if (run_linear(operation, xs, outs...)) return;
    if constexpr (Direct::sliced)
      if (run_sliced(operation, xs, outs...)) return;
    if constexpr (!Direct::always_linear) run_buffered(operation, xs, outs...);
  }
}

}  // namespace detail
SIGMAJET_NAMESPACE_END
