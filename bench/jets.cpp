#include <benchmark/benchmark.h>

#include "activation_rows.hpp"
#include "comparison.hpp"
#include "derivative_rows.hpp"
#include "expression_rows.hpp"
#include "short_rows.hpp"
#include "softmax_rows.hpp"

// Every activation with one, two and three outputs against a bare copy of the same streams, Eigen user code,
// oneDNN and loops fused by hand over vector mathematics libraries: the best of them as shipped ("peer") and
// reduced to exp and log ("fast peer", inaccurate near zero). Then deferred derivatives, products with
// derivatives, and training steps with a context; tanh of every kind of input expression; jets of 8 numbers;
// softmax and logSoftmax of rows in both storage orders. Without --benchmark_filter only the rows of 4096
// elements, and softmax of 4096 rows, run; --benchmark_filter='tanh.*/33554432' chooses others, the sizes
// being below. --benchmark_out=<file> writes every column as JSON.
int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  if (benchmark::GetBenchmarkFilter().empty()) benchmark::SetBenchmarkFilter("/4096");
  for (const Eigen::Index size : {64, 512, 4096, 32768, 262144, 2097152, 33554432}) {
    activation_rows::register_all<float>(size);
    activation_rows::register_all<double>(size);
    derivative_rows::register_all(size);
  }
  expression_rows::register_all<float>();
  expression_rows::register_all<double>();
  short_rows::register_all<float>();
  short_rows::register_all<double>();
  softmax_rows::register_all<float>();
  softmax_rows::register_all<double>();
  ComparisonTable table;
  benchmark::RunSpecifiedBenchmarks(&table);
  benchmark::Shutdown();
}
