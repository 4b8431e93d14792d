#pragma once

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include <Eigen/Core>

/// @file
/// The results of other libraries in tests/data.

namespace support {

/// One case: a tensor of row-major shape, and what another library makes of it; dx is the gradient of Σ y², where the
/// file has it.
struct ForeignVector {
  std::string name, function, attribute, shape;
  std::vector<float> x, y, dx;

  /// The attribute's number, or a default.
  float attribute_or(float otherwise) const {
    const std::size_t equals = attribute.find('=');
    return equals == std::string::npos ? otherwise : std::strtof(attribute.c_str() + equals + 1, nullptr);
  }
};

inline std::vector<std::string> split(const std::string& line, char separator) {
  std::vector<std::string> fields;
  std::istringstream text(line);
  for (std::string field; std::getline(text, field, separator);) fields.push_back(field);
  return fields;
}

/// The lines of a file of tests/data below its header.
inline std::vector<std::vector<std::string>> read_table(const std::string& name) {
  std::ifstream file(std::string(SIGMAJET_TEST_DATA) + "/" + name);
  std::string line;
  if (!std::getline(file, line)) throw std::runtime_error("cannot read " + name);
  std::vector<std::vector<std::string>> rows;
  while (std::getline(file, line)) rows.push_back(split(line, ','));
  return rows;
}

inline float number(const std::string& text) { return std::strtof(text.c_str(), nullptr); }

/// case, operator, attribute, shape, index, x, y.
inline std::vector<ForeignVector> onnx_cases() {
  std::vector<ForeignVector> cases;
  for (const auto& row : read_table("onnx_node_cases.csv")) {
    if (cases.empty() || cases.back().name != row[0]) cases.push_back({row[0], row[1], row[2], row[3], {}, {}, {}});
    cases.back().x.push_back(number(row[5]));
    cases.back().y.push_back(number(row[6]));
  }
  return cases;
}

/// activation, shape, index, x, y, dx.
inline std::vector<ForeignVector> torch_cells() {
  std::vector<ForeignVector> cases;
  for (const auto& row : read_table("torch_cells.csv")) {
    if (cases.empty() || cases.back().name != row[0]) cases.push_back({row[0], row[0], "", row[1], {}, {}, {}});
    cases.back().x.push_back(number(row[3]));
    cases.back().y.push_back(number(row[4]));
    cases.back().dx.push_back(number(row[5]));
  }
  return cases;
}

inline Eigen::Map<const Eigen::ArrayXf> as_array(const std::vector<float>& numbers) {
  return {numbers.data(), static_cast<Eigen::Index>(numbers.size())};
}

}  // namespace support
