#include "onednn.hpp"

#include <iterator>
#include <memory>
#include <omp.h>
#include <oneapi/dnnl/dnnl.hpp>
#include <unordered_map>
#include <utility>

namespace onednn {
namespace {

using dnnl::algorithm;
using dnnl::memory;

struct Entry {
  std::string_view activation;
  algorithm forward, backward_from_value;
  float alpha;
};

constexpr algorithm none = algorithm::undef;
constexpr Entry entries[] = {
    {"tanh", algorithm::eltwise_tanh, algorithm::eltwise_tanh_use_dst_for_bwd, 0},
    {"sigmoid", algorithm::eltwise_logistic, algorithm::eltwise_logistic_use_dst_for_bwd, 0},
    {"softplus", algorithm::eltwise_soft_relu, none, 1},
    {"elu", algorithm::eltwise_elu, algorithm::eltwise_elu_use_dst_for_bwd, 1},
    {"relu", algorithm::eltwise_relu, algorithm::eltwise_relu_use_dst_for_bwd, 0},
    {"leaky_relu", algorithm::eltwise_relu, none, 0.01f},
    {"identity", algorithm::eltwise_linear, none, 1},
};

const Entry* find(std::string_view activation) {
  for (const Entry& entry : entries) {
    if (entry.activation == activation) return &entry;
  }
  return nullptr;
}

const dnnl::engine& cpu() {
  static const dnnl::engine engine = [] {
    omp_set_num_threads(1);
    return dnnl::engine(dnnl::engine::kind::cpu, 0);
  }();
  return engine;
}

/// oneDNN does not write what it reads, although it has one kind of handle.
memory wrap(const memory::desc& desc, const float* data) { return {desc, cpu(), const_cast<float*>(data)}; }

memory::desc vector_of(std::ptrdiff_t size) { return {{size}, memory::data_type::f32, memory::format_tag::a}; }

dnnl::eltwise_forward::primitive_desc forward_desc(algorithm which, const Entry& entry, const memory::desc& desc) {
  return {{dnnl::prop_kind::forward_training, which, desc, entry.alpha, 0}, cpu()};
}

Call execute(dnnl::primitive primitive, std::unordered_map<int, memory> arguments) {
  return [=, stream = std::make_shared<dnnl::stream>(cpu())] {
    primitive.execute(*stream, arguments);
    stream->wait();
  };
}

}  // namespace

Call forward(std::string_view activation, const float* x, float* y, std::ptrdiff_t size) {
  const Entry* entry = find(activation);
  if (entry == nullptr) return nullptr;
  const memory::desc desc = vector_of(size);
  return execute(dnnl::eltwise_forward(forward_desc(entry->forward, *entry, desc)),
                 {{DNNL_ARG_SRC, wrap(desc, x)}, {DNNL_ARG_DST, wrap(desc, y)}});
}

Call backward(std::string_view activation, const float* x, const float* y, const float* v, float* out,
              std::ptrdiff_t size) {
  const Entry* entry = find(activation);
  if (entry == nullptr) return nullptr;
  const memory::desc desc = vector_of(size);
  const bool from_value = y != nullptr && entry->backward_from_value != none;
  const algorithm which = from_value ? entry->backward_from_value : entry->forward;
  const dnnl::eltwise_backward::primitive_desc backward_desc({which, desc, desc, entry->alpha, 0}, cpu(),
                                                             forward_desc(which, *entry, desc));
  return execute(dnnl::eltwise_backward(backward_desc),
                 {{from_value ? DNNL_ARG_DST : DNNL_ARG_SRC, wrap(desc, from_value ? y : x)},
                  {DNNL_ARG_DIFF_DST, wrap(desc, v)},
                  {DNNL_ARG_DIFF_SRC, wrap(desc, out)}});
}

Call softmax(bool logarithm, bool row_major, const float* x, float* y, std::ptrdiff_t rows, std::ptrdiff_t columns) {
  const memory::desc desc({rows, columns}, memory::data_type::f32,
                          row_major ? memory::format_tag::ab : memory::format_tag::ba);
  const std::unordered_map<int, memory> arguments = {{DNNL_ARG_SRC, wrap(desc, x)}, {DNNL_ARG_DST, wrap(desc, y)}};
  const auto inference = dnnl::prop_kind::forward_inference;
  if (logarithm) return execute(dnnl::logsoftmax_forward({{inference, desc, 1}, cpu()}), arguments);
  return execute(dnnl::softmax_forward({{inference, desc, 1}, cpu()}), arguments);
}

}  // namespace onednn
