#include "support/same_bits.hpp"

#include <sigmajet/sigmajet.hpp>

#include "references.hpp"
#include "support/variations.hpp"

TEMPLATE_LIST_TEST_CASE("a number has the same results at any place and in any call", "",
                        sigmajet::BuiltinActivations) {
  for (const TestType& activation : support::with_variations<TestType>())
    support::check_same_bits<SIGMAJET_TEST_SCALAR>(activation);
}
