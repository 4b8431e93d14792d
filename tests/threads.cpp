#include <thread>

#include <sigmajet/sigmajet.hpp>

#include "support/catch.hpp"

namespace {

using namespace sigmajet;
using Eigen::ArrayXXd;

/// A batch forward and back many times over, each time with the same result.
template <class Activation>
void check_repeats(const ArrayXXd& x, bool& passed) {
  BackwardMode<Activation, ArrayXXd> mode;
  ArrayXXd y, product;
  mode.forward(x, y);
  mode.vjp(x, product);
  const ArrayXXd first_y = y, first_product = product;
  passed = true;
  for (int repeat = 0; repeat < 50; ++repeat) {
    mode.forward(x, y);
    mode.vjp(x, product);
    passed = passed && (y == first_y).all() && (product == first_product).all();
  }
}

template <class Activation>
void check_two_threads() {
  const ArrayXXd x = 3 * ArrayXXd::Random(64, 16);
  bool here = false, there = false;
  std::thread other([&] { check_repeats<Activation>(x, there); });
  check_repeats<Activation>(x, here);
  other.join();
  CHECK(here);
  CHECK(there);
}

}  // namespace

TEST_CASE("two objects on two threads share an input and do not disturb each other") {
  check_two_threads<Softplus>();
  check_two_threads<Tanh>();
  check_two_threads<Softmax<>>();
  check_two_threads<LogSoftmax<>>();
}
