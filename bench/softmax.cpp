#include <benchmark/benchmark.h>

#include "comparison.hpp"
#include "softmax_rows.hpp"

// Softmax and logSoftmax of rows in both storage orders against a bare copy and Eigen user code.
int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  softmax_rows::register_all<float>();
  softmax_rows::register_all<double>();
  ComparisonTable table;
  benchmark::RunSpecifiedBenchmarks(&table);
  benchmark::Shutdown();
}
