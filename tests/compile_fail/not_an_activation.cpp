// expect: the first argument is not an activation: derive it from sigmajet::Elementwise<itself>
#include <sigmajet/sigmajet.hpp>

struct Twice
#ifdef SIGMAJET_COMPILES
    : sigmajet::Elementwise<Twice>
#endif
{
  static constexpr const char* name = "twice";
  static constexpr int max_order = 0;

  template <int Order, class T>
  SIGMAJET_FUNCTION sigmajet::Jet<T, Order> kernel(T x) const {
    return {x + x};
  }
};

void test(const Eigen::ArrayXd& x, Eigen::ArrayXd& y) { sigmajet::evaluate(Twice{}, x, y); }
