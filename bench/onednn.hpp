#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

/// oneDNN, on one thread, behind plain pointers; SIGMAJET_BENCH_ONEDNN says that it is there. It knows float
/// alone and no second derivative.
namespace onednn {

using Call = std::function<void()>;

/// y = σ(x); empty where oneDNN lacks the activation.
Call forward(std::string_view activation, const float* x, float* y, std::ptrdiff_t size);

/// out = σ′(x) v from x alone, or from y = σ(x) where oneDNN can and y is given.
Call backward(std::string_view activation, const float* x, const float* y, const float* v, float* out,
              std::ptrdiff_t size);

/// y = the softmax, or its logarithm, of every row of x.
Call softmax(bool logarithm, bool row_major, const float* x, float* y, std::ptrdiff_t rows, std::ptrdiff_t columns);

}  // namespace onednn
