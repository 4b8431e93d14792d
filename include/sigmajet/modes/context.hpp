#pragma once

#include <algorithm>
#include <array>

#include "sigmajet/modes/store.hpp"

/// @file
/// Derivatives deferred: the value now, and its derivatives when they are asked for.

SIGMAJET_NAMESPACE_BEGIN
namespace detail {
struct ContextAccess;
}

/// What forward keeps for the derivatives. Array is the matrix or array type of x.
///
/// Kept = 0 keeps x, and computes derivatives and products when they are asked for. Kept = 1 or 2 computes the
/// derivatives up to that order in forward's pass and keeps those, one array each: a product is then one multiplication
/// an element, and more than is kept does not compile. Either way the bits are those of forward mode. Row-wise
/// activations keep their probabilities, and activations whose derivatives are the same for all x keep nothing,
/// whatever Kept is.
///
/// Its memory only grows: after the largest batch, forward allocates nothing.
template <class Activation, class Array, int Kept = 0>
class Context {
  static_assert(
      is_elementwise<Activation> || is_rowwise<Activation>,
      "sigmajet: the first template parameter is no activation: derive it from sigmajet::Elementwise<itself>");
  static_assert(detail::owns_memory<Array>,
                "sigmajet: the second template parameter is the matrix or array type of x, as Eigen::ArrayXd");

 public:
  using Scalar = typename Array::Scalar;

  /// The shape of x in the last forward.
  Eigen::Index rows() const { return shape_.rows; }
  Eigen::Index cols() const { return shape_.columns; }
  /// The numbers there is room for.
  Eigen::Index capacity() const { return memory_.size(); }

 private:
  friend struct detail::ContextAccess;
  using Store = detail::Store<Activation, Scalar, Kept>;
  static_assert(Kept >= 0, "sigmajet: Kept is the highest order of the derivatives that are kept, or 0 for x");

  /// The size of the memory at compile time.
  static constexpr int room() {
    constexpr int size = Array::MaxSizeAtCompileTime;
    return Store::arrays > 0 && size == Eigen::Dynamic ? Eigen::Dynamic : Store::arrays * size;
  }

  detail::Shape shape_;
  bool filled_ = false;
  /// Of the activation that filled it.
  detail::ParametersOf<Activation> parameters_{};
  Eigen::Array<typename Store::Number, room(), 1> memory_;
};

namespace detail {

/// What the functions below do to a context.
struct ContextAccess {
  /// The type of a kept array: of Array's kind, with the numbers that the context keeps.
  template <class Number, class Array>
  using Kept = Eigen::Array<Number, Array::RowsAtCompileTime, Array::ColsAtCompileTime,
                            Array::IsRowMajor ? Eigen::RowMajor : Eigen::ColMajor, Array::MaxRowsAtCompileTime,
                            Array::MaxColsAtCompileTime>;

  /// y = σ(x), and what the context keeps of it.
  template <class Activation, class X, class Y, class Array, int Count>
  static void forward(const Activation& activation, const X& x, Y& y, Context<Activation, Array, Count>& context) {
    using Store = typename Context<Activation, Array, Count>::Store;
    using Map = Eigen::Map<Kept<typename Store::Number, Array>>;
    const Shape shape = shape_of(x);
    const Eigen::Index needed = Store::arrays * shape.size();
    if (context.memory_.size() < needed) context.memory_.resize(needed);
    auto kept = maps<Map, Store::arrays>(context.memory_.data(), shape);
    Store::forward(activation, x, y, kept);
    context.shape_ = shape;
    context.parameters_ = parameters_of(activation);
    context.filled_ = true;
  }

  /// What the context has kept, as an array of maps; where it keeps nothing, any numbers.
  template <class Activation, class Array, int Count>
  static auto kept(const Context<Activation, Array, Count>& context) {
    using Store = typename Context<Activation, Array, Count>::Store;
    using Type = Kept<typename Store::Number, Array>;
    if constexpr (Store::arrays == 0)
      return std::array{Type::Constant(context.rows(), context.cols(), typename Store::Number(0))};
    else
      return maps<Eigen::Map<const Type>, Store::arrays>(context.memory_.data(), context.shape_);
  }

  /// Throws unless the context was filled by the same activation.
  template <class Activation, class Array, int Count>
  static void check_filled(const Activation& activation, const Context<Activation, Array, Count>& context) {
    if (!context.filled_) fail<std::logic_error>("there are no derivatives before forward: call it first");
    const auto parameters = parameters_of(activation);
    if (!std::equal(parameters.begin(), parameters.end(), context.parameters_.begin(),
                    [](const Parameter& a, const Parameter& b) { return a.value == b.value; }))
      fail<std::invalid_argument>("the context was filled by ", Printed<Activation>{context.parameters_},
                                  ", but is used with ", activation);
  }

 private:
  /// Arrays of a shape that follow each other in memory.
  template <class Map, int Count, class Number>
  static auto maps([[maybe_unused]] Number* memory, [[maybe_unused]] const Shape& shape) {
    return maps<Map>(memory, shape, std::make_integer_sequence<int, Count>{});
  }
  template <class Map, class Number, int... N>
  static std::array<Map, sizeof...(N)> maps([[maybe_unused]] Number* memory, [[maybe_unused]] const Shape& shape,
                                            std::integer_sequence<int, N...>) {
    return {Map(memory + N * shape.size(), shape.rows, shape.columns)...};
  }
};

/// The activation that a function is called with must be of the type that the context is for.
template <int Order, class Activation, class Filled>
constexpr bool check_filled_by() {
  constexpr bool is_same = std::is_same_v<Activation, Filled>;
  static_assert(is_same,
                "sigmajet: the context is for another activation: its first template parameter is the type of the "
                "activation that fills it");
  if constexpr (is_same)
    return check_activation<Order, Activation>();
  else
    return false;
}

/// An output of the shape of the last forward's x.
template <class Context, class Out>
Output<Out> output_of(const Context& context, Out& out, const char* name) {
  return {out, name, {context.rows(), context.cols()}, "x is"};
}

template <class Product, class Activation, class Array, int Kept, class Out, class... Others>
void product_of_dense(Product product, const Activation& activation, const Context<Activation, Array, Kept>& context,
                      Out& out, const Input<Others>&... others) {
  ContextAccess::check_filled(activation, context);
  (check_shape(others, {context.rows(), context.cols()}, "x"), ...);
  with_outputs(
      std::make_tuple(others...),
      [&](auto& to) {
        Store<Activation, typename Array::Scalar, Kept>::product(product, activation, ContextAccess::kept(context),
                                                                 inputs(others.xpr...), to);
      },
      output_of(context, out, "the output"));
}

/// A product at the x of the last forward.
template <class Product, class Activation, class Filled, class Array, int Kept, class Out, class... Others>
void product_into(Product product, const Activation& activation, const Context<Filled, Array, Kept>& context, Out&& out,
                  const Input<Others>&... others) {
  static_assert(!is_none<Out>, "sigmajet: a product needs an output");
  if constexpr (check_filled_by<order_for<Product, Activation>(), Activation, Filled>() &&
                check_inputs<Array, Others...>())
    if constexpr (check_output<Array, Out>() && !is_none<Out>)
      product_of_dense(product, activation, context, as_output(out), as_dense(others)...);
}

template <class Activation, class X, class Y, class Array, int Kept>
void forward_dense(const Activation& activation, const Input<X>& x, Y& y, Context<Activation, Array, Kept>& context) {
  const Shape shape = shape_of(x.xpr);
  if (!fits<Array>(shape)) fail<std::invalid_argument>("x is ", shape, ": no shape of the context's array");
  with_outputs(
      std::make_tuple(x), [&](auto& to) { ContextAccess::forward(activation, x.xpr, to, context); },
      Output{y, "the output", shape, "the input x is"});
}

template <class Activation, class Array, int Kept, class... Outs>
void derivatives_of_dense(const Activation& activation, const Context<Activation, Array, Kept>& context,
                          Outs&... outs) {
  ContextAccess::check_filled(activation, context);
  std::size_t order = 0;
  const auto output = [&](auto& out) { return output_of(context, out, output_name(++order)); };
  with_outputs(
      std::tuple<>{},
      [&](auto&... to) {
        Store<Activation, typename Array::Scalar, Kept>::derivatives(activation, ContextAccess::kept(context), to...);
      },
      output(outs)...);
}

}  // namespace detail

/// y = σ(x), and what the derivatives need goes to the context. y may be x itself.
/// @throws std::invalid_argument for a wrong shape or a forbidden overlap, before anything is written.
template <class Activation, class X, class Y, class Filled, class Array, int Kept>
void forward(const Activation& activation, const X& x, Y&& y, Context<Filled, Array, Kept>& context) {
  using namespace detail;
  if constexpr (check_filled_by<0, Activation, Filled>())
    if constexpr (check_inputs<Array, X>() && check_output<Array, Y>()) {
      constexpr bool has_output = !is_rowwise<Activation> || !is_none<Y>;
      static_assert(has_output, "sigmajet: forward of a row-wise activation needs an output");
      if constexpr (has_output) forward_dense(activation, as_dense(Input{x, "x"}), as_output(y), context);
    }
}

/// σ′, σ″, … as far as they are given, at the x of the last forward.
/// @throws std::logic_error before any forward, and std::invalid_argument with an activation that has other parameters
/// than the one that filled the context; the products below likewise.
template <class Activation, class Filled, class Array, int Kept, class... Outs>
void derivatives(const Activation& activation, const Context<Filled, Array, Kept>& context, Outs&&... outs) {
  static_assert(sizeof...(Outs) >= 1, "sigmajet: derivatives needs an output");
  constexpr int order = detail::highest_order<const NoOutput, Outs...>();
  if constexpr (detail::check_filled_by<(std::max)(0, order), Activation, Filled>())
    if constexpr (detail::check_outputs<Array, Outs...>())
      detail::derivatives_of_dense(activation, context, detail::as_output(outs)...);
}

/// J v at the x of the last forward.
template <class Activation, class Filled, class Array, int Kept, class V, class Out>
void jvp(const Activation& activation, const Context<Filled, Array, Kept>& context, const V& v, Out&& out) {
  detail::product_into(detail::Jvp{}, activation, context, std::forward<Out>(out), detail::Input{v, "v"});
}
/// Jᵀ g at the x of the last forward.
template <class Activation, class Filled, class Array, int Kept, class G, class Out>
void vjp(const Activation& activation, const Context<Filled, Array, Kept>& context, const G& g, Out&& out) {
  detail::product_into(detail::Vjp{}, activation, context, std::forward<Out>(out), detail::Input{g, "g"});
}
/// ∇²⟨g, σ⟩ v at the x of the last forward.
template <class Activation, class Filled, class Array, int Kept, class G, class V, class Out>
void hvp(const Activation& activation, const Context<Filled, Array, Kept>& context, const G& g, const V& v, Out&& out) {
  detail::product_into(detail::Hvp{}, activation, context, std::forward<Out>(out), detail::Input{g, "g"},
                       detail::Input{v, "v"});
}

SIGMAJET_NAMESPACE_END
