// expect: Rowwise is the base of Softmax and LogSoftmax only: an activation of your own is element-wise
#include <sigmajet/sigmajet.hpp>

#ifdef SIGMAJET_COMPILES
using Mine = sigmajet::Softmax<>;
#else
struct Mine : sigmajet::Rowwise<Mine> {
  static constexpr const char* name = "mine";
  static constexpr sigmajet::Axis axis = sigmajet::Axis::Rowwise;
};
#endif

void test(const Eigen::ArrayXXd& x, Eigen::ArrayXXd& y) { sigmajet::evaluate(Mine{}, x, y); }
