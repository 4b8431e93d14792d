#include <benchmark/benchmark.h>

#include "activation_rows.hpp"
#include "comparison.hpp"
#include "derivative_rows.hpp"
#include "expression_rows.hpp"
#include "softmax_rows.hpp"

// Every activation with one, two and three outputs against a bare copy of the same streams, Eigen user code
// and loops fused by hand over vector mathematics libraries: the best of them as shipped ("peer") and reduced
// to exp and log ("fast peer", inaccurate near zero). Then deferred derivatives, products with derivatives,
// and what a context could keep; tanh of every kind of input expression; softmax and logSoftmax of rows in
// both storage orders. Without --benchmark_filter only the rows of 4096 elements, and softmax of 4096 rows,
// run; there are 64, 4096, 262144 and 33554432, the last out of cache: --benchmark_filter='tanh.*/33554432'.
// --benchmark_out=<file> writes every column as JSON.
int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  if (benchmark::GetBenchmarkFilter().empty()) benchmark::SetBenchmarkFilter("/4096");
  for (const Eigen::Index size : {64, 4096, 262144, 33554432}) {
    activation_rows::register_all<float>(size);
    activation_rows::register_all<double>(size);
    derivative_rows::register_all(size);
  }
  expression_rows::register_all<float>();
  expression_rows::register_all<double>();
  softmax_rows::register_all<float>();
  softmax_rows::register_all<double>();
  ComparisonTable table;
  benchmark::RunSpecifiedBenchmarks(&table);
  benchmark::Shutdown();
}
