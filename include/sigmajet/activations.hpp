#pragma once

#include "sigmajet/activations/antitanh.hpp"
#include "sigmajet/activations/elliot.hpp"
#include "sigmajet/activations/elu.hpp"
#include "sigmajet/activations/gaussian.hpp"
#include "sigmajet/activations/identity.hpp"
#include "sigmajet/activations/leaky_relu.hpp"
#include "sigmajet/activations/log_softmax.hpp"
#include "sigmajet/activations/quadratic.hpp"
#include "sigmajet/activations/relu.hpp"
#include "sigmajet/activations/sigmoid.hpp"
#include "sigmajet/activations/softlif.hpp"
#include "sigmajet/activations/softmax.hpp"
#include "sigmajet/activations/softplus.hpp"
#include "sigmajet/activations/softsign.hpp"
#include "sigmajet/activations/symmetric_elliot.hpp"
#include "sigmajet/activations/tanh.hpp"

SIGMAJET_NAMESPACE_BEGIN

template <class... Activations>
struct ActivationList {};

/// Every element-wise activation of the library.
using BuiltinActivations = ActivationList<Tanh, Sigmoid, Softplus, AntiTanh, Quadratic, Identity, ReLU, LeakyReLU, ELU,
                                          Elliot, SymmetricElliot, SoftSign, Gaussian, SoftLIF>;

/// function(a default-constructed activation), for each type of a list.
template <class... Activations, class Function>
void for_each_activation(ActivationList<Activations...>, Function&& function) {
  (function(Activations{}), ...);
}

SIGMAJET_NAMESPACE_END
