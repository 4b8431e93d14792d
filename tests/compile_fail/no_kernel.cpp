// expect: the activation has no kernel: give it a const member `template <int Order, class T>
#include <sigmajet/sigmajet.hpp>

struct Twice : sigmajet::Elementwise<Twice> {
  static constexpr const char* name = "twice";

#ifdef SIGMAJET_COMPILES
  template <int Order, class T>
  SIGMAJET_FUNCTION sigmajet::Jet<T, Order> kernel(T x) const {
    return {x + x};
  }
#endif
};

double test() { return sigmajet::jet<0>(Twice{}, 1.0).value; }
