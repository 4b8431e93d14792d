// The README's table of activations has a row for every activation, which ends with the error bounds of its header.

#include <fstream>
#include <iostream>
#include <sstream>
#include <string>

#include <sigmajet/sigmajet.hpp>

namespace {

std::string text_of(const sigmajet::ErrorBounds& bounds) {
  std::ostringstream text;
  for (std::size_t order = 0; order < bounds.size(); ++order) text << (order ? " / " : "") << bounds[order];
  return text.str();
}

/// The line that holds the activation's name in parentheses.
std::string row_of(const std::string& name, const char* path) {
  std::ifstream readme(path);
  std::string line;
  while (std::getline(readme, line))
    if (line.rfind("| ", 0) == 0 && line.find('(' + name + ')') != std::string::npos) return line;
  return "";
}

bool ends_with(const std::string& text, const std::string& end) {
  return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  bool agree = true;
  sigmajet::for_each_activation(sigmajet::BuiltinActivations{}, [&](const auto& activation) {
    std::string bounds = text_of(activation.template error_bounds<double>());
    const std::string bounds_of_float = text_of(activation.template error_bounds<float>());
    if (bounds_of_float != bounds) bounds = bounds_of_float + " (float), " + bounds;
    if constexpr (std::is_same_v<std::decay_t<decltype(activation)>, sigmajet::Softplus>)
      bounds += "; β ≠ 1: " + text_of(sigmajet::Softplus(2).error_bounds<double>());
    if (ends_with(row_of(activation.name, argv[1]), "| " + bounds + " |")) return;
    agree = false;
    std::cerr << "the README's row of (" << activation.name << ") must end with: | " << bounds << " |\n";
  });
  return agree ? 0 : 1;
}
