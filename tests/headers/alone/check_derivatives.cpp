#include <sigmajet/activations/gaussian.hpp>
#include <sigmajet/check_derivatives.hpp>

bool use(const Eigen::ArrayXXd& x) { return sigmajet::check_derivatives(sigmajet::Gaussian{}, x).first_passed; }
