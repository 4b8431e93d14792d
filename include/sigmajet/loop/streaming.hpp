#pragma once

#include <algorithm>
#include <cstdint>
#include <tuple>

#include "sigmajet/base/settings.hpp"
#include "sigmajet/loop/threads.hpp"
#include "sigmajet/simd/pack.hpp"

/// @file
/// Outputs that no cache can hold are written past the caches, which spares reading what is overwritten. Where
/// computing takes longer than memory does, this would only disturb it.

SIGMAJET_NAMESPACE_BEGIN
namespace detail {

/// Whether an operation says so of itself.
template <class Operation, class = void>
inline constexpr bool is_memory_bound = false;
template <class Operation>
inline constexpr bool is_memory_bound<Operation, std::enable_if_t<Operation::is_memory_bound>> = true;

/// Whether an operation's results may go past the caches at all.
template <class Pack, class Operation>
inline constexpr bool can_stream = packet::streams<typename Pack::Register> && is_memory_bound<Operation>;

/// Whether those of so many numbers do.
template <class Pack, class Operation, class... Pointers>
bool is_streamed(Eigen::Index count, const std::tuple<Pointers...>&) {
  constexpr int outputs = (int(std::is_pointer_v<Pointers>) + ...);
  return can_stream<Pack, Operation> &&
         count >= SIGMAJET_STREAMING_BYTES / (outputs * Eigen::Index(sizeof(typename Pack::Scalar)));
}

/// The first number of a part from which on every output can be streamed, or the part's end.
template <class Pack, class... Pointers>
Eigen::Index streaming_begin(const Part& part, const std::tuple<Pointers...>& to) {
  const auto is_aligned = [](Eigen::Index i, const auto& pointer) {
    if constexpr (std::is_pointer_v<std::decay_t<decltype(pointer)>>)
      return reinterpret_cast<std::uintptr_t>(pointer + i) % sizeof(typename Pack::Register) == 0;
    else
      return true;
  };
  for (Eigen::Index i = part.begin; i < (std::min)(part.end, part.begin + Pack::lanes); ++i)
    if (std::apply([&](const auto&... pointer) { return (is_aligned(i, pointer) && ...); }, to)) return i;
  return part.end;
}

}  // namespace detail
SIGMAJET_NAMESPACE_END
