#pragma once

#include "sigmajet/modes/deferred.hpp"

/// @file
/// Derivatives deferred: the value now, and its derivatives when they are asked for.

SIGMAJET_NAMESPACE_BEGIN
namespace detail {
struct ContextAccess;
}

/// What forward keeps for the derivatives: at most one number for each coefficient, as the activation chooses. Array is
/// the matrix or array type of x. Its memory only grows: after the largest batch, forward allocates nothing.
template <class Activation, class Array>
class Context {
 public:
  using Scalar = typename Array::Scalar;

  /// The shape of x in the last forward.
  Eigen::Index rows() const { return shape_.rows; }
  Eigen::Index cols() const { return shape_.columns; }
  /// The numbers there is room for.
  Eigen::Index capacity() const { return words_.size(); }

 private:
  friend struct detail::ContextAccess;
  using Kind = detail::Deferred<Activation, Scalar>;
  static constexpr int room = Kind::cache == Cache::nothing ? 0 : int(Array::MaxSizeAtCompileTime);

  detail::Shape shape_;
  bool filled_ = false;
  Eigen::Array<typename Kind::Word, room, 1> words_;
};

namespace detail {

struct ContextAccess {
  template <class Activation, class Array>
  using Kind = typename Context<Activation, Array>::Kind;

  /// The words as an array of Array's kind.
  template <class Activation, class Array>
  using Words = Eigen::Array<typename Kind<Activation, Array>::Word, Array::RowsAtCompileTime, Array::ColsAtCompileTime,
                             Array::IsRowMajor ? Eigen::RowMajor : Eigen::ColMajor, Array::MaxRowsAtCompileTime,
                             Array::MaxColsAtCompileTime>;

  /// compute(room for the words of an x of some shape); the context is filled then.
  template <class Activation, class Array, class Compute>
  static void fill(Context<Activation, Array>& context, const Shape& shape, Compute&& compute) {
    if constexpr (Kind<Activation, Array>::cache == Cache::nothing) {
      compute(none);
    } else {
      if (context.words_.size() < shape.size()) context.words_.resize(shape.size());
      Eigen::Map<Words<Activation, Array>> words(context.words_.data(), shape.rows, shape.columns);
      compute(words);
    }
    context.shape_ = shape;
    context.filled_ = true;
  }

  /// The words that forward has left; where it left none, any numbers serve.
  template <class Activation, class Array>
  static auto words(const Context<Activation, Array>& context) {
    using Result = Words<Activation, Array>;
    if constexpr (Kind<Activation, Array>::cache == Cache::nothing)
      return Result::Constant(context.rows(), context.cols(), typename Result::Scalar(0));
    else
      return Eigen::Map<const Result>(context.words_.data(), context.rows(), context.cols());
  }

  /// compute(words, outs…) for outputs of the shape of the last forward, with more inputs of that shape.
  template <class Activation, class Array, class Compute, class... Others, class... Outs>
  static void use(const Context<Activation, Array>& context, Compute&& compute,
                  const std::tuple<Input<Others>...>& others, const Output<Outs>&... outs) {
    if (!context.filled_) fail<std::logic_error>("there are no derivatives before forward: call it first");
    std::apply([&](const auto&... other) { (check_shape(other, context.shape_, "x"), ...); }, others);
    with_outputs(others, [&](auto&... out) { compute(words(context), out...); }, outs...);
  }

  template <class Activation, class Array, class Out>
  static auto output(const Context<Activation, Array>& context, Out& out, const char* name) {
    check_output<Array, Out>();
    auto& object = as_output(out);
    return Output<std::remove_reference_t<decltype(object)>>{object, name, context.shape_, "x is"};
  }
};

}  // namespace detail

/// y = σ(x), and what the derivatives need goes to the context. y may be x itself.
/// @throws std::invalid_argument for a wrong shape or a forbidden overlap, before anything is written.
template <class Activation, class X, class Y, class Array>
void forward(const Activation& activation, const Eigen::DenseBase<X>& x, Y&& y, Context<Activation, Array>& context) {
  detail::check_inputs<Array, X>();
  detail::check_output<Array, Y>();
  const detail::Shape shape = detail::shape_of(x);
  if (!detail::fits<Array>(shape))
    detail::fail<std::invalid_argument>("x is ", shape, ": no shape of the context's array");
  detail::with_outputs(
      std::make_tuple(detail::Input{x.derived(), "x"}),
      [&](auto& to) {
        detail::ContextAccess::fill(context, shape, [&](auto& words) {
          detail::Deferred<Activation, typename Array::Scalar>::forward(activation, x.derived(), to, words);
        });
      },
      detail::Output{detail::as_output(y), "the output", shape, "the input x is"});
}

/// σ′ and σ″, as far as they are given, at the x of the last forward.
/// @throws std::logic_error before any forward.
template <class Activation, class Array, class... Outs>
void derivatives(const Activation& activation, const Context<Activation, Array>& context, Outs&&... outs) {
  static_assert(sizeof...(Outs) >= 1, "sigmajet: derivatives needs an output");
  std::size_t order = 0;
  const auto output = [&](auto& out) {
    return detail::ContextAccess::output(context, out, detail::output_name(++order));
  };
  detail::ContextAccess::use(
      context,
      [&](const auto& words, auto&... to) {
        detail::Deferred<Activation, typename Array::Scalar>::derivatives(activation, words, to...);
      },
      std::tuple<>{}, output(outs)...);
}

/// J v, Jᵀ g and ∇²⟨g, σ⟩ v at the x of the last forward.
/// @throws std::logic_error before any forward.
template <class Activation, class Array, class V, class Out>
void jvp(const Activation& activation, const Context<Activation, Array>& context, const Eigen::DenseBase<V>& v,
         Out&& out) {
  detail::check_inputs<Array, V>();
  detail::ContextAccess::use(
      context,
      [&](const auto& words, auto& to) {
        detail::Deferred<Activation, typename Array::Scalar>::jvp(activation, words, v.derived(), to);
      },
      std::make_tuple(detail::Input{v.derived(), "v"}), detail::ContextAccess::output(context, out, "the output"));
}
template <class Activation, class Array, class G, class Out>
void vjp(const Activation& activation, const Context<Activation, Array>& context, const Eigen::DenseBase<G>& g,
         Out&& out) {
  detail::check_inputs<Array, G>();
  detail::ContextAccess::use(
      context,
      [&](const auto& words, auto& to) {
        detail::Deferred<Activation, typename Array::Scalar>::vjp(activation, words, g.derived(), to);
      },
      std::make_tuple(detail::Input{g.derived(), "g"}), detail::ContextAccess::output(context, out, "the output"));
}
template <class Activation, class Array, class G, class V, class Out>
void hvp(const Activation& activation, const Context<Activation, Array>& context, const Eigen::DenseBase<G>& g,
         const Eigen::DenseBase<V>& v, Out&& out) {
  detail::check_inputs<Array, G, V>();
  detail::ContextAccess::use(
      context,
      [&](const auto& words, auto& to) {
        detail::Deferred<Activation, typename Array::Scalar>::hvp(activation, words, g.derived(), v.derived(), to);
      },
      std::make_tuple(detail::Input{g.derived(), "g"}, detail::Input{v.derived(), "v"}),
      detail::ContextAccess::output(context, out, "the output"));
}

SIGMAJET_NAMESPACE_END
