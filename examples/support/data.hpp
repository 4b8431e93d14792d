#pragma once

#include <algorithm>
#include <cstddef>
#include <fstream>
#include <random>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace example {

/// The folder of the examples' data: the program's first argument, else the one it was built with.
inline std::string data_directory(int argc, char** argv) { return argc > 1 ? argv[1] : SIGMAJET_EXAMPLE_DATA; }

/// The rows below the header line of a comma-separated file without quotes.
/// Throws std::runtime_error naming the file where it cannot be read or a row has another length than the header.
inline std::vector<std::vector<std::string>> read_csv(const std::string& path) {
  std::ifstream file(path);
  std::vector<std::vector<std::string>> rows;
  for (std::string line; std::getline(file, line);) {
    rows.emplace_back();
    for (std::size_t begin = 0; begin <= line.size();) {
      const std::size_t end = std::min(line.find(',', begin), line.size());
      rows.back().push_back(line.substr(begin, end - begin));
      begin = end + 1;
    }
    if (rows.back().size() != rows.front().size()) throw std::runtime_error(path + ": uneven row: " + line);
  }
  if (rows.size() < 2) throw std::runtime_error(path + ": cannot be read, or holds no data");
  rows.erase(rows.begin());
  return rows;
}

/// The same order for a seed with every standard library, unlike std::shuffle.
inline void shuffle(std::vector<std::vector<std::string>>& rows, std::mt19937::result_type seed) {
  std::mt19937 random(seed);
  for (std::size_t i = rows.size() - 1; i > 0; --i) std::swap(rows[i], rows[random() % (i + 1)]);
}

}  // namespace example
