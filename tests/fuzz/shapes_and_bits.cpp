// A libFuzzer target: shapes, strides, storage orders and bit patterns from the fuzzer, for every element-wise
// activation. Whatever they are, evaluate and a context give the bits that one scalar after the other gives, and touch
// nothing else.

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <sigmajet/sigmajet.hpp>

#include "support/bit_patterns.hpp"
#include "support/variations.hpp"

namespace {

using Eigen::Dynamic;
using Eigen::Index;

/// What the fuzzer chose, then zeros.
class Choices {
 public:
  Choices(const std::uint8_t* data, std::size_t size) : data_(data), end_(data + size) {}

  Index below(Index limit) { return next<std::uint8_t>() % limit; }
  template <class Type>
  Type next() {
    Type result{};
    const std::size_t size = std::min<std::size_t>(sizeof result, static_cast<std::size_t>(end_ - data_));
    std::memcpy(&result, data_, size);
    data_ += size;
    return result;
  }

 private:
  const std::uint8_t *data_, *end_;
};

template <class Scalar, int Order>
using Array = Eigen::Array<Scalar, Dynamic, Dynamic, Order>;

/// An array inside another one, whose other numbers are marks.
template <class Scalar, int Order>
class Strided {
 public:
  using Stride = Eigen::Stride<Dynamic, Dynamic>;
  using View = Eigen::Map<Array<Scalar, Order>, Eigen::Unaligned, Stride>;

  Strided(Index rows, Index columns, Choices& choices)
      : inner_(1 + choices.below(3)),
        outer_(inner_ * (Order == Eigen::RowMajor ? columns : rows) + choices.below(5)),
        memory_(static_cast<std::size_t>(offset_ + outer_ * (Order == Eigen::RowMajor ? rows : columns) + inner_),
                mark()),
        view_(memory_.data() + offset_, rows, columns, Stride(outer_, inner_)) {}

  View& view() { return view_; }
  /// Whether only the numbers of the view were written.
  bool marks_are_whole() {
    view_.setConstant(mark());
    for (const Scalar number : memory_)
      if (!support::is_identical(number, mark())) return false;
    return true;
  }

 private:
  static Scalar mark() { return Scalar(-12345.75); }

  Index offset_ = 3, inner_, outer_;
  std::vector<Scalar> memory_;
  View view_;
};

template <class Activation, class X>
[[noreturn]] void report(const Activation& activation, const char* what, const X& x, Index row, Index column) {
  std::ostringstream text;
  text << activation << ", " << what << ": wrong at (" << row << ", " << column << ") of " << x.rows() << " x "
       << x.cols();
  if (row < x.rows()) text << ", x = " << std::hexfloat << x(row, column);
  std::fprintf(stderr, "%s\n", text.str().c_str());
  std::abort();
}

template <class Activation, class X, class Y>
void check(const Activation& activation, const char* what, int order, const X& x, const Y& y) {
  for (Index row = 0; row < x.rows(); ++row)
    for (Index column = 0; column < x.cols(); ++column) {
      const auto jet = sigmajet::jet<2>(activation, x(row, column));
      const auto expected = order == 0 ? jet.value : order == 1 ? jet.d1 : jet.d2;
      if (!support::is_identical(y(row, column), expected)) report(activation, what, x, row, column);
    }
}

template <class Scalar, int InOrder, int OutOrder, class Activation>
void run(const Activation& activation, Choices& choices) {
  const Index rows = choices.below(40), columns = choices.below(40);
  Strided<Scalar, InOrder> x(rows, columns, choices);
  Strided<Scalar, OutOrder> y(rows, columns, choices), d1(rows, columns, choices), d2(rows, columns, choices);
  for (Index column = 0; column < columns; ++column)
    for (Index row = 0; row < rows; ++row)
      x.view()(row, column) = support::from_bits<Scalar>(choices.next<support::Bits<Scalar>>());
  const Array<Scalar, InOrder> input = x.view();

  sigmajet::evaluate(activation, x.view(), y.view(), d1.view(), d2.view());
  check(activation, "value", 0, input, y.view());
  check(activation, "first derivative", 1, input, d1.view());
  check(activation, "second derivative", 2, input, d2.view());

  sigmajet::BackwardMode<Activation, Array<Scalar, InOrder>> mode(activation);
  mode.forward(x.view(), y.view());
  mode.backward(d1.view(), d2.view());
  check(activation, "value of a context", 0, input, y.view());
  check(activation, "first derivative of a context", 1, input, d1.view());
  check(activation, "second derivative of a context", 2, input, d2.view());

  sigmajet::evaluate(activation, x.view() + Scalar(0), x.view());
  check(activation, "value in place", 0, input + Scalar(0), x.view());
  if (!y.marks_are_whole() || !d1.marks_are_whole() || !d2.marks_are_whole() || !x.marks_are_whole())
    report(activation, "memory beside an output", input, rows, columns);
}

template <class Scalar, class Activation>
void run_orders(const Activation& activation, Choices& choices) {
  switch (choices.below(3)) {
    case 0:
      return run<Scalar, Eigen::ColMajor, Eigen::ColMajor>(activation, choices);
    case 1:
      return run<Scalar, Eigen::RowMajor, Eigen::RowMajor>(activation, choices);
    default:
      return run<Scalar, Eigen::RowMajor, Eigen::ColMajor>(activation, choices);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Choices choices(data, size);
  constexpr sigmajet::BuiltinActivations activations;
  Index count = 0;
  sigmajet::for_each_activation(activations, [&](const auto&) { ++count; });
  Index chosen = choices.below(count);
  sigmajet::for_each_activation(activations, [&](const auto& activation) {
    if (chosen-- != 0) return;
    const auto all = support::with_variations(activation);
    const auto& variation = all[static_cast<std::size_t>(choices.below(static_cast<Index>(all.size())))];
    if (choices.below(2) == 0)
      run_orders<float>(variation, choices);
    else
      run_orders<double>(variation, choices);
  });
  return 0;
}
