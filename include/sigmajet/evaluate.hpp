#pragma once

#include "sigmajet/activation.hpp"
#include "sigmajet/detail/fused_loop.hpp"
#include "sigmajet/detail/memory.hpp"

SIGMAJET_NAMESPACE_BEGIN
namespace detail {

template <class X>
constexpr void check_input() {
  check_scalar<typename X::Scalar>();
  static_assert(!std::is_integral_v<typename X::Scalar>,
                "sigmajet: an array of integers has no derivatives: convert it with .cast<double>()");
}

/// The Eigen object an output argument is, or none; a block of a vector is a class of its own above Eigen's.
template <class Derived>
Derived& as_output(Eigen::DenseBase<Derived>& out) {
  return out.derived();
}
template <class Derived>
const Derived& as_output(const Eigen::DenseBase<Derived>& out) {
  return out.derived();
}
inline const None& as_output(const None& out) { return out; }

template <class Out, class = void>
inline constexpr bool is_output = false;
template <class Out>
inline constexpr bool is_output<Out, std::void_t<decltype(as_output(std::declval<Out&>()))>> = true;

template <class X, class Out>
constexpr void check_output() {
  static_assert(is_output<Out>, "sigmajet: an output is a dense Eigen array that can be written, or sigmajet::none");
  if constexpr (is_output<Out> && !is_none<Out>) {
    using Type = std::remove_reference_t<decltype(as_output(std::declval<Out&>()))>;
    static_assert(!std::is_const_v<Type> && is_writable<std::remove_const_t<Type>>,
                  "sigmajet: an output is const, or an expression that cannot be written");
    static_assert(std::is_same_v<typename Type::Scalar, typename X::Scalar>,
                  "sigmajet: an output has another scalar type than the input: convert the input with .cast<...>()");
  }
}

/// An output that can take another shape: a matrix or array that owns its memory, with a dynamic dimension.
template <class Out>
inline constexpr bool is_resizable = std::is_base_of_v<Eigen::PlainObjectBase<Out>, Out> &&
                                     Out::SizeAtCompileTime == Eigen::Dynamic;

template <class Out>
constexpr bool fits(Eigen::Index rows, Eigen::Index columns) {
  const auto fit = [](int fixed, int most, Eigen::Index wanted) {
    return (fixed == Eigen::Dynamic || fixed == wanted) && (most == Eigen::Dynamic || wanted <= most);
  };
  return fit(Out::RowsAtCompileTime, Out::MaxRowsAtCompileTime, rows) &&
         fit(Out::ColsAtCompileTime, Out::MaxColsAtCompileTime, columns);
}

template <class Xpr>
Layout layout_or_empty(const Xpr& x) {
  if constexpr (is_none<Xpr>)
    return {};
  else if constexpr (has_direct_access<Xpr>)
    return layout_of(x);
  else
    return {};
}

inline const char* output_name(std::size_t order) {
  constexpr const char* names[] = {"value", "first derivative", "second derivative"};
  return order < 3 ? names[order] : "derivative";
}

/// An output during one evaluation. A resizable one of another shape gets new memory, which replaces the old when the
/// pass is done, so that an input expression that reads the old is safe.
template <class Out>
class Target {
 public:
  Target(Out& out, std::size_t order, Eigen::Index rows, Eigen::Index columns, const Layout& input)
      : out_(&out), order_(order) {
    if (out.rows() == rows && out.cols() == columns) return;
    const bool resizable = is_resizable<Out> && fits<Out>(rows, columns) && !overlap(layout_or_empty(out), input);
    if (!resizable)
      fail<std::invalid_argument>("the output for the ", output_name(order), " is ", out.rows(), " x ", out.cols(),
                                  ", but the input is ", rows, " x ", columns);
    resize_ = true;
  }

  void check(const Layout& input) const {
    const Layout own = layout();
    if (!is_same(own, input) && overlap(own, input))
      fail<std::invalid_argument>("the output for the ", output_name(order_),
                                  " overlaps the input in part: it may be the input itself, or lie elsewhere");
  }
  template <class Other>
  void check_apart(const Target<Other>& other) const {
    if (overlap(layout(), other.layout()))
      fail<std::invalid_argument>("the outputs for the ", output_name(order_), " and the ", output_name(other.order()),
                                  " share memory");
  }

  Layout layout() const { return resize_ ? Layout{} : layout_or_empty(*out_); }
  std::size_t order() const { return order_; }

  Out& prepare(Eigen::Index rows, Eigen::Index columns) {
    if constexpr (is_resizable<Out>) {
      if (resize_) {
        fresh_.resize(rows, columns);
        return fresh_;
      }
    }
    return *out_;
  }
  void finish() {
    if constexpr (is_resizable<Out>)
      if (resize_) out_->swap(fresh_);
  }

 private:
  struct Nothing {};
  Out* out_;
  std::size_t order_;
  bool resize_ = false;
  std::conditional_t<is_resizable<Out>, Out, Nothing> fresh_;
};

template <>
class Target<const None> {
 public:
  Target(const None&, std::size_t, Eigen::Index, Eigen::Index, const Layout&) {}
  void check(const Layout&) const {}
  template <class Other>
  void check_apart(const Target<Other>&) const {}
  Layout layout() const { return {}; }
  std::size_t order() const { return 0; }
  const None& prepare(Eigen::Index, Eigen::Index) { return none; }
  void finish() {}
};

/// The order of the last wanted output, or −1.
template <class... Outs>
constexpr int highest_order() {
  int order = -1, i = 0;
  ((order = is_none<Outs> ? order : i, ++i), ...);
  return order;
}

template <class Activation, class X, class... Outs, std::size_t... I>
void evaluate_into(const Activation& activation, const X& x, std::index_sequence<I...>, Outs&... outs) {
  constexpr int order = highest_order<Outs...>();
  if constexpr (order >= 0) {
    const Eigen::Index rows = x.rows(), columns = x.cols();
    const Layout input = layout_or_empty(x);
    std::tuple<Target<Outs>...> targets{Target<Outs>(outs, I, rows, columns, input)...};
    std::apply(
        [&](auto&... target) {
          (target.check(input), ...);
          const auto check_pairs = [&](const auto& one) {
            ((one.order() < target.order() ? one.check_apart(target) : void()), ...);
          };
          (check_pairs(target), ...);
          fused_pass<order>(activation, x, target.prepare(rows, columns)...);
          (target.finish(), ...);
        },
        targets);
  }
}

}  // namespace detail

/// Evaluates σ, and σ′, σ″ as far as they are given, at every coefficient of x, in one pass, into the caller's storage.
///
///     evaluate(Tanh{}, x, y);    evaluate(Tanh{}, x, y, d1, d2);    evaluate(Tanh{}, x, none, d1);
///
/// x is any dense Eigen expression of real numbers; it is read once, inside the pass. An output is a matrix, array or
/// block of x's shape and scalar type, in either storage order, or `none`; one that owns its memory is resized. An
/// output may be x itself, else it must share no memory with x and the other outputs. Nothing is allocated unless an
/// output is resized or x holds a product.
///
/// @throws std::invalid_argument for a wrong shape or a forbidden overlap, before anything is written.
template <class Activation, class Derived, class... Outs>
void evaluate(const Activation& activation, const Eigen::DenseBase<Derived>& x, Outs&&... outs) {
  static_assert(sizeof...(Outs) >= 1, "sigmajet: evaluate needs an output");
  detail::check_activation<detail::highest_order<Outs...>() < 0 ? 0 : detail::highest_order<Outs...>(), Activation>();
  detail::check_input<Derived>();
  (detail::check_output<Derived, Outs>(), ...);
  detail::evaluate_into(activation, x.derived(), std::index_sequence_for<Outs...>{}, detail::as_output(outs)...);
}

/// σ(x), σ′(x), … up to Order, for a scalar or a dense Eigen expression; for an expression, each is a new matrix or
/// array of its kind, shape and storage order.
template <int Order, class Activation, class X>
auto jet(const Activation& activation, const X& x) {
  if constexpr (std::is_base_of_v<Eigen::EigenBase<X>, X>) {
    Jet<typename X::PlainObject, Order> result;
    if constexpr (Order == 0)
      evaluate(activation, x, result.value);
    else if constexpr (Order == 1)
      evaluate(activation, x, result.value, result.d1);
    else
      evaluate(activation, x, result.value, result.d1, result.d2);
    return result;
  } else {
    return detail::jet_of_scalar<Order>(activation, x);
  }
}

namespace detail {

template <class Activation, int Order, class Scalar>
class DerivativeFunctor {
 public:
  explicit DerivativeFunctor(const Activation& activation) : activation_(activation) {}

  Scalar operator()(const Scalar& x) const { return get<Order>(jet_of_scalar<Order>(activation_, x)); }

  template <class Packet>
  SIGMAJET_FUNCTION Packet packetOp(const Packet& x) const {
    Pack<Scalar, lanes_of<Packet>, 1> pack;
    pack.registers.first = x;
    return get<Order>(activation_.template kernel<Order>(pack)).registers.first;
  }

 private:
  Activation activation_;
};

template <int Order, class Activation, class Derived>
auto lazy_derivative(const Activation& activation, const Eigen::DenseBase<Derived>& x) {
  check_activation<Order, Activation>();
  check_input<Derived>();
  return x.derived().unaryExpr(DerivativeFunctor<Activation, Order, typename Derived::Scalar>(activation));
}

}  // namespace detail

/// σ(x), σ′(x) or σ″(x) as a lazy Eigen expression of x's kind, evaluated where it is used. As any Eigen expression, it
/// refers to the matrices in x and must not outlive them.
template <class Activation, class Derived>
auto value(const Activation& activation, const Eigen::DenseBase<Derived>& x) {
  return detail::lazy_derivative<0>(activation, x);
}
template <class Activation, class Derived>
auto first_derivative(const Activation& activation, const Eigen::DenseBase<Derived>& x) {
  return detail::lazy_derivative<1>(activation, x);
}
template <class Activation, class Derived>
auto second_derivative(const Activation& activation, const Eigen::DenseBase<Derived>& x) {
  return detail::lazy_derivative<2>(activation, x);
}

SIGMAJET_NAMESPACE_END
