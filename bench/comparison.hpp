#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <iostream>
#include <limits>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <benchmark/benchmark.h>

/// Measures several ways to do one thing by turns, so that a slow moment of the machine hits them alike, and
/// reports the fastest moment of each in nanoseconds per element. One row of the table: a column holds one
/// way, or the best of several, which also go by themselves, as "column: name", into the files of
/// --benchmark_out.
class Comparison {
 public:
  explicit Comparison(std::int64_t elements) : elements_(elements) {}

  void add(std::string column, std::function<void()> call, std::string name = {}) {
    candidates_.push_back({std::move(column), std::move(name), std::move(call), infinity});
  }

  /// Every iteration gives each candidate its turn.
  void run(benchmark::State& state) {
    int turn = 0;
    for (auto _ : state) take_turns(turn++);
    std::map<std::string, const Candidate*> best;
    for (const Candidate& candidate : candidates_) {
      if (!candidate.name.empty()) state.counters[candidate.column + ": " + candidate.name] = candidate.best;
      const Candidate*& current = best[candidate.column];
      if (current == nullptr || candidate.best < current->best) current = &candidate;
    }
    std::string label;
    for (const auto& [column, candidate] : best) {
      state.counters[column] = candidate->best;
      if (!candidate->name.empty()) label += (label.empty() ? "" : ", ") + column + ": " + candidate->name;
    }
    state.SetLabel(label);
  }

 private:
  static constexpr double infinity = std::numeric_limits<double>::infinity();
  static constexpr std::int64_t out_of_cache = 1 << 24;

  struct Candidate {
    std::string column, name;
    std::function<void()> call;
    double best;
  };

  /// Every turn starts elsewhere on the stack: what a loop keeps there may share the low bits of its address
  /// with an array, by chance and for the whole run, and then waits for the array's stores.
  __attribute__((noinline)) void take_turns(int turn) {
    void* volatile moved = __builtin_alloca(static_cast<std::size_t>(64 * (turn % 64 + 1)));
    static_cast<void>(moved);
    for (Candidate& candidate : candidates_) candidate.best = std::min(candidate.best, measure(candidate));
  }

  /// Small calls are repeated, for the clock's sake. Where caches may hold the arrays, the call before the
  /// clock starts leaves there what this candidate itself leaves, not the one before it.
  double measure(const Candidate& candidate) const {
    using Clock = std::chrono::steady_clock;
    const std::int64_t calls = std::max<std::int64_t>(1, 32768 / elements_);
    if (elements_ < out_of_cache) candidate.call();
    const auto start = Clock::now();
    for (std::int64_t i = 0; i < calls; ++i) {
      candidate.call();
      benchmark::ClobberMemory();
    }
    const std::chrono::duration<double, std::nano> elapsed = Clock::now() - start;
    return elapsed.count() / static_cast<double>(calls * elements_);
  }

  std::int64_t elements_;
  std::vector<Candidate> candidates_;
};

/// Prints each Comparison as one row: the time of column "sigmajet", then every other column's time and, in
/// brackets, sigmajet's time as a multiple of it.
class ComparisonTable : public benchmark::BenchmarkReporter {
 public:
  bool ReportContext(const Context& context) override {
    PrintBasicContext(&GetErrorStream(), context);
    GetOutputStream() << "ns per element (sigmajet / the column); below 1 sigmajet is faster\n";
    return true;
  }

  void ReportRuns(const std::vector<Run>& runs) override {
    for (const Run& run : runs) {
      if (run.run_type == Run::RT_Iteration) print_row(run);
    }
  }

 private:
  void print_row(const Run& run) {
    std::string header = cell("%-44s", "row") + cell("%9s", "sigmajet"), row;
    const double ours = run.counters.at("sigmajet");
    row = cell("%-44s", run.run_name.function_name.c_str()) + cell("%9.3f", ours);
    for (const auto& [column, counter] : run.counters) {
      if (column == "sigmajet" || column.find(':') != std::string::npos) continue;
      header += cell("%17s", column.c_str());
      row += cell("%9.3f", counter.value) + cell("%8s", ("(" + cell("%.2f", ours / counter.value) + ")").c_str());
    }
    if (header != header_) GetOutputStream() << '\n' << header << '\n';
    header_ = header;
    GetOutputStream() << row << "  " << run.report_label << std::endl;
  }

  template <class Value>
  static std::string cell(const char* format, Value value) {
    char text[64];
    std::snprintf(text, sizeof(text), format, value);
    return text;
  }

  std::string header_;
};
