#pragma once

#include <array>
#include <iterator>
#include <stdexcept>
#include <tuple>

#include "sigmajet/operands/conflicts.hpp"
#include "sigmajet/operands/inputs.hpp"
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

/// At compile time: an output for an input x can be written to, has its scalar type and lives on. Out is the type that
/// a function's argument `Out&& out` is deduced to.
template <class X, class Out>
constexpr bool check_output() {
  static_assert(is_output<Out>, "sigmajet: an output is a dense Eigen array that can be written, or sigmajet::none");
  if constexpr (is_none<Out>) {
    return true;
  } else if constexpr (is_output<Out>) {
    using Type = std::remove_reference_t<decltype(as_output(std::declval<Out&>()))>;
    constexpr bool is_writable_type = !std::is_const_v<Type> && is_writable<std::remove_const_t<Type>>;
    constexpr bool is_lost = !std::is_reference_v<Out> && owns_memory<Type>;
    constexpr bool is_same_type = std::is_same_v<typename Type::Scalar, typename DenseOf<X>::Scalar>;
    static_assert(is_writable_type, "sigmajet: an output is const, or an expression that cannot be written");
    static_assert(!is_writable_type || !is_lost, "sigmajet: an output is a temporary object, which nobody could read");
    static_assert(is_same_type,
                  "sigmajet: an output has another scalar type than the input: convert the input with .cast<...>()");
    return is_writable_type && !is_lost && is_same_type;
  } else {
    return false;
  }
}
template <class X, class... Outs>
constexpr bool check_outputs() {
  return (check_output<X, Outs>() && ...);
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
constexpr bool is_resizable() {
  if constexpr (owns_memory<Out>)
    return Out::SizeAtCompileTime == Eigen::Dynamic;
  else
    return false;
}

/// An output during one operation. A resizable one of another shape gets new memory, which replaces the old when the
/// operation is done, so that an input expression that reads the old is safe.
template <class Out>
class PreparedOutput {
 public:
  template <class... Xs>
  PreparedOutput(const Output<Out>& output, const std::tuple<Input<Xs>...>& inputs) : output_(output) {
    if (shape_of(output.out) == output.shape) return;
    resize_ = is_resizable<Out>() && fits<Out>(output.shape);
    std::apply([&](const auto&... input) { resize_ = resize_ && (!share_memory(output.out, input.xpr) && ...); },
               inputs);
    if (!resize_)
      fail<std::invalid_argument>(output.name, " is ", shape_of(output.out), ", but ", output.reason, " ",
                                  output.shape);
  }

  /// What it writes to during the operation, none where that is new memory.
  NamedLeaf leaf() const { return {resize_ ? Leaf{} : leaf_of_output(output_.out), output_.name}; }

  /// What the operation writes to.
  Out& prepare() {
    if constexpr (is_resizable<Out>())
      if (resize_) return resized();
    return output_.out;
  }
  /// To be called when all is written.
  void finish() {
    if constexpr (is_resizable<Out>())
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
  std::conditional_t<is_resizable<Out>(), Out, Nothing> fresh_;
};

template <>
class PreparedOutput<const NoOutput> {
 public:
  template <class... Xs>
  PreparedOutput(const Output<const NoOutput>& output, const std::tuple<Input<Xs>...>&) : name_(output.name) {}
  NamedLeaf leaf() const { return {{}, name_}; }
  const NoOutput& prepare() { return none; }
  void finish() {}

 private:
  const char* name_;
};

/// compute(outs…) for operands of every kind, after all shapes and overlaps are found right.
template <class... Xs, class Compute, class... Outs>
SIGMAJET_RARE void with_checked_outputs(const std::tuple<Input<Xs>...>& inputs, Compute&& compute,
                                        const Output<Outs>&... outputs) {
  std::tuple<PreparedOutput<Outs>...> targets{PreparedOutput<Outs>(outputs, inputs)...};
  detail::apply(
      [&](auto&... target) SIGMAJET_LAMBDA {
        check_overlaps(inputs, std::array<NamedLeaf, sizeof...(Outs)>{target.leaf()...});
        compute(target.prepare()...);
        (target.finish(), ...);
      },
      targets);
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
template <class... Xs, class Compute, class... Outs>
SIGMAJET_FUNCTION void with_outputs(const std::tuple<Input<Xs>...>& inputs, Compute&& compute,
                                    const Output<Outs>&... outputs) {
  const bool is_right = (has_its_shape(outputs) && ...) && are_plainly_right(inputs, outputs.out...);
  if constexpr (!(is_resizable<Outs>() || ...)) {
    if (!is_right) with_checked_outputs(inputs, [](auto&...) {}, outputs...);  // Throws, or finds that all is well.
    compute(outputs.out...);
  } else {
    is_right ? compute(outputs.out...) : with_checked_outputs(inputs, compute, outputs...);
  }
}

}  // namespace detail
SIGMAJET_NAMESPACE_END
