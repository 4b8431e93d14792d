#pragma once

#include <algorithm>
#include <tuple>

#include "sigmajet/loop/sources.hpp"
#include "sigmajet/loop/streaming.hpp"
#include "sigmajet/loop/targets.hpp"
#include "sigmajet/loop/threads.hpp"
#include "sigmajet/simd/tuples.hpp"

/// @file
/// The loop that everything runs through: numbers in a row, pack by pack.
///
/// A steady state without masks or tests is what makes cheap activations as fast as a copy. So there is no last part of
/// a pack: the second step begins where whole packs lead to the end, and overlaps the first. The numbers that both hold
/// are computed twice, with the same bits. Only a run shorter than a pack is read and written in part. The operation,
/// the sources and the pointers are local copies, which no store can alias, so that they stay in registers.
///
/// The next packs are loaded before the results of the present ones are stored. An x86 processor compares only the low
/// 12 bits of a load's address with those of pending stores, and lets the load wait where they match; arrays that are
/// aligned alike always match. The order also keeps the overlapping second step right where an output is one of the
/// inputs, for an output is exactly an input or apart from it.

SIGMAJET_NAMESPACE_BEGIN
namespace detail {

/// How many registers a kernel interleaves: their chains of dependent instructions run beside each other.
inline constexpr int interleaved_registers = 2;

template <class Scalar, int Size>
constexpr int registers_for() {
  constexpr int lanes = best_lanes<Scalar, Size>;
  return Size == Eigen::Dynamic || Size >= interleaved_registers * lanes ? interleaved_registers : 1;
}

/// The pack for arrays of a compile-time size, or Eigen::Dynamic.
template <class Scalar, int Size>
using PackFor = Pack<Scalar, best_lanes<Scalar, Size>, registers_for<Scalar, Size>()>;

/// A pack, for each source.
template <class Pack, class Source>
using PackFrom = Pack;

/// The packs at i of each source.
template <class Pack, class... Sources>
SIGMAJET_FUNCTION std::tuple<PackFrom<Pack, Sources>...> packs_at(Eigen::Index i, const Sources&... sources) {
  return {sources.template pack<Pack>(i)...};
}
/// The packs of a run that may be shorter than a pack.
template <class Pack, class... Sources>
SIGMAJET_FUNCTION std::tuple<PackFrom<Pack, Sources>...> first_packs(const Part& part, const Sources&... sources) {
  const Eigen::Index count = part.end - part.begin;
  if (count >= Pack::size) return {sources.template pack<Pack>(part.begin)...};
  return {sources.template first_of_pack<Pack>(part.begin, static_cast<int>(count))...};
}

/// store(the member of a jet, where it goes) for each wanted output.
template <class Jet, class... Pointers, class Store>
SIGMAJET_FUNCTION void store_each(const Jet& jet, Eigen::Index i, const std::tuple<Pointers...>& to,
                                  const Store& store) {
  for_each_wanted(to, [&](auto order, auto* pointer) SIGMAJET_LAMBDA {
    store(get<static_cast<int>(decltype(order)::value)>(jet), pointer + i);
  });
}

/// The same targets, so many numbers further on.
template <class... Pointers, std::size_t... N>
SIGMAJET_FUNCTION std::tuple<Pointers...> moved(const std::tuple<Pointers...>& to, Eigen::Index distance,
                                                std::index_sequence<N...>) {
  const auto move = [&](auto pointer) SIGMAJET_LAMBDA {
    if constexpr (is_none<decltype(pointer)>)
      return pointer;
    else
      return pointer + distance;
  };
  return {move(std::get<N>(to))...};
}
template <class... Pointers>
SIGMAJET_FUNCTION std::tuple<Pointers...> moved(const std::tuple<Pointers...>& to, Eigen::Index distance) {
  return moved(to, distance, std::index_sequence_for<Pointers...>{});
}

/// The results of the last step: a whole pack, or all of a part that is shorter than one.
template <class Jet, class... Pointers>
SIGMAJET_FUNCTION void store_last(const Jet& jet, const Part& part, const std::tuple<Pointers...>& to) {
  using Pack = std::decay_t<decltype(jet.value)>;
  const Eigen::Index count = part.end - part.begin;
  if (count >= Pack::size)
    store_each(jet, part.end - Pack::size, to, [](const Pack& result, auto* target) SIGMAJET_LAMBDA { result.store(target); });
  else
    store_each(jet, part.begin, to,
               [&](const Pack& result, auto* target) SIGMAJET_LAMBDA { result.store_first(target, static_cast<int>(count)); });
}

/// The operation over a part of the sources. Nothing behind the part is read or written. IsStreamed: the stores go past
/// the caches, and need whole packs and outputs that are aligned.
template <class Pack, bool IsStreamed, class Operation, class... Pointers, class... Sources>
SIGMAJET_FUNCTION void run_contiguous(const Operation operation, const Part part, const std::tuple<Pointers...> to,
                                      const Sources... sources) {
  if (part.begin >= part.end) return;
  const Eigen::Index last = part.end - Pack::size;
  // How far the first step leads: as far as leaves whole packs to the end.
  const Eigen::Index rest = last < part.begin ? 0 : (last - part.begin) % Pack::size;
  Eigen::Index next = part.begin + (rest == 0 ? Pack::size : rest);
  // Results go to one pack before `next`, but those of the first step to the part's begin.
  auto targets = moved(to, part.begin - (next - Pack::size));
  auto packs = first_packs<Pack>(part, sources...);
  for (;;) {
    const auto jet = detail::apply(operation, packs);
    if (next > last) return store_last(jet, part, to);
    packs = packs_at<Pack>(next, sources...);
    store_each(jet, next - Pack::size, targets, [](const Pack& result, auto* target) SIGMAJET_LAMBDA {
      if constexpr (IsStreamed)
        result.stream(target);
      else
        result.store(target);
    });
    targets = to;
    next += Pack::size;
  }
}

/// The same in a function of its own, so that all calls share it.
template <class Pack, bool IsStreamed, class Operation, class... Pointers, class... Sources>
void run_contiguous_by_call(const Operation& operation, const Part& part, const std::tuple<Pointers...>& to,
                            const Sources&... sources) {
  run_contiguous<Pack, IsStreamed>(operation, part, to, sources...);
}

/// The loop where it stands for an array of a compile-time Size, else by call.
template <class Pack, int Size, class Operation, class... Pointers, class... Sources>
SIGMAJET_FUNCTION void run_part(const Operation& operation, const Part& part, const std::tuple<Pointers...>& to,
                                const Sources&... sources) {
  if constexpr (Size == Eigen::Dynamic)
    run_contiguous_by_call<Pack, false>(operation, part, to, sources...);
  else
    run_contiguous<Pack, false>(operation, part, to, sources...);
}

/// A part whose outputs no cache can hold: past the caches where every output is aligned.
template <class Pack, class Operation, class... Pointers, class... Sources>
void run_streamed(const Operation& operation, const Part& part, const std::tuple<Pointers...>& to,
                  const Sources&... sources) {
  const Eigen::Index begin = streaming_begin<Pack>(part, to), end = part.end - (part.end - begin) % Pack::size;
  run_contiguous_by_call<Pack, false>(operation, Part{part.begin, begin}, to, sources...);
  run_contiguous_by_call<Pack, true>(operation, Part{begin, end}, to, sources...);
  run_contiguous_by_call<Pack, false>(operation, Part{end, part.end}, to, sources...);
  packet::fence();
}

/// A run of any length: shared among threads where it is long, and past the caches where that pays.
template <class Pack, class Operation, class... Pointers, class... Sources>
void run_long(const Operation& operation, Eigen::Index count, const std::tuple<Pointers...>& to,
              const Sources&... sources) {
  const bool streamed = is_streamed<Pack, Operation>(count, to);
  if (!streamed && count < SIGMAJET_NUMBERS_PER_THREAD)
    return run_contiguous_by_call<Pack, false>(operation, Part{0, count}, to, sources...);
  for_each_part(count, Pack::size, 1, [&](const Part& part) {
    if constexpr (can_stream<Pack, Operation>)
      if (streamed) return run_streamed<Pack>(operation, part, to, sources...);
    run_contiguous_by_call<Pack, false>(operation, part, to, sources...);
  });
}

}  // namespace detail
SIGMAJET_NAMESPACE_END
