// expect: the activation's kernel does not reach this order of derivative (see its max_order)
#include <sigmajet/sigmajet.hpp>

struct Twice : sigmajet::Elementwise<Twice> {
  static constexpr const char* name = "twice";
  static constexpr int max_order = 1;

  template <int Order, class T>
  SIGMAJET_FUNCTION sigmajet::Jet<T, Order> kernel(T x) const {
    sigmajet::Jet<T, Order> jet;
    jet.value = x + x;
    if constexpr (Order >= 1) jet.d1 = T(2);
    return jet;
  }
};

void test(const Eigen::ArrayXd& x, Eigen::ArrayXd& y) {
#ifdef SIGMAJET_COMPILES
  sigmajet::evaluate(Twice{}, x, sigmajet::none, y);
#else
  sigmajet::evaluate(Twice{}, x, sigmajet::none, sigmajet::none, y);
#endif
}
