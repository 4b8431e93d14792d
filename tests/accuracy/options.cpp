// Compiled once for all instruction sets, since the parser takes its time.

#include "options.hpp"

#include <CLI/CLI.hpp>
#include <cstdlib>

accuracy::Options accuracy::options_from(int argc, char** argv, const std::vector<std::string>& names,
                                         const std::string& instruction_set) {
  Options options;
  CLI::App app("Measures errors in ulp, for the instruction set " + instruction_set);
  app.add_option("activations", options.activations, "names, all without any")->check(CLI::IsMember(names));
  app.add_option("--scalar", options.scalar, "float, double or both")
      ->check(CLI::IsMember({"float", "double", "both"}));
  app.add_option("--points", options.points, "a sample of so many numbers, in place of every float and 1e8 doubles");
  app.add_option("--scalar-stride", options.scalar_stride, "the scalar path in one of so many blocks, 1 by default")
      ->check(CLI::PositiveNumber);
  app.add_option("--threads", options.threads, "all cores by default")->check(CLI::PositiveNumber);
  app.add_flag("--variations", options.variations, "also parameters other than the defaults");
  app.add_flag("--competitors", options.competitors,
               "also the formulas of the textbook, PyTorch and Eigen, where it was built with them");
  app.add_flag("--record", options.record, "keep the result in docs/accuracy.csv");
  app.add_flag("--check-record", options.check_record, "only see whether the kernels still are those of the record");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    std::exit(app.exit(error));
  }
  return options;
}
