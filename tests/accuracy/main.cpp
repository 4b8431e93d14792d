// Measures the errors of the element-wise activations against their published bounds: every float, and as many doubles
// as are asked for.

#include <chrono>
#include <string>
#include <vector>

#include "fingerprint.hpp"
#include "options.hpp"
#include "record.hpp"
#include "references.hpp"
#include "report.hpp"
#include "support/variations.hpp"
#include "sweep.hpp"

#ifdef SIGMAJET_ACCURACY_COMPETITORS
#include "competitors.hpp"
#endif

namespace {

using namespace accuracy;

template <class Scalar>
Row row_of(const Subject<Scalar>& subject) {
  Row row;
  row.activation = subject.title;
  row.scalar = scalar_name<Scalar>;
  row.computed_by = "sigmajet";
  row.instruction_set = SIGMAJET_ACCURACY_INSTRUCTION_SET;
  row.fingerprint = fingerprint_of(subject);
  for (std::size_t order = 0; order < orders; ++order) row.bounds[order] = number_text(subject.bounds[order]);
  return row;
}

template <class Scalar>
void put(Record& record, Row row, const std::array<Worst<Scalar>, orders>& worst, std::uint64_t numbers) {
  row.points = numbers >> 32 && sizeof(Scalar) == 4 ? "every" : std::to_string(numbers);
  for (std::size_t order = 0; order < orders; ++order) {
    row.errors[order] = number_text(worst[order].error);
    row.where[order] = support::hexadecimal(worst[order].x);
  }
  record.put(row);
}

/// Writes the findings into the record, where it has none from more numbers of the same kernel.
template <class Scalar>
void keep(const Subject<Scalar>& subject, const Findings<Scalar>& findings) {
  Record record(SIGMAJET_ACCURACY_RECORD);
  Row row = row_of(subject);
  const Row* old = record.find(row);
  const bool is_less = old && old->fingerprint == row.fingerprint && old->bounds == row.bounds &&
                       (old->points == "every" || std::stoull(old->points) > findings.by_packets.numbers);
  if (!is_less) put(record, row, findings.worst, findings.by_packets.numbers);
  row.fingerprint = "-";
  for (std::size_t i = 0; i < subject.competitors.size(); ++i) {
    row.computed_by = subject.competitors[i].name;
    put(record, row, findings.of_competitors[i], findings.by_packets.numbers);
  }
  record.save();
}

/// Every float, or a stratified sample with a search around its worst numbers.
template <class Scalar>
Findings<Scalar> measure(const Subject<Scalar>& subject, const Options& options) {
  if constexpr (std::is_same_v<Scalar, float>)
    if (options.points == 0) return sweep(subject, EveryFloat{}, options.scalar_stride, options.threads);
  const std::uint64_t points = options.points ? options.points : 100'000'000;
  Findings<Scalar> findings =
      sweep(subject, Stratified<Scalar>(points, subject.parameters), options.scalar_stride, options.threads);
  const auto exponents = std::clamp<std::uint64_t>(points / 2'000'000, 2, 64);
  findings.merge(search(subject, findings, exponents, options.threads));
  return findings;
}

template <class Scalar>
bool run(const Subject<Scalar>& subject, const Options& options) {
  const auto start = std::chrono::steady_clock::now();
  const Findings<Scalar> findings = measure(subject, options);
  print(subject, findings, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  if (options.record) keep(subject, findings);
  return passes(subject, findings);
}

/// True where the record was made from what the kernel computes today.
template <class Scalar>
bool is_recorded(const Subject<Scalar>& subject, const char* name) {
  const Row row = row_of(subject);
  Record record(SIGMAJET_ACCURACY_RECORD);
  const Row* recorded = record.find(row);
  if (recorded && recorded->fingerprint == row.fingerprint && recorded->bounds == row.bounds) return true;
  std::printf("FAILED: docs/accuracy.md is stale for %s, %s, %s: %s; renew it with\n  ./dev accuracy --record %s\n",
              row.activation.c_str(), row.scalar.c_str(), row.instruction_set.c_str(),
              !recorded                                  ? "it has no row"
              : recorded->fingerprint != row.fingerprint ? "the kernel gives other bits"
                                                         : "the header has other bounds",
              name);
  return false;
}

template <class Scalar, class Activation>
bool run(const Activation& activation, const Options& options, [[maybe_unused]] bool is_default) {
  Subject<Scalar> subject = subject_of<Scalar>(activation);
  if (options.check_record) return is_recorded(subject, Activation::name);
#ifdef SIGMAJET_ACCURACY_COMPETITORS
  if (options.competitors && is_default) subject.competitors = competitors_of<Scalar>(activation);
#endif
  return run(subject, options);
}

template <class Activation>
bool run(const Options& options) {
  bool passed = true;
  const std::vector<Activation> all = support::with_variations(Activation{});
  for (std::size_t i = 0; i < (options.variations ? all.size() : 1); ++i) {
    if (options.scalar != "double") passed &= run<float>(all[i], options, i == 0);
    if (options.scalar != "float") passed &= run<double>(all[i], options, i == 0);
  }
  return passed;
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<std::string> names;
  sigmajet::for_each_activation(sigmajet::BuiltinActivations{},
                                [&](auto activation) { names.push_back(activation.name); });
  const Options options = options_from(argc, argv, names, SIGMAJET_ACCURACY_INSTRUCTION_SET);
  bool passed = true;
  sigmajet::for_each_activation(sigmajet::BuiltinActivations{}, [&](auto activation) {
    if (options.wants(activation.name)) passed &= run<decltype(activation)>(options);
  });
  return passed ? 0 : 1;
}
