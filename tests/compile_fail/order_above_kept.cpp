// expect: the context keeps no derivative of so high an order
#include <sigmajet/sigmajet.hpp>

#ifdef SIGMAJET_COMPILES
constexpr int kept = 2;
#else
constexpr int kept = 1;
#endif

void test(const sigmajet::BackwardMode<sigmajet::Tanh, Eigen::ArrayXd, kept>& mode, const Eigen::ArrayXd& g,
          Eigen::ArrayXd& out) {
  mode.hvp(g, g, out);
}
