#pragma once

#include <functional>
#include <sstream>
#include <string>
#include <type_traits>
#include <vector>

#include <sigmajet/sigmajet.hpp>

#include "support/accuracy_check.hpp"
#include "support/orders.hpp"
#include "wide.hpp"

/// @file
/// An activation with its parameters as the sweep sees it, without its type: ways to compute its jets.

namespace accuracy {

template <class Scalar>
using Array = Eigen::Array<Scalar, Eigen::Dynamic, 1>;

using support::orders;

/// The value and each derivative at each number.
template <class Scalar>
using Jets = std::array<Array<Scalar>, orders>;

template <class Scalar>
using Evaluation = std::function<void(const Array<Scalar>& x, Jets<Scalar>& jets)>;

/// function(x), an array of results, for each number.
template <class Scalar, class Function>
Evaluation<Scalar> one_by_one(const Function& function) {
  return [function](const Array<Scalar>& x, Jets<Scalar>& jets) {
    for (Eigen::Index i = 0; i < x.size(); ++i) {
      const auto results = function(x(i));
      for (std::size_t order = 0; order < results.size(); ++order) jets[order](i) = results[order];
    }
  };
}

template <class Scalar>
inline constexpr const char* scalar_name = std::is_same_v<Scalar, float> ? "float" : "double";

/// Jets of numbers in the wide format, and the magnitude in whose ulps the error of each is counted.
template <class Scalar>
struct WideJets {
  Array<Wide<Scalar>> x;
  Jets<Wide<Scalar>> results, scales;
};

/// Another way to compute the same jets.
template <class Scalar>
struct Competitor {
  std::string name;
  Evaluation<Scalar> evaluate;
};

template <class Scalar>
struct Subject {
  std::string title;
  std::vector<double> parameters;
  sigmajet::ErrorBounds bounds;
  Evaluation<Scalar> by_packets, by_scalars;
  std::function<void(const Array<Scalar>& x, WideJets<Scalar>& jets)> in_wide_format;
  std::function<reference::ExactJet(Scalar x)> exactly;
  std::vector<Competitor<Scalar>> competitors;
};

/// Volatile: where g++ 11 and 12 vectorize the conversions of two doubles to float and back, they leave both out.
template <class Scalar>
double rounded_parameter(double parameter) {
  const volatile Scalar rounded = static_cast<Scalar>(parameter);
  return static_cast<double>(rounded);
}

template <class Scalar, class Activation, class Parameters, std::size_t... I>
Activation with_parameters_in(const Parameters& parameters, std::index_sequence<I...>) {
  return Activation(rounded_parameter<Scalar>(parameters[I].value)...);
}

/// The activation with its parameters rounded to the working precision, as its kernel uses them.
template <class Scalar, class Activation>
Activation rounded_to(const Activation& activation) {
  const auto parameters = activation.parameters();
  return with_parameters_in<Scalar, Activation>(parameters, std::make_index_sequence<parameters.size()>{});
}

/// The magnitudes in whose ulps errors are counted: those of the results,
template <class Scalar, class Activation>
void set_scales(const Activation&, WideJets<Scalar>& jets) {
  for (std::size_t order = 0; order < orders; ++order) jets.scales[order] = jets.results[order].abs();
}
/// but of the larger term of f″ = f′ (2f′/f + (f″/f′ − 2f′/f)).
template <class Scalar>
void set_scales(const sigmajet::SoftLIF&, WideJets<Scalar>& jets) {
  const auto& [f, d1, d2] = jets.results;
  for (std::size_t order = 0; order < 2; ++order) jets.scales[order] = jets.results[order].abs();
  const Array<Wide<Scalar>> slope = 2 * d1 * (d1 / f);
  jets.scales[2] = (d1 == 0).select(d2.abs(), slope.abs().max((d2 - slope).abs()));
}

template <class Activation>
std::string title_of(const Activation& activation) {
  std::ostringstream title, of_default;
  title << activation;
  of_default << Activation{};
  return title.str() == of_default.str() ? Activation::name : title.str();
}

template <class Scalar, class Activation>
Subject<Scalar> subject_of(const Activation& activation) {
  Subject<Scalar> subject;
  subject.title = title_of(activation);
  for (const sigmajet::Parameter& parameter : activation.parameters()) subject.parameters.push_back(parameter.value);
  subject.bounds = activation.template error_bounds<Scalar>();
  subject.by_packets = [activation](const Array<Scalar>& x, Jets<Scalar>& jets) {
    support::evaluate_all(activation, x, jets);
  };
  subject.by_scalars = one_by_one<Scalar>([activation](Scalar x) { return support::results_at(activation, x); });
  subject.in_wide_format = [rounded = rounded_to<Scalar>(activation)](const Array<Scalar>& x, WideJets<Scalar>& jets) {
    jets.x = x.template cast<Wide<Scalar>>();
    support::evaluate_all(rounded, jets.x, jets.results);
    set_scales(rounded, jets);
  };
  subject.exactly = [formula = support::reference_of<Scalar>(activation)](Scalar x) {
    return formula(reference::Number(x));
  };
  return subject;
}

}  // namespace accuracy
