#include "derivative_rows.hpp"

#include "context_rows.hpp"
#include "mode_rows.hpp"
#include "product_rows.hpp"

namespace derivative_rows {
namespace {

template <class Scalar>
void register_scalar(Eigen::Index size) {
  mode_rows::register_all<Scalar>(size);
  product_rows::register_all<Scalar>(size);
  context_rows::register_all<Scalar>(size);
}

}  // namespace

void register_all(Eigen::Index size) {
  register_scalar<float>(size);
  register_scalar<double>(size);
}

}  // namespace derivative_rows
