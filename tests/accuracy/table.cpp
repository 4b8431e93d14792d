// accuracy_table <record>: prints docs/accuracy.md from the measured errors in docs/accuracy.csv; with --summary, the
// table of the README.

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "record.hpp"

namespace {

using accuracy::orders;
using accuracy::Row;

constexpr const char* introduction =
    R"(# Accuracy

The largest errors of σ / σ′ / σ″ in units in the last place (ulp) of the exact result, and in the same program on the
same numbers those of other formulas in the same precision: the textbook's, PyTorch's (forward, backward, and the
derivative of the backward), and array expressions of Eigen as a user writes them. Errors of sigmajet are the worst over
the instruction sets. Other formulas are only measured with default parameters, and not at ±∞.

- A result below the normal numbers may be two units of the smallest subnormal off; an error there counts in proportion.
- For σ″ of SoftLIF, ulps are those of the larger term of its sum.
- Errors are taken against the same function in double precision for float, in 80 bits for double. Textbook formulas in
  240 bits decide wherever a bound is nearly reached and at the largest errors, and check that reference elsewhere.
- Samples of doubles hold neighbours of every special point and cut-off, random numbers in every exponent, and what a
  search around the worst of them finds.

`./dev accuracy --competitors --record` makes this page anew, `./dev accuracy --help` tells what else it can do.
)";

/// The rows of one cell: an activation, a format and a way to compute, in each instruction set.
using Cell = std::vector<const Row*>;

class Table {
 public:
  explicit Table(const accuracy::Record& record) {
    for (const Row& row : record.rows()) {
      cells_[{row.activation, row.scalar, row.computed_by}].push_back(&row);
      add(activations_, row.activation);
      add(ways_, row.computed_by);
    }
    const auto ours = std::find(ways_.begin(), ways_.end(), "sigmajet");
    if (ours != ways_.end()) std::rotate(ways_.begin(), ours, ours + 1);
  }

  void print() const {
    for (const char* scalar : {"float", "double"}) print_errors(scalar);
    std::cout << "\n## Where sigmajet's errors are largest\n";
    for (const char* scalar : {"float", "double"}) print_places(scalar);
  }

  void print_summary() const {
    std::cout << "| largest errors found | float | double |\n|---|---|---|\n";
    for (const std::string& activation : activations_)
      std::cout << "| " << activation << " | " << errors_text(find(activation, "float", "sigmajet")) << " | "
                << errors_text(find(activation, "double", "sigmajet")) << " |\n";
  }

 private:
  static void add(std::vector<std::string>& names, const std::string& name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }

  const Cell* find(const std::string& activation, const std::string& scalar, const std::string& way) const {
    const auto cell = cells_.find({activation, scalar, way});
    return cell == cells_.end() ? nullptr : &cell->second;
  }

  static const Row& worst_of(const Cell& cell, std::size_t order) {
    return **std::max_element(cell.begin(), cell.end(), [order](const Row* a, const Row* b) {
      return std::stod(a->errors[order]) < std::stod(b->errors[order]);
    });
  }

  /// Two decimals, rounded up.
  static std::string error_text(const std::string& error) {
    const double number = std::stod(error);
    if (std::isinf(number)) return "∞";
    char text[32];
    std::snprintf(text, sizeof text, number < 1000 ? "%.4g" : "%.1e",
                  number < 1000 ? std::ceil(100 * number) / 100 : number);
    return text;
  }

  static std::string errors_text(const Cell* cell) {
    if (!cell) return "";
    std::string text;
    for (std::size_t order = 0; order < orders; ++order)
      text += (order ? " / " : "") + error_text(worst_of(*cell, order).errors[order]);
    return text;
  }

  static std::string numbers_text(const Cell& cell) {
    const auto is_full = [](const Row* row) { return row->points == "every"; };
    if (std::all_of(cell.begin(), cell.end(), is_full)) return "all";
    double fewest = INFINITY;
    for (const Row* row : cell)
      if (!is_full(row)) fewest = std::min(fewest, std::stod(row->points));
    char text[32];
    std::snprintf(text, sizeof text, "%.1e", fewest);
    return text;
  }

  /// The numbers and the instruction sets that they were taken in: "all in avx512; 2.0e+06 in baseline, haswell".
  static std::string extent_text(const Cell& cell) {
    std::map<std::string, std::string> sets_of;
    for (const Row* row : cell) {
      std::string& sets = sets_of[numbers_text({row})];
      sets += (sets.empty() ? "" : ", ") + row->instruction_set;
    }
    std::string text;
    for (auto part = sets_of.rbegin(); part != sets_of.rend(); ++part)
      text += (text.empty() ? "" : "; ") + part->first + " in " + part->second;
    return text;
  }

  /// The rows of all formulas but ours in a format.
  Cell others(const std::string& scalar) const {
    Cell rows;
    for (const auto& [key, cell] : cells_)
      if (key[1] == scalar && key[2] != "sigmajet") rows.insert(rows.end(), cell.begin(), cell.end());
    return rows;
  }

  void print_errors(const std::string& scalar) const {
    std::cout << "\n## " << scalar << '\n';
    if (const Cell rows = others(scalar); !rows.empty())
      std::cout << "\nThe formulas of others: at least " << numbers_text(rows) << " numbers, compiled for "
                << rows.front()->instruction_set << ".\n";
    std::cout << "\n| activation | numbers | bounds |";
    for (const std::string& way : ways_) std::cout << ' ' << way << " |";
    std::cout << "\n|---|---|---|";
    for (std::size_t i = 0; i < ways_.size(); ++i) std::cout << "---|";
    std::cout << '\n';
    for (const std::string& activation : activations_) {
      const Cell* ours = find(activation, scalar, "sigmajet");
      if (!ours) continue;
      const Row& row = *ours->front();
      std::cout << "| " << activation << " | " << extent_text(*ours) << " | ";
      for (std::size_t order = 0; order < orders; ++order) std::cout << (order ? " / " : "") << row.bounds[order];
      std::cout << " |";
      for (const std::string& way : ways_) std::cout << ' ' << errors_text(find(activation, scalar, way)) << " |";
      std::cout << '\n';
    }
  }

  void print_places(const std::string& scalar) const {
    std::cout << "\n| " << scalar << " | σ | σ′ | σ″ |\n|---|---|---|---|\n";
    for (const std::string& activation : activations_) {
      const Cell* ours = find(activation, scalar, "sigmajet");
      if (!ours) continue;
      std::cout << "| " << activation << " |";
      for (std::size_t order = 0; order < orders; ++order) {
        const Row& worst = worst_of(*ours, order);
        if (std::stod(worst.errors[order]) == 0)
          std::cout << " |";
        else
          std::cout << ' ' << error_text(worst.errors[order]) << " at " << worst.where[order] << ", "
                    << worst.instruction_set << " |";
      }
      std::cout << '\n';
    }
  }

  std::map<std::array<std::string, 3>, Cell> cells_;
  std::vector<std::string> activations_, ways_;
};

}  // namespace

int main(int argc, char** argv) {
  const bool is_summary = argc == 3 && argv[2] == std::string("--summary");
  if (argc != 2 && !is_summary) {
    std::cerr << "usage: accuracy_table <record> [--summary]\n";
    return 2;
  }
  const accuracy::Record record(argv[1]);
  if (is_summary) {
    Table(record).print_summary();
    return 0;
  }
  std::cout << introduction;
  Table(record).print();
}
