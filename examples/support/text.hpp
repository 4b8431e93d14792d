#pragma once

#include <algorithm>
#include <cstddef>
#include <string>

namespace example {

/// `text` with blanks up to `width` columns; printf would count the bytes of σ′ instead.
inline std::string padded(const std::string& text, std::size_t width) {
  const auto starts_character = [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; };
  const auto columns = static_cast<std::size_t>(std::count_if(text.begin(), text.end(), starts_character));
  return text + std::string(columns < width ? width - columns : 0, ' ');
}

}  // namespace example
