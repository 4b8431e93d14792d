#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

namespace accuracy {

/// What the command line asks for.
struct Options {
  std::vector<std::string> activations;
  std::string scalar = "both";
  std::uint64_t points = 0, scalar_stride = 1;
  unsigned threads = std::max(1u, std::thread::hardware_concurrency());
  bool variations = false, competitors = false, record = false, check_record = false;

  bool wants(const std::string& activation) const {
    return activations.empty() || std::find(activations.begin(), activations.end(), activation) != activations.end();
  }
};

/// The options of a command line with names of activations. Ends the program where that asks for help or makes no
/// sense.
Options options_from(int argc, char** argv, const std::vector<std::string>& names, const std::string& instruction_set);

}  // namespace accuracy
