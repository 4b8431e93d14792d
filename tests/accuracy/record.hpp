#pragma once

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <tuple>
#include <vector>

#include "reference/orders.hpp"

/// @file
/// The measured errors as they are kept in docs/accuracy.csv, from which docs/accuracy.md is made.

namespace accuracy {

using reference::orders;

/// One row: the largest errors of one implementation of one activation.
struct Row {
  std::string activation, scalar, computed_by, instruction_set, fingerprint, points;
  std::array<std::string, orders> bounds, errors, where;

  auto key() const { return std::tie(activation, scalar, computed_by, instruction_set); }
};

inline std::string record_heading() {
  std::string heading = "activation;scalar;computed by;instruction set;fingerprint;points";
  for (std::size_t order = 0; order < orders; ++order) {
    const std::string number = std::to_string(order);
    heading += ";bound " + number + ";error " + number + ";x " + number;
  }
  return heading;
}

inline std::string number_text(double number) {
  std::ostringstream text;
  text.precision(4);
  text << number;
  return text.str();
}

class Record {
 public:
  explicit Record(std::string path) : path_(std::move(path)) {
    std::ifstream file(path_);
    std::string line;
    std::getline(file, line);
    while (std::getline(file, line)) rows_.push_back(row_of(line));
  }

  const std::vector<Row>& rows() const { return rows_; }

  const Row* find(const Row& like) const {
    const auto found =
        std::find_if(rows_.begin(), rows_.end(), [&](const Row& row) { return row.key() == like.key(); });
    return found == rows_.end() ? nullptr : &*found;
  }

  /// Replaces the row of the same key.
  void put(const Row& row) {
    rows_.erase(std::remove_if(rows_.begin(), rows_.end(), [&](const Row& old) { return old.key() == row.key(); }),
                rows_.end());
    rows_.push_back(row);
  }

  void save() {
    std::sort(rows_.begin(), rows_.end(), [](const Row& a, const Row& b) { return a.key() < b.key(); });
    std::ofstream file(path_);
    file << record_heading() << '\n';
    for (const Row& row : rows_) {
      file << row.activation << ';' << row.scalar << ';' << row.computed_by << ';' << row.instruction_set << ';'
           << row.fingerprint << ';' << row.points;
      for (std::size_t order = 0; order < orders; ++order)
        file << ';' << row.bounds[order] << ';' << row.errors[order] << ';' << row.where[order];
      file << '\n';
    }
    if (!file.flush()) throw std::runtime_error("cannot write " + path_);
  }

 private:
  static Row row_of(const std::string& line) {
    Row row;
    std::istringstream fields(line);
    const auto next = [&](std::string& field) { std::getline(fields, field, ';'); };
    for (std::string* field :
         {&row.activation, &row.scalar, &row.computed_by, &row.instruction_set, &row.fingerprint, &row.points})
      next(*field);
    for (std::size_t order = 0; order < orders; ++order)
      for (std::string* field : {&row.bounds[order], &row.errors[order], &row.where[order]}) next(*field);
    return row;
  }

  std::string path_;
  std::vector<Row> rows_;
};

}  // namespace accuracy
