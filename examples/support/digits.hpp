#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <Eigen/Core>

#include "data.hpp"

namespace example {

struct Digits {
  Eigen::MatrixXf images;   // one column per image: its 8×8 pixels row by row, from 0 (paper) to 1 (ink)
  Eigen::MatrixXf one_hot;  // 1 in the row of the digit
};

struct DigitStudy {
  Digits training, held_out;
};

inline Digits decode_digits(const std::vector<std::vector<std::string>>& rows) {
  const auto count = static_cast<Eigen::Index>(rows.size());
  Digits result{Eigen::MatrixXf(64, count), Eigen::MatrixXf::Zero(10, count)};
  for (Eigen::Index i = 0; i < count; ++i) {
    const auto& row = rows[static_cast<std::size_t>(i)];
    result.one_hot(std::stoi(row.at(0)), i) = 1;
    for (Eigen::Index p = 0; p < 64; ++p) {
      const char pixel = row.at(1).at(static_cast<std::size_t>(p));
      result.images(p, i) = static_cast<float>(std::stoi(std::string(1, pixel), nullptr, 17)) / 16;
    }
  }
  return result;
}

/// The images in random order, in two parts.
inline DigitStudy read_digits(const std::string& path, std::ptrdiff_t training_images) {
  auto rows = read_csv(path);
  shuffle(rows, 1998);
  const auto border = rows.begin() + training_images;
  return {decode_digits({rows.begin(), border}), decode_digits({border, rows.end()})};
}

/// The images, followed by those moved by one pixel to each of the four sides.
inline Digits with_shifts(const Digits& digits) {
  const Eigen::Index count = digits.images.cols();
  Digits result{Eigen::MatrixXf::Zero(64, 5 * count), digits.one_hot.replicate(1, 5)};
  for (Eigen::Index i = 0; i < count; ++i) {
    const auto image = digits.images.col(i).reshaped(8, 8);
    const auto copy = [&](Eigen::Index k) { return result.images.col(k * count + i).reshaped(8, 8); };
    copy(0) = image;
    copy(1).topRows(7) = image.bottomRows(7);
    copy(2).bottomRows(7) = image.topRows(7);
    copy(3).leftCols(7) = image.rightCols(7);
    copy(4).rightCols(7) = image.leftCols(7);
  }
  return result;
}

}  // namespace example
