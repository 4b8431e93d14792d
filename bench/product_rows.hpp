#pragma once

#include <cstring>
#include <type_traits>

#include <benchmark/benchmark.h>

#include <sigmajet/sigmajet.hpp>

#include "activation_rows.hpp"
#include "comparison.hpp"
#include "eigen_user_code.hpp"
#include "onednn.hpp"
#include "vector_math.hpp"

/// Rows "activation/scalar/product/elements": jvp, vjp and hvp at x. "copy" adds the inputs up, which costs
/// what reading them and writing one output costs.
namespace product_rows {

using activation_rows::Arrays;
using Eigen::Index;

enum class Product { jvp, vjp, hvp };

template <bool NonTemporal, class Array, class... Arrays>
void sum(Array& out, const Arrays&... in) {
  using Scalar = typename Array::Scalar;
  using Plain = vector_math::Vectors<Scalar>;
  using Value = typename Plain::Value;
  const auto load = [](const Scalar* from) {
    Value x;
    std::memcpy(&x, from, sizeof(x));
    return x;
  };
  for (Index i = 0; i < out.size(); i += sizeof(Value) / sizeof(Scalar))
    Plain::template store<NonTemporal>(out.data() + i, (load(in.data() + i) + ...));
}

/// The columns for x = a.x, v = a.d1, g = a.d2 and the output a.y; what Eigen keeps between expressions is in
/// a.kept.
template <Product product, class Scalar, class Activation>
void add_columns(Comparison& comparison, Activation activation, Arrays<Scalar>& a) {
  if constexpr (product == Product::jvp)
    comparison.add("sigmajet", [=, &a] { sigmajet::jvp(activation, a.x, a.d1, a.y); });
  if constexpr (product == Product::vjp)
    comparison.add("sigmajet", [=, &a] { sigmajet::vjp(activation, a.x, a.d1, a.y); });
  if constexpr (product == Product::hvp)
    comparison.add("sigmajet", [=, &a] { sigmajet::hvp(activation, a.x, a.d2, a.d1, a.y); });
  activation_rows::add_copies(comparison, [&a](auto streaming) {
    if constexpr (product == Product::hvp)
      sum<streaming>(a.y, a.x, a.d1, a.d2);
    else
      sum<streaming>(a.y, a.x, a.d1);
  });
  if constexpr (eigen_user_code::is_known<Activation, typename Arrays<Scalar>::Array>)
    comparison.add("eigen", [=, &a] {
      if constexpr (product == Product::hvp)
        eigen_user_code::hvp(activation, a.x, a.d2, a.d1, a.y, a.kept);
      else
        eigen_user_code::jvp(activation, a.x, a.d1, a.y, a.kept);
    });
#ifdef SIGMAJET_BENCH_ONEDNN
  if constexpr (product == Product::vjp && std::is_same_v<Scalar, float>) {
    const auto call = onednn::backward(Activation::name, a.x.data(), nullptr, a.d1.data(), a.y.data(), a.x.size());
    if (call) comparison.add("onednn", call);
  }
#endif
}

template <Product product, class Scalar, class Activation>
void register_row(Activation activation, const char* name, Index size) {
  activation_rows::register_row<Scalar>(activation, name, size, [=](benchmark::State& state) {
    Arrays<Scalar>& a = activation_rows::arrays_of_size<Scalar>(size);
    a.d1 = a.x.reverse();
    a.d2 = -a.d1;
    Comparison comparison(size);
    add_columns<product>(comparison, activation, a);
    comparison.run(state);
  });
}

/// Registers every activation's rows of one size.
template <class Scalar>
void register_all(Index size) {
  sigmajet::for_each_activation(sigmajet::BuiltinActivations{}, [&](auto activation) {
    register_row<Product::jvp, Scalar>(activation, "jvp", size);
    register_row<Product::vjp, Scalar>(activation, "vjp", size);
    register_row<Product::hvp, Scalar>(activation, "hvp", size);
  });
}

}  // namespace product_rows
