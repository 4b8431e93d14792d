#pragma once

#include "sigmajet/math/two_words.hpp"

/// @file
/// Sums of many numbers that are as accurate as a single addition.
///
/// A running sum of n numbers may be off by n/2 ulp, since each addition rounds to the digits of the sum so far. But
/// the rounding error of an addition is itself a number of the format, which takes two subtractions to find. Those
/// errors are summed in a word of their own (Neumaier 1974).
///
/// That word is rounded too at each addition, and in all it loses up to n² u²/2 of the sum, where u is half an ulp
/// of 1. In float those are 6 ulp of 20 000 numbers, and from 16 million on the sum stands still. So who sums many
/// numbers sums them in blocks, and adds the sums of those in two words (rowwise/sums.hpp).

SIGMAJET_NAMESPACE_BEGIN
namespace math {

/// The sum of the numbers added so far, in every lane by itself. Its error is about an ulp of the sum of their
/// magnitudes, for thousands of them.
template <class T>
class CompensatedSum {
 public:
  CompensatedSum() : high_(0), low_(0) {}

  /// Adds x. The error of the addition, x − ((high + x) − high), is found exactly where |x| ≤ |high|. Neumaier
  /// exchanges the two where it is not; here such an x costs half an ulp of its own, which the promised error allows
  /// for.
  SIGMAJET_FUNCTION void add(const T& x) {
    const T high = high_ + x;
    low_ = low_ + (x - (high - high_));
    high_ = high;
  }
  /// Adds x where no addition is rounded, as in counting.
  SIGMAJET_FUNCTION void add_exactly(const T& x) { high_ = high_ + x; }

  /// The sum as a large word and the errors that it lacks.
  SIGMAJET_FUNCTION TwoWords<T> words() const { return {high_, low_}; }

 private:
  T high_, low_;
};

}  // namespace math
SIGMAJET_NAMESPACE_END
