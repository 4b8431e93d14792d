#include "references.hpp"
#include "support/accuracy_check.hpp"
#include "support/variations.hpp"

namespace {

using namespace sigmajet;

template <class Activation>
void check() {
  support::check_accuracy(Activation{}, 200000);
  for (const Activation& activation : support::variations(Activation{})) support::check_accuracy(activation, 20000);
}

const bool registered = [] {
  for_each_activation(BuiltinActivations{}, [](auto activation) {
    using Activation = decltype(activation);
    const std::string name = Activation::name;
    REGISTER_TEST_CASE(&check<Activation>,
                       name + ": value, first and second derivative within their bounds on the whole line, the same "
                              "bits for scalars and packets",
                       "[" + name + "]");
  });
  return true;
}();

}  // namespace
