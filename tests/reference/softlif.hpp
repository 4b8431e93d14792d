#pragma once

#include "reference/number.hpp"

namespace reference {

template <>
struct Formula<id("softlif")> {
  Number sigma, tau_rc, tau_ref, amp;

  explicit Formula(const Parameters& parameters)
      : sigma(parameters.at("sigma")),
        tau_rc(parameters.at("tau_rc")),
        tau_ref(parameters.at("tau_ref")),
        amp(parameters.at("amp")) {}

  /// j = σ ln(1 + e^z), j′ = sigmoid(z), j″ = j′(1 − j′)/σ; f = amp/(τ_ref + τ_RC ln(1 + 1/j)).
  ExactJet operator()(const Number& x) const {
    if (isinf(x)) return {x > 0 ? Number(amp / tau_ref) : Number(0), Number(0), Number(0)};
    const Number z = x / sigma, j = sigma * softplus(z);
    // Below the exponents of any number type ln(1 + 1/j) is −ln j = −z − ln σ, and j′/j is 1/σ.
    const bool far = z < -1e6;
    const Number f = amp / (tau_ref + tau_rc * (far ? Number(-z - log(sigma)) : Number(log1p(1 / j))));
    const Number s = logistic(z), ratio = far ? Number(1 / sigma) : Number(s / j);
    const Number slope = tau_rc / amp * f * ratio / (1 + j), d1 = slope * f;
    // f″/f′ = 2 f′/f + (j″/j′ − j′/j − j′/(j + 1)); the two terms have opposite signs.
    const Number difference = z < -100 ? left_difference(exp(z)) : Number((1 - s) / sigma - ratio);
    const Number bend = difference - s / (1 + j);
    const Number larger = abs(bend) > 2 * slope ? Number(abs(bend)) : Number(2 * abs(slope));
    return {f, d1, Exact(d1 * (2 * slope + bend), d1 * larger)};
  }

 private:
  /// j″/j′ − j′/j for a small e = e^z, where it is all that the two leave: (ln(1 + e) − e)/((1 + e) ln(1 + e))/σ, by
  /// the series of the logarithm.
  Number left_difference(const Number& e) const {
    if (e == 0) return 0;
    Number rest = 0, power = -e * e;
    for (int n = 2; n < 16; ++n, power *= -e) rest += power / n;
    return rest / ((1 + e) * (e + rest)) / sigma;
  }
};

}  // namespace reference
