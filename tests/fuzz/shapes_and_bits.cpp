// A libFuzzer target: shapes, strides, storage orders and bit patterns from the fuzzer. Whatever they are, evaluate, a
// context and the products of an element-wise activation give the bits that one number after the other gives, softmax
// and its products what arithmetic of more digits gives, up to rounding, and nothing else is touched.

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <sigmajet/sigmajet.hpp>

#include "support/bit_patterns.hpp"
#include "support/orders.hpp"
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
void check(const Activation& activation, const char* what, std::size_t order, const X& x, const Y& y) {
  for (Index row = 0; row < x.rows(); ++row)
    for (Index column = 0; column < x.cols(); ++column) {
      const auto expected = support::results_at(activation, x(row, column));
      if (!support::is_identical(y(row, column), expected[order])) report(activation, what, x, row, column);
    }
}

template <class View>
void fill_with_bits(View& view, Choices& choices) {
  using Scalar = typename View::Scalar;
  for (Index column = 0; column < view.cols(); ++column)
    for (Index row = 0; row < view.rows(); ++row)
      view(row, column) = support::from_bits<Scalar>(choices.next<support::Bits<Scalar>>());
}

template <class Scalar, int InOrder, int OutOrder, class Activation>
void run_jets(const Activation& activation, Choices& choices) {
  const Index rows = choices.below(40), columns = choices.below(40);
  Strided<Scalar, InOrder> x(rows, columns, choices);
  Strided<Scalar, OutOrder> y(rows, columns, choices), d1(rows, columns, choices), d2(rows, columns, choices);
  fill_with_bits(x.view(), choices);
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

/// product(x, g, v, out) for whole arrays against the same for one number after the other.
template <class Activation, class X, class G, class V, class Out, class Product>
void check_product(const Activation& activation, const char* what, const X& x, const G& g, const V& v, Out&& out,
                   const Product& product) {
  using One = Eigen::Array<typename X::Scalar, 1, 1>;
  product(x, g, v, out);
  for (Index row = 0; row < x.rows(); ++row)
    for (Index column = 0; column < x.cols(); ++column) {
      One expected;
      product(One(x(row, column)), One(g(row, column)), One(v(row, column)), expected);
      if (!support::is_identical(out(row, column), expected(0))) report(activation, what, x, row, column);
    }
}

template <class Scalar, int InOrder, int OutOrder, class Activation>
void run_products(const Activation& activation, Choices& choices) {
  const Index rows = choices.below(24), columns = choices.below(24);
  Strided<Scalar, InOrder> x(rows, columns, choices), g(rows, columns, choices);
  Strided<Scalar, OutOrder> v(rows, columns, choices), out(rows, columns, choices);
  fill_with_bits(x.view(), choices);
  fill_with_bits(g.view(), choices);
  fill_with_bits(v.view(), choices);
  const auto hvp = [&](const auto& a, const auto& b, const auto& c, auto&& to) {
    sigmajet::hvp(activation, a, b, c, to);
  };
  check_product(activation, "jvp", x.view(), g.view(), v.view(), out.view(),
                [&](const auto& a, const auto&, const auto& c, auto&& to) { sigmajet::jvp(activation, a, c, to); });
  check_product(activation, "vjp", x.view(), g.view(), v.view(), out.view(),
                [&](const auto& a, const auto& b, const auto&, auto&& to) { sigmajet::vjp(activation, a, b, to); });
  check_product(activation, "hvp", x.view(), g.view(), v.view(), out.view(), hvp);
  const Array<Scalar, OutOrder> input = v.view();
  check_product(activation, "hvp in place", x.view(), g.view(), input, v.view(),
                [&](const auto& a, const auto& b, const auto& c, auto&& to) {
                  to = c;
                  hvp(a, b, to, to);
                });
  if (!x.marks_are_whole() || !g.marks_are_whole() || !v.marks_are_whole() || !out.marks_are_whole())
    report(activation, "memory beside an operand of a product", input, rows, columns);
}

/// Numbers of all sizes for x, small ones for the factors of products, whose errors are counted in units of the
/// largest.
template <class Scalar, int InOrder, int OutOrder, class Activation>
void run_rowwise(const Activation& activation, Choices& choices) {
  const Index rows = choices.below(40), columns = choices.below(40);
  Strided<Scalar, InOrder> x(rows, columns, choices), g(rows, columns, choices);
  Strided<Scalar, OutOrder> v(rows, columns, choices), out(rows, columns, choices);
  const bool is_extreme = choices.below(2) == 0;
  const auto fill_with_small = [&](auto& view, Scalar unit) {
    for (Index row = 0; row < rows; ++row)
      for (Index column = 0; column < columns; ++column)
        view(row, column) = static_cast<Scalar>(choices.next<std::int8_t>()) * unit;
  };
  if (is_extreme)
    fill_with_bits(x.view(), choices);
  else
    fill_with_small(x.view(), Scalar(0.5));
  fill_with_small(g.view(), Scalar(0.0078125));
  fill_with_small(v.view(), Scalar(0.0078125));

  using Wide = Array<long double, InOrder>;
  const Wide wide_x = x.view().template cast<long double>(), wide_g = g.view().template cast<long double>(),
             wide_v = v.view().template cast<long double>();
  // An error of rounding, relative to the result and to the factors; products sum up to 40 terms of an extreme x too.
  const auto check_close = [&](const char* what, const Wide& exact, long double scale) {
    constexpr auto epsilon = static_cast<long double>(std::numeric_limits<Scalar>::epsilon());
    constexpr auto smallest = static_cast<long double>(std::numeric_limits<Scalar>::denorm_min());
    for (Index row = 0; row < rows; ++row)
      for (Index column = 0; column < columns; ++column) {
        const auto rounded = static_cast<Scalar>(exact(row, column));
        const Scalar computed = out.view()(row, column);
        if (computed == rounded || (std::isnan(computed) && std::isnan(rounded))) continue;
        const long double error = std::abs(static_cast<long double>(computed) - exact(row, column));
        if (!(error <= epsilon * (5 * std::abs(exact(row, column)) + scale) + 2 * smallest))
          report(activation, what, x.view(), row, column);
      }
  };
  sigmajet::evaluate(activation, x.view(), out.view());
  check_close("value", sigmajet::value(activation, wide_x), 0);
  if (!is_extreme) {
    constexpr long double scale = 40 * 8;
    sigmajet::jvp(activation, x.view(), v.view(), out.view());
    check_close("jvp", sigmajet::jvp(activation, wide_x, wide_v), scale);
    sigmajet::vjp(activation, x.view(), g.view(), out.view());
    check_close("vjp", sigmajet::vjp(activation, wide_x, wide_g), scale);
    sigmajet::hvp(activation, x.view(), g.view(), v.view(), out.view());
    check_close("hvp", sigmajet::hvp(activation, wide_x, wide_g, wide_v), scale);
  }
  sigmajet::BackwardMode<Activation, Array<Scalar, InOrder>> mode(activation);
  mode.forward(x.view(), out.view());
  check_close("value of a context", sigmajet::value(activation, wide_x), 0);
  if (!x.marks_are_whole() || !g.marks_are_whole() || !v.marks_are_whole() || !out.marks_are_whole())
    report(activation, "memory beside an operand", wide_x, rows, columns);
}

template <class Scalar, int InOrder, int OutOrder, class Activation>
void run(const Activation& activation, Choices& choices) {
  if constexpr (sigmajet::is_rowwise<Activation>)
    run_rowwise<Scalar, InOrder, OutOrder>(activation, choices);
  else if (choices.below(2) == 0)
    run_jets<Scalar, InOrder, OutOrder>(activation, choices);
  else
    run_products<Scalar, InOrder, OutOrder>(activation, choices);
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

template <class Activation>
void run_scalars(const Activation& activation, Choices& choices) {
  if (choices.below(2) == 0)
    run_orders<float>(activation, choices);
  else
    run_orders<double>(activation, choices);
}

using RowwiseActivations =
    sigmajet::ActivationList<sigmajet::Softmax<>, sigmajet::Softmax<sigmajet::Axis::Colwise>, sigmajet::LogSoftmax<>,
                             sigmajet::LogSoftmax<sigmajet::Axis::Colwise>>;

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Choices choices(data, size);
  constexpr sigmajet::BuiltinActivations activations;
  Index count = 0;
  sigmajet::for_each_activation(activations, [&](const auto&) { ++count; });
  sigmajet::for_each_activation(RowwiseActivations{}, [&](const auto&) { ++count; });
  Index chosen = choices.below(count);
  sigmajet::for_each_activation(activations, [&](const auto& activation) {
    if (chosen-- != 0) return;
    const auto all = support::with_variations(activation);
    run_scalars(all[static_cast<std::size_t>(choices.below(static_cast<Index>(all.size())))], choices);
  });
  sigmajet::for_each_activation(RowwiseActivations{}, [&](const auto& activation) {
    if (chosen-- == 0) run_scalars(activation, choices);
  });
  return 0;
}
