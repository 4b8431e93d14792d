#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include <sigmajet/loop/contiguous.hpp>
#include <sigmajet/math.hpp>

#include "reference/number.hpp"
#include "support/bit_patterns.hpp"
#include "support/catch.hpp"
#include "support/ulp.hpp"

namespace {

namespace math = sigmajet::math;
using reference::Number;
using sigmajet::detail::PackFor;
using sigmajet::detail::ScalarPack;
using support::hexadecimal;

constexpr double infinity = std::numeric_limits<double>::infinity();

// The functions of sigmajet::math that have an error: the bound they publish, where it holds, and the exact function.

struct Exp {
  static constexpr const char* name = "exp";
  static constexpr double bound = math::exp_error_bound, lowest = -infinity, highest = infinity;
  template <class T>
  static T of(const T& x) {
    return math::exp(x);
  }
  static Number exact(const Number& x) { return exp(x); }
};

struct Expm1 {
  static constexpr const char* name = "expm1";
  static constexpr double bound = math::expm1_error_bound, lowest = -infinity, highest = infinity;
  template <class T>
  static T of(const T& x) {
    return math::expm1(x);
  }
  static Number exact(const Number& x) { return expm1(x); }
};

struct Log1p {
  static constexpr const char* name = "log1p";
  static constexpr double bound = math::log1p_error_bound, lowest = -infinity, highest = infinity;
  template <class T>
  static T of(const T& x) {
    return math::log1p(x);
  }
  static Number exact(const Number& x) { return log1p(x); }
};

struct Log1pToOne {
  static constexpr const char* name = "log1p_to_one";
  static constexpr double bound = math::log1p_to_one_error_bound, lowest = 0, highest = 1;
  template <class T>
  static T of(const T& x) {
    return math::log1p_to_one(x);
  }
  static Number exact(const Number& x) { return log1p(x); }
};

struct RatioToOnePlus {
  static constexpr const char* name = "ratio_to_one_plus";
  static constexpr double bound = math::ratio_to_one_plus_error_bound, lowest = 0, highest = 1;
  template <class T>
  static T of(const T& x) {
    return math::ratio_to_one_plus(x);
  }
  static Number exact(const Number& x) { return x / (1 + x); }
};

struct SquareRoot {
  static constexpr const char* name = "sqrt";
  static constexpr double bound = math::rounding_error_bound, lowest = -infinity, highest = infinity;
  template <class T>
  static T of(const T& x) {
    return math::sqrt(x);
  }
  static Number exact(const Number& x) { return sqrt(x); }
};

/// Where the errors were largest on some instruction set, when millions of numbers were tried.
constexpr double worst_known[] = {
    0x1.63c1cd27a2115p-2, 0x1.6685a98598511p-2,  0x1.6725f6p-2,         0x1.0fffb4p+4,
    0x1.bea748p-7,        0x1.63a5266262bfdp-2,  -0x1.bf0e512458138p+7, 0x1.4ddcd2p+2,
    -0x1.1bf528p+6,       -0x1.06ebfdf8a1a81p-2, 0x1.f062fa1ac7d3ep-2,  -0x1.008ebep-2,
    0x1.f3169cbb71e14p-2, 0x1.f423ap-1,          0x1.ffb874p-1,         0x1.ff5f9fd38438ap-1};

/// Some thousand numbers of the whole line, and those that are no numbers, where a function is valid.
template <class Scalar, class Function>
std::vector<Scalar> points_of() {
  using Limits = std::numeric_limits<Scalar>;
  std::vector<Scalar> all = support::bit_patterns<Scalar>(10000), points;
  for (const double x : worst_known) all.push_back(static_cast<Scalar>(x));
  all.insert(all.end(), {Scalar(0), -Scalar(0), Limits::denorm_min(), Limits::infinity(), -Limits::infinity()});
  for (const Scalar x : all)
    if (x >= static_cast<Scalar>(Function::lowest) && x <= static_cast<Scalar>(Function::highest)) points.push_back(x);
  points.push_back(Limits::quiet_NaN());
  return points;
}

/// A function's largest error in packs of one kind, below the normal numbers in units of what is allowed there.
template <class Pack, class Function, class Scalar>
void check_error(const std::vector<Scalar>& points, const std::vector<reference::Exact>& exact) {
  constexpr std::size_t size = Pack::size;
  double worst = -1;
  std::size_t where = 0;
  for (std::size_t begin = 0; begin < points.size(); begin += size) {
    Scalar x[size], y[size];
    for (std::size_t i = 0; i < size; ++i) x[i] = points[std::min(begin + i, points.size() - 1)];
    Function::of(Pack::load(x)).store(y);
    for (std::size_t i = 0; i < size && begin + i < points.size(); ++i) {
      const double error = support::error_against(Function::bound, y[i], exact[begin + i]);
      if (error > worst) {
        worst = error;
        where = begin + i;
      }
    }
  }
  INFO(Function::name << " of " << (sizeof(Scalar) == 4 ? "float" : "double") << " in packs of " << size << " at "
                      << hexadecimal(points[where]));
  CHECK(worst <= Function::bound);
}

template <class Scalar, class Function>
void check_error_at_every_width() {
  const std::vector<Scalar> points = points_of<Scalar, Function>();
  std::vector<reference::Exact> exact;
  for (const Scalar x : points) exact.emplace_back(Function::exact(Number(x)));
  check_error<ScalarPack<Scalar>, Function>(points, exact);
  check_error<PackFor<Scalar, 2>, Function>(points, exact);
  check_error<PackFor<Scalar, 4>, Function>(points, exact);
  check_error<PackFor<Scalar, 8>, Function>(points, exact);
  check_error<PackFor<Scalar, 16>, Function>(points, exact);
  check_error<PackFor<Scalar, Eigen::Dynamic>, Function>(points, exact);
}

template <class Pack>
void check_fused_operations() {
  using Scalar = typename Pack::Scalar;
  std::mt19937_64 generator(7);
  // Sums that cancel, in which a second rounding shows.
  std::uniform_real_distribution<Scalar> near_one(Scalar(0.9), Scalar(1.1));
  for (int i = 0; i < 1000; ++i) {
    const Scalar a = near_one(generator), b = near_one(generator), c = -near_one(generator), once = std::fma(a, b, c);
    volatile Scalar product = a * b;
    const Scalar twice = product + c, either = sigmajet::detail::has_fma ? once : twice;
    Scalar fused[Pack::size], added[Pack::size], subtracted[Pack::size], negated[Pack::size];
    math::fma(Pack(a), Pack(b), Pack(c)).store(fused);
    math::mul_add(Pack(a), Pack(b), Pack(c)).store(added);
    math::mul_subtract(Pack(a), Pack(b), Pack(-c)).store(subtracted);
    math::negated_mul_add(Pack(a), Pack(b), Pack(-c)).store(negated);
    INFO(hexadecimal(a) << " · " << hexadecimal(b) << " + " << hexadecimal(c) << " in packs of " << Pack::size);
    for (int lane = 0; lane < Pack::size; ++lane) {
      CHECK(fused[lane] == once);
      CHECK(added[lane] == either);
      CHECK(subtracted[lane] == either);
      CHECK(negated[lane] == -either);
    }
  }
}

}  // namespace

TEMPLATE_TEST_CASE("a function of math:: is within the error it publishes at every width", "", Exp, Expm1, Log1p,
                   Log1pToOne, RatioToOnePlus, SquareRoot) {
  check_error_at_every_width<float, TestType>();
  check_error_at_every_width<double, TestType>();
}

TEMPLATE_TEST_CASE("expm1, log1p and sqrt keep the sign of zero", "", float, double) {
  for (const TestType zero : {TestType(0), -TestType(0)}) {
    CHECK(support::is_identical(scalar_of(math::expm1(ScalarPack<TestType>(zero))), zero));
    CHECK(support::is_identical(scalar_of(math::log1p(ScalarPack<TestType>(zero))), zero));
    CHECK(support::is_identical(scalar_of(math::sqrt(ScalarPack<TestType>(zero))), zero));
  }
}

TEMPLATE_TEST_CASE("fma rounds once, and mul_add as the target does, at every width", "", float, double) {
  check_fused_operations<ScalarPack<TestType>>();
  check_fused_operations<PackFor<TestType, 4>>();
  check_fused_operations<PackFor<TestType, Eigen::Dynamic>>();
}
