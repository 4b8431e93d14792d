#pragma once

#include "sigmajet/jet.hpp"
#include "sigmajet/loop/streaming.hpp"

SIGMAJET_NAMESPACE_BEGIN
namespace detail {

/// The kernel of an element-wise activation as the operation of a pass.
template <int Order, class Activation>
struct Derivatives {
  static constexpr bool is_memory_bound = detail::is_memory_bound<Activation>;

  Activation activation;

  template <class T>
  SIGMAJET_FUNCTION auto operator()(const T& x) const {
    return activation.template kernel<Order>(x);
  }
};

/// The order of the last wanted of the outputs for σ, σ′, …, or −1.
template <class... Outs>
constexpr int highest_order() {
  int order = -1, i = 0;
  ((order = is_none<Outs> ? order : i, ++i), ...);
  return order;
}

}  // namespace detail
SIGMAJET_NAMESPACE_END
