#include <benchmark/benchmark.h>

#include "activation_rows.hpp"
#include "comparison.hpp"
#include "expression_rows.hpp"
#include "softmax_rows.hpp"

// Every activation with one, two and three outputs against a bare copy of the same streams, Eigen user code
// and loops fused by hand over vector mathematics libraries: the best of them as shipped ("peer") and reduced
// to exp and log ("fast peer", inaccurate near zero). Then tanh of every kind of input expression,
// and softmax and logSoftmax of rows in both storage orders.
// Without --benchmark_filter only the rows of 4096 elements, and softmax of 4096 rows, run;
// --benchmark_filter=33554432 runs those out of cache. --benchmark_out=<file> writes every column as JSON.
int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  if (benchmark::GetBenchmarkFilter().empty()) benchmark::SetBenchmarkFilter("/4096");
  for (const Eigen::Index size : {activation_rows::in_cache, activation_rows::out_of_cache}) {
    activation_rows::register_all<float>(size);
    activation_rows::register_all<double>(size);
  }
  expression_rows::register_all<float>();
  expression_rows::register_all<double>();
  softmax_rows::register_all<float>();
  softmax_rows::register_all<double>();
  ComparisonTable table;
  benchmark::RunSpecifiedBenchmarks(&table);
  benchmark::Shutdown();
}
