#pragma once

#include <algorithm>
#include <tuple>

#include "sigmajet/detail/eigen_compat.hpp"
#include "sigmajet/detail/scalar.hpp"
#include "sigmajet/jet.hpp"

/// @file
/// One pass over an expression that writes any of the value and derivatives of a kernel. It knows no activation: the
/// kernel is a function object with `template <int Order, class T> Jet<T, Order> kernel(T) const`.

SIGMAJET_NAMESPACE_BEGIN

/// Stands for an output that is not wanted.
struct None {};
inline constexpr None none{};

namespace detail {

template <class Out>
inline constexpr bool is_none = std::is_same_v<std::remove_cv_t<std::remove_reference_t<Out>>, None>;

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

// ---- whole packs in contiguous memory ----------------------------------------------------------------------------

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

/// The kernel over count / Pack::size packs: load(i) reads the one that starts at number i.
template <int Order, class Pack, class Kernel, class Load, class... Pointers>
SIGMAJET_FUNCTION void run_packs(const Kernel& given, Eigen::Index count, Load&& load,
                                 const std::tuple<Pointers...>& to) {
  // A copy that no store can alias: its parameters stay in registers.
  const Kernel kernel = given;
  for (Eigen::Index i = 0; i + Pack::size <= count; i += Pack::size) {
    const auto jet = kernel.template kernel<Order>(load(i));
    for_each_wanted(to, [&](auto order, auto* pointer) SIGMAJET_LAMBDA {
      get<static_cast<int>(decltype(order)::value)>(jet).store(pointer + i);
    });
  }
}

/// Room for Size inputs and as many outputs as a tuple of pointers asks for.
template <class Scalar, int Size, class... Pointers>
class Buffer {
 public:
  Scalar x[Size];

  std::tuple<Pointers...> outputs() {
    std::tuple<Pointers...> pointers;
    for_each_index(
        [&](auto order) {
          constexpr std::size_t n = decltype(order)::value;
          if constexpr (!is_none<std::tuple_element_t<n, std::tuple<Pointers...>>>) std::get<n>(pointers) = y_[n];
        },
        std::index_sequence_for<Pointers...>{});
    return pointers;
  }

 private:
  Scalar y_[sizeof...(Pointers)][Size];
};

/// The kernel over count numbers: whole packs by load(i), the rest by load_one(i) into a buffer, since what lies behind
/// the last number is not ours to touch.
template <int Order, class Pack, class Kernel, class Load, class LoadOne, class... Pointers>
SIGMAJET_FUNCTION void run_contiguous(const Kernel& kernel, Eigen::Index count, Load&& load, LoadOne&& load_one,
                                      const std::tuple<Pointers...>& to) {
  run_packs<Order, Pack>(kernel, count, load, to);
  const Eigen::Index rest = count % Pack::size, whole = count - rest;
  if (rest == 0) return;
  alignas(64) Buffer<typename Pack::Scalar, Pack::size, Pointers...> buffer;
  for (Eigen::Index k = 0; k < Pack::size; ++k) buffer.x[k] = k < rest ? load_one(whole + k) : typename Pack::Scalar(0);
  const auto results = buffer.outputs();
  run_packs<Order, Pack>(kernel, Pack::size, [&](Eigen::Index) SIGMAJET_LAMBDA { return Pack::load(buffer.x); }, results);
  for_each_wanted(to, [&](auto order, auto* pointer) SIGMAJET_LAMBDA {
    for (Eigen::Index k = 0; k < rest; ++k) pointer[whole + k] = std::get<decltype(order)::value>(results)[k];
  });
}

// ---- arrays ------------------------------------------------------------------------------------------------------

template <class X, class Out>
constexpr bool has_same_order() {
  if constexpr (is_none<Out>)
    return true;
  else
    return X::IsVectorAtCompileTime || Out::IsVectorAtCompileTime || is_row_major<X> == bool(Out::IsRowMajor);
}

template <class Out>
constexpr bool has_pointer() {
  if constexpr (is_none<Out>)
    return true;
  else
    return has_direct_access<Out>;
}

template <class Out>
bool has_contiguous_slices(const Out& out) {
  if constexpr (is_none<Out>)
    return true;
  else
    return out.innerStride() == 1 || out.innerSize() == 1;
}
template <class Out>
bool is_contiguous(const Out& out) {
  if constexpr (is_none<Out>)
    return true;
  else
    return has_contiguous_slices(out) && (out.outerStride() == out.innerSize() || out.outerSize() == 1);
}

/// The start of an outer slice of an output.
template <class Out>
auto slice(Out& out, Eigen::Index outer) {
  if constexpr (is_none<Out>)
    return none;
  else
    return out.data() + outer * out.outerStride();
}

/// Packets read straight from x and written straight to the outputs. False where their memory does not allow it.
template <int Order, class Kernel, class X, class... Outs>
bool run_direct(const Kernel& kernel, const X& x, Outs&... outs) {
  using Scalar = typename X::Scalar;
  if constexpr (is_machine_scalar<Scalar> && has_packets<X> && (has_pointer<Outs>() && ...) &&
                (has_same_order<X, Outs>() && ...)) {
    using Pack = PackFor<Scalar, X::SizeAtCompileTime>;
    const auto run = [&](Eigen::Index count, auto&& load, auto&& load_one, Eigen::Index outer) SIGMAJET_LAMBDA {
      run_contiguous<Order, Pack>(kernel, count, load, load_one, std::make_tuple(slice(outs, outer)...));
    };
    if constexpr (has_linear_access<X>) {
      if ((is_contiguous(outs) && ...)) {
        const Reader<X> reader(x);
        run(
            x.size(), [&](Eigen::Index i) SIGMAJET_LAMBDA { return reader.template pack<Pack>(i); },
            [&](Eigen::Index i) SIGMAJET_LAMBDA { return reader.at(i); }, 0);
        return true;
      }
    }
    constexpr bool by_row = is_row_major<X>;
    if ((has_contiguous_slices(outs) && ...) && x.innerSize() >= 2 * Pack::size) {
      const Reader<X> reader(x);
      for (Eigen::Index outer = 0; outer < x.outerSize(); ++outer)
        run(
            x.innerSize(),
            [&](Eigen::Index i) SIGMAJET_LAMBDA {
              return reader.template pack<Pack>(by_row ? outer : i, by_row ? i : outer);
            },
            [&](Eigen::Index i) SIGMAJET_LAMBDA { return reader.at(by_row ? outer : i, by_row ? i : outer); }, outer);
      return true;
    }
  }
  return false;
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
      const Eigen::Index end = k + std::min(count - k, inner_size_ - inner);
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
template <int Order, class Kernel, class X, class... Outs>
void run_buffered(const Kernel& kernel, const X& x, Outs&... outs) {
  using Scalar = Working<typename X::Scalar>;
  using Pack = PackFor<Scalar, X::SizeAtCompileTime>;
  constexpr int block = 8 * Pack::size;
  alignas(64) Buffer<Scalar, block, std::conditional_t<is_none<Outs>, None, Scalar*>...> buffer;
  const auto results = buffer.outputs();
  const Reader<X> reader(x);
  Walk<first_is_row_major<Outs...>()> walk(x.rows(), x.cols());
  for (Eigen::Index done = 0; done < x.size(); done += block) {
    const Eigen::Index count = std::min<Eigen::Index>(block, x.size() - done);
    const Eigen::Index padded = (count + Pack::size - 1) / Pack::size * Pack::size;
    walk.for_next(count, [&](Eigen::Index k, Eigen::Index row, Eigen::Index column) SIGMAJET_LAMBDA {
      buffer.x[k] = static_cast<Scalar>(reader.at(row, column));
    });
    for (Eigen::Index k = count; k < padded; ++k) buffer.x[k] = Scalar(0);
    run_packs<Order, Pack>(
        kernel, padded, [&](Eigen::Index i) SIGMAJET_LAMBDA { return Pack::load(buffer.x + i); }, results);
    const auto targets = std::tie(outs...);
    for_each_wanted(results, [&](auto order, const auto* values) SIGMAJET_LAMBDA {
      auto& out = std::get<decltype(order)::value>(targets);
      Writer<std::remove_reference_t<decltype(out)>> writer(out);
      walk.for_next(count, [&](Eigen::Index k, Eigen::Index row, Eigen::Index column) SIGMAJET_LAMBDA {
        writer.at(row, column) = static_cast<typename X::Scalar>(values[k]);
      });
    });
    walk.advance(count);
  }
}

/// Number types of the user, one by one.
template <int Order, class Kernel, class X, class... Outs>
void run_numbers(const Kernel& kernel, const X& x, Outs&... outs) {
  const Reader<X> reader(x);
  Walk<first_is_row_major<Outs...>()> walk(x.rows(), x.cols());
  walk.for_next(x.size(), [&](Eigen::Index, Eigen::Index row, Eigen::Index column) {
    const auto jet = kernel.template kernel<Order>(ScalarPack<typename X::Scalar>(reader.at(row, column)));
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

/// One pass over x that writes the wanted derivatives, of order 0, 1, …, of a kernel. Shapes agree, and every output is
/// x itself or shares no memory with x and the others.
template <int Order, class Kernel, class X, class... Outs>
void fused_pass(const Kernel& kernel, const X& x, Outs&... outs) {
  if constexpr (!is_machine_scalar<Working<typename X::Scalar>>)
    run_numbers<Order>(kernel, x, outs...);
  else if (!run_direct<Order>(kernel, x, outs...))
    run_buffered<Order>(kernel, x, outs...);
}

}  // namespace detail
SIGMAJET_NAMESPACE_END
