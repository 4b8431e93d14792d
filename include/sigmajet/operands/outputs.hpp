#pragma once

#include <array>
#include <iterator>
#include <stdexcept>
#include <tuple>

#include "sigmajet/operands/inputs.hpp"
#include "sigmajet/operands/overlap.hpp"
#include "sigmajet/simd/pack.hpp"

/// @file
/// What is asked of the outputs of an operation, before anything is written.

SIGMAJET_NAMESPACE_BEGIN
namespace detail {

/// The Eigen object an output argument is, or none; a block of a vector is a class of its own above Eigen's.
template <class Derived>
Derived& as_output(Eigen::DenseBase<Derived>& out) {
  return out.derived();
}
template <class Derived>
const Derived& as_output(const Eigen::DenseBase<Derived>& out) {
  return out.derived();
}
inline const NoOutput& as_output(const NoOutput& out) { return out; }

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

/// Whether an operand owns its memory: two such share memory only where they are one object.
template <class Xpr>
constexpr bool owns_memory() {
  if constexpr (is_none<Xpr>)
    return true;
  else
    return std::is_base_of_v<Eigen::PlainObjectBase<Xpr>, Xpr>;
}

/// Whether an object is given more than once.
template <class... Objects>
SIGMAJET_FUNCTION bool are_objects_repeated(const Objects&... objects) {
  const void* const address[] = {is_none<Objects> ? nullptr : static_cast<const void*>(&objects)...};
  for (std::size_t i = 0; i < sizeof...(Objects); ++i)
    for (std::size_t j = 0; j < i; ++j)
      if (address[i] && address[i] == address[j]) return true;
  return false;
}

/// An output, the name and the shape it has to have, and whose shape that is.
template <class Out>
struct Output {
  Out& out;
  const char* name;
  Shape shape;
  const char* reason;
};
template <class Out>
Output(Out&, const char*, Shape, const char*) -> Output<Out>;

/// The name of the output for a derivative.
constexpr const char* output_name(std::size_t order) {
  constexpr const char* names[] = {"the output for the value", "the output for the first derivative",
                                   "the output for the second derivative", "the output for the third derivative"};
  return order < std::size(names) ? names[order] : "the output for a derivative";
}

/// An output that can take another shape: a matrix or array that owns its memory, with a dynamic dimension.
template <class Out>
inline constexpr bool is_resizable =
    std::is_base_of_v<Eigen::PlainObjectBase<Out>, Out> && Out::SizeAtCompileTime == Eigen::Dynamic;

/// An output during one operation. A resizable one of another shape gets new memory, which replaces the old when the
/// operation is done, so that an input expression that reads the old is safe.
template <class Out>
class PreparedOutput {
 public:
  template <std::size_t Inputs>
  PreparedOutput(const Output<Out>& output, const std::array<NamedLayout, Inputs>& inputs) : output_(output) {
    if (shape_of(output.out) == output.shape) return;
    resize_ = is_resizable<Out> && fits<Out>(output.shape);
    const Layout own = layout_or_empty(output.out);
    for (const NamedLayout& input : inputs) resize_ = resize_ && !overlap(own, input.layout);
    if (!resize_)
      fail<std::invalid_argument>(output.name, " is ", shape_of(output.out), ", but ", output.reason, " ",
                                  output.shape);
  }

  /// Its memory during the operation, none where that is new.
  NamedLayout memory() const { return {resize_ ? Layout{} : layout_or_empty(output_.out), output_.name}; }

  /// What the operation writes to.
  Out& prepare() {
    if constexpr (is_resizable<Out>)
      if (resize_) return resized();
    return output_.out;
  }
  /// To be called when all is written.
  void finish() {
    if constexpr (is_resizable<Out>)
      if (resize_) output_.out.swap(fresh_);
  }

 private:
  struct Nothing {};

  SIGMAJET_RARE Out& resized() {
    fresh_.resize(output_.shape.rows, output_.shape.columns);
    return fresh_;
  }

  Output<Out> output_;
  bool resize_ = false;
  std::conditional_t<is_resizable<Out>, Out, Nothing> fresh_;
};

template <>
class PreparedOutput<const NoOutput> {
 public:
  template <std::size_t Inputs>
  PreparedOutput(const Output<const NoOutput>& output, const std::array<NamedLayout, Inputs>&) : name_(output.name) {}
  NamedLayout memory() const { return {{}, name_}; }
  const NoOutput& prepare() { return none; }
  void finish() {}

 private:
  const char* name_;
};

/// compute(outs…) for operands of every kind, after all shapes and overlaps are found right.
template <class... Xs, class Compute, class... Outs>
SIGMAJET_FUNCTION void with_checked_outputs(const std::tuple<Input<Xs>...>& inputs, Compute&& compute,
                                            const Output<Outs>&... outputs) {
  const auto memories = std::apply(
      [](const auto&... input) {
        return std::array<NamedLayout, sizeof...(Xs)>{NamedLayout{layout_or_empty(input.xpr), input.name}...};
      },
      inputs);
  std::tuple<PreparedOutput<Outs>...> targets{PreparedOutput<Outs>(outputs, memories)...};
  detail::apply(
      [&](auto&... target) SIGMAJET_LAMBDA {
        check_overlaps(memories, std::array<NamedLayout, sizeof...(Outs)>{target.memory()...});
        compute(target.prepare()...);
        (target.finish(), ...);
      },
      targets);
}

/// Throws what with_checked_outputs finds wrong. Never inlined, since it does not return.
template <class Inputs, class... Outs>
SIGMAJET_RARE void fail_for_outputs(const Inputs& inputs, const Output<Outs>&... outputs) {
  with_checked_outputs(inputs, [](auto&...) {}, outputs...);
}

/// Whether an output cannot change its shape.
template <class Out>
constexpr bool is_fixed() {
  if constexpr (is_none<Out>)
    return true;
  else
    return Out::SizeAtCompileTime != Eigen::Dynamic;
}
/// Whether an output has the shape that it has to have.
template <class Out>
SIGMAJET_FUNCTION bool has_its_shape(const Output<Out>& output) {
  if constexpr (is_none<Out>)
    return true;
  else
    return output.out.rows() == output.shape.rows && output.out.cols() == output.shape.columns;
}

/// compute(outs…) once all shapes and overlaps are found right; a resizable output of another shape is resized.
///
/// The common case costs little: operands that own their memory share it only where they are one object, so that
/// comparing addresses and shapes is enough.
template <class... Xs, class Compute, class... Outs>
SIGMAJET_FUNCTION void with_outputs(const std::tuple<Input<Xs>...>& inputs, Compute&& compute,
                                    const Output<Outs>&... outputs) {
  if constexpr (((owns_memory<Xs>() || !has_direct_access<Xs>) && ...) && (owns_memory<Outs>() && ...)) {
    if (!are_objects_repeated(outputs.out...) && (has_its_shape(outputs) && ...))
      compute(outputs.out...);
    else if constexpr ((is_fixed<Outs>() && ...))
      fail_for_outputs(inputs, outputs...);
    else
      with_checked_outputs(inputs, compute, outputs...);
  } else {
    with_checked_outputs(inputs, compute, outputs...);
  }
}

}  // namespace detail
SIGMAJET_NAMESPACE_END
