#include <sigmajet/log_sum_exp.hpp>

double use(const Eigen::ArrayXXd& x) {
  sigmajet::LogSumExp<double> all, part;
  all.add(x);
  part.add(2 * x.row(0));
  all.merge(part);
  return all.value() + all.log_softmax(x)(0);
}
