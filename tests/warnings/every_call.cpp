#include <array>
#include <utility>

#include <sigmajet/sigmajet.hpp>

/// @file
/// Calls of every kind, with arrays of a compile-time size around the width of every register among them. The headers
/// must give no warning, whatever the flags. Left out in AVX-512 registers is what calls reductions of Eigen's own,
/// whose intrinsics g++ 12 takes for reading an undefined register (GCC bug 105593).

namespace {

using namespace sigmajet;

template <class Scalar, int N>
using ArrayOf = Eigen::Array<Scalar, N, 1>;

template <int N, class Scalar>
void evaluate_fixed(const Scalar* in, Scalar* out) {
  const ArrayOf<Scalar, N> x = Eigen::Map<const ArrayOf<Scalar, N>>(in);
  Eigen::Map<ArrayOf<Scalar, N>> sum(out);
  const auto [y, d1, d2] = jet<2>(Tanh{}, x);
  sum = y + d1 + d2;
}
template <int... N, class Scalar>
void evaluate_sizes(const Scalar* in, Scalar* out, std::integer_sequence<int, N...>) {
  (evaluate_fixed<N>(in, out), ...);
}

template <int N, class Activation, class Scalar>
void call_products(const Activation& f, const Scalar* in, Scalar* out) {
  using Array = ArrayOf<Scalar, N>;
  const Array x = Eigen::Map<const Array>(in), v = Eigen::Map<const Array>(in + N);
  Array y, dy, ddy;
  evaluate(f, x, y);
  jvp(f, x, v, dy);
  hvp(f, x, v, v, ddy);
  Eigen::Map<Array> first(out), second(out + N);
  first = y + dy + ddy + vjp(f, x, v);
  compose(f, x, v, v, y, dy, ddy);
  BackwardMode<Activation, Array> mode(f);
  mode.forward(x, first);
  mode.vjp(v, second);
  first += y * dy + ddy;
}

template <class Activation, class Matrix>
void call_modes(const Activation& f, const Matrix& x, Matrix& y) {
  Matrix d = x, dd = x;
  evaluate(f, x.transpose(), y.transpose());
  evaluate(f, x.colwise() - x.col(0), y);
  evaluate(f, 2 * x, y.middleCols(0, y.cols()));
  compose(f, x, x, 2 * x, y, d, dd);
  Context<Activation, Matrix> context;
  forward(f, x, y, context);
  hvp(f, context, x, -x, d);
  Continuous<Activation, Matrix> neuron(f);
  neuron.step(x, dd);
  y += d + dd + jvp(f, x, d);
}

}  // namespace

void evaluate_floats(const float* in, float* out) {
  evaluate_sizes(in, out, std::integer_sequence<int, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 24>{});
  evaluate_sizes(in, out, std::integer_sequence<int, 31, 32, 33>{});
}
void evaluate_doubles(const double* in, double* out) {
  evaluate_sizes(in, out, std::integer_sequence<int, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 24>{});
}
void call_fixed(const float* in, float* out, const double* numbers, double* results) {
  call_products<12>(Softplus{2}, in, out);
  call_products<7>(Softmax<>{}, in, out);
  call_products<6>(LogSoftmax<>{}, numbers, results);
}
void call_dynamic(const Eigen::MatrixXf& x, Eigen::MatrixXf& y, const Eigen::MatrixXd& u, Eigen::MatrixXd& v) {
  call_modes(ELU{}, x, y);
  call_modes(Softmax<>{}, u, v);
  Eigen::MatrixXd w = u, lap = u;
  forward_laplacian(Gaussian{}, u, u.replicate(1, 3), u, v, w, lap);
#ifndef __AVX512F__
  evaluate(Tanh{}, u.reverse(), w);
  v += jacobian(Tanh{}, u.col(0)) + hessian(Softmax<>{}, u.row(0), u.row(1));
#endif
}
double call_scalars(const Eigen::ArrayXd& x, const Eigen::Array<Eigen::half, Eigen::Dynamic, 1>& halves) {
  const auto [value, d1, d2] = jet<2>(SoftLIF{}, x);
  LogSumExp<double> sum;
  sum.add(x);
  const BackwardMode<Tanh, Eigen::ArrayXd, 2> mode;
#ifndef __AVX512F__
  sum.add(double(check_derivatives(Tanh{}, x).first_passed) * x);
#endif
  return value(0) + d1(0) * d2(0) + sum.value() + Elliot{}(0.5) + AntiTanh{}(x)(1) +
         static_cast<double>(jet<1>(ReLU{}, halves).d1(0)) + static_cast<double>(mode.context().rows());
}
