#include <cfenv>
#include <sstream>

#include <sigmajet/sigmajet.hpp>

#include "support/bit_patterns.hpp"
#include "support/catch.hpp"
#include "support/orders.hpp"
#include "support/variations.hpp"

/// @file
/// Programs that trap floating-point exceptions live: an ordinary finite number raises none but inexact and underflow,
/// wherever it stands and whatever is asked of it. A result that is too large may raise overflow.

namespace {

using namespace sigmajet;
using Eigen::Dynamic;
using Eigen::Index;

template <class Scalar>
using Array = Eigen::Array<Scalar, Dynamic, Dynamic>;

/// The exceptions that a call raises, of those that it must not.
template <class Call>
std::string raised(Call&& call) {
  std::feclearexcept(FE_ALL_EXCEPT);
  call();
  const int flags = std::fetestexcept(FE_INVALID | FE_DIVBYZERO | FE_OVERFLOW);
  return std::string(flags & FE_INVALID ? "invalid " : "") + (flags & FE_DIVBYZERO ? "division by zero " : "") +
         (flags & FE_OVERFLOW ? "overflow " : "");
}

/// Keeps the compiler from moving a result across a call of fetestexcept.
template <class Result>
void keep(const Result& result) {
  asm volatile("" : : "m"(result));
}

/// An activation with numbers of the whole line where the value and all derivatives are finite.
template <class Scalar, class Activation, bool HasAllCalls>
class Examination {
 public:
  explicit Examination(const Activation& activation) : activation_(activation) {
    for (const Scalar x : support::bit_patterns<Scalar>(4000)) {
      bool is_finite = true;
      for (const Scalar result : support::results_at(activation, x)) is_finite = is_finite && std::isfinite(result);
      if (is_finite) numbers_.push_back(x);
    }
  }

  void check() const {
    for (const Scalar x : numbers_)
      expect_none("the jet of one", x, raised([&] { keep(sigmajet::jet<2>(activation_, x)); }));
    const auto size = static_cast<Index>(numbers_.size());
    check_array(x_of<Dynamic>(0, 4, size / 4));
    // Every number of lanes in the last part of a pack, of any numbers.
    for (Index length = 1; length <= 40; ++length)
      for (Index start = 0; start + length <= size; start += size / 3) check_array(x_of<Dynamic>(start, length, 1));
    if constexpr (HasAllCalls)
      for (Index start = 0; start + 3 <= size; start += 3) check_array(x_of<3>(start, 3, 1));
  }

 private:
  template <int Rows>
  using X = Eigen::Array<Scalar, Rows, Rows == Dynamic ? Dynamic : 1>;

  /// An array of numbers from one on.
  template <int Rows>
  X<Rows> x_of(Index start, Index rows, Index columns) const {
    return Eigen::Map<const X<Rows>>(numbers_.data() + start, rows, columns);
  }

  void expect_none(const char* call, Scalar first, const std::string& exceptions) const {
    INFO(activation_ << ", " << call << ", from " << support::hexadecimal(first) << " on: " << exceptions);
    CHECK(exceptions.empty());
  }

  template <class Numbers>
  void check_array(const Numbers& x) const {
    Numbers y = x, d1 = x, d2 = x;
    expect_none("all of an array", x(0), raised([&] { evaluate(activation_, x, y, d1, d2); }));
    expect_none("the value of an array", x(0), raised([&] { evaluate(activation_, x, y); }));
    if constexpr (HasAllCalls && Numbers::SizeAtCompileTime == Dynamic) {
      const Numbers ones = Numbers::Ones(x.rows(), x.cols());
      expect_none("all of a reversed array", x(0), raised([&] { evaluate(activation_, x.reverse(), y, d1, d2); }));
      expect_none("the lazy value", x(0), raised([&] { y = value(activation_, x); }));
      expect_none("jvp", x(0), raised([&] { jvp(activation_, x, ones, y); }));
      expect_none("hvp", x(0), raised([&] { hvp(activation_, x, ones, ones, y); }));
      Context<Activation, Numbers> context;
      expect_none("forward", x(0), raised([&] { forward(activation_, x, y, context); }));
      expect_none("vjp of a context", x(0), raised([&] { vjp(activation_, context, ones, y); }));
      expect_none("the value in place", x(0), raised([&] { evaluate(activation_, y = x, y); }));
    }
  }

  Activation activation_;
  std::vector<Scalar> numbers_;
};

/// What is computed of distributions.
template <class Activation, class X>
void check_distributions(const Activation& activation, const X& x) {
  using Scalar = typename X::Scalar;
  X y = x, v(x.rows(), x.cols());
  for (Index i = 0; i < v.size(); ++i) v.data()[i] = static_cast<Scalar>(i % 3 - 1);
  const auto expect_none = [&](const char* call, const std::string& exceptions) {
    INFO(activation << ", " << call << " of " << x.rows() << " × " << x.cols() << ", the first "
                    << support::hexadecimal(x(0)) << ", the last " << support::hexadecimal(x(x.size() - 1)) << ": "
                    << exceptions);
    CHECK(exceptions.empty());
  };
  expect_none("value", raised([&] { evaluate(activation, x, y); }));
  expect_none("value in place", raised([&] { evaluate(activation, y = x, y); }));
  expect_none("hvp", raised([&] { hvp(activation, x, v, v, y); }));
  expect_none("LogSumExp", raised([&] {
                LogSumExp<Scalar> sum;
                for (Index j = 0; j < x.cols(); ++j) {
                  LogSumExp<Scalar> part;
                  part.add(x.col(j));
                  sum.merge(part);
                }
                y = sum.log_softmax(x);
              }));
}

/// Distributions whose numbers lie close, far apart and at the ends of the format, where the difference of any two is a
/// number.
template <class Scalar, class Activation>
void check_distributions(const Activation& activation) {
  using Limits = std::numeric_limits<Scalar>;
  const Scalar largest = (Limits::max)();
  const std::vector<std::vector<Scalar>> patterns = {{0},
                                                     {1, -2, 0, 5, -30},
                                                     {-100, 100, 0, 80, -87},
                                                     {700, Scalar(88.5), Scalar(-88.5)},
                                                     {-1000, -1001, -2000},
                                                     {Scalar(1e30), Scalar(-1e30), 0},
                                                     {largest, 0, -1},
                                                     {-largest, 0, 3},
                                                     {largest},
                                                     {-largest},
                                                     {Limits::denorm_min(), 0, -(Limits::min)()}};
  const std::pair<Index, Index> shapes[] = {{1, 1},  {1, 2},   {2, 3},   {5, 7},   {3, 17},   {17, 3},
                                            {33, 3}, {13, 40}, {2, 300}, {300, 2}, {1, 5000}, {64, 64}};
  for (const auto& [rows, columns] : shapes) {
    Array<Scalar> x(rows, columns);
    for (const std::vector<Scalar>& pattern : patterns) {
      for (Index i = 0; i < x.size(); ++i) x.data()[i] = pattern[static_cast<std::size_t>(i) % pattern.size()];
      check_distributions(activation, x);
    }
    // The largest last, far above what the beginning lets guess.
    x.setZero();
    x(rows - 1, columns - 1) = 100000;
    check_distributions(activation, x);
  }
}

}  // namespace

TEMPLATE_TEST_CASE("ordinary numbers raise no floating-point exception but inexact and underflow", "", float, double) {
  for_each_activation(BuiltinActivations{}, [](const auto& by_default) {
    using Activation = std::decay_t<decltype(by_default)>;
    for (const Activation& activation : support::with_variations(by_default))
      Examination<TestType, Activation, false>(activation).check();
  });
}

TEMPLATE_TEST_CASE("nor do they with parameters of other sizes, as long as the second derivative is a number", "",
                   float, double) {
  for (const double size : {1e-12, 1e-6, 1e12}) {
    Examination<TestType, SoftLIF, false>(SoftLIF(size)).check();
    Examination<TestType, SoftLIF, false>(SoftLIF(1, size, 1 / size)).check();
    Examination<TestType, Softplus, false>(Softplus(size)).check();
    Examination<TestType, SymmetricElliot, false>(SymmetricElliot(size)).check();
  }
}

TEMPLATE_TEST_CASE("nor do they in any other call", "", float, double) {
  Examination<TestType, ReLU, true>(ReLU{}).check();
  Examination<TestType, Tanh, true>(Tanh{}).check();
}

TEMPLATE_TEST_CASE("nor do distributions", "", float, double) {
  check_distributions<TestType>(Softmax<>{});
  check_distributions<TestType>(Softmax<Axis::Colwise>{});
  check_distributions<TestType>(LogSoftmax<>{});
  check_distributions<TestType>(LogSoftmax<Axis::Colwise>{});
}
