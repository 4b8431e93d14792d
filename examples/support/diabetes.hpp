#pragma once

#include <string>

#include <Eigen/Core>

#include "data.hpp"

namespace example {

struct Patients {
  Eigen::MatrixXd inputs;  // one column per patient; the last row is the constant 1
  Eigen::RowVectorXd progression;
};

/// The diabetes table in two parts, every column standardized by the training patients.
struct DiabetesStudy {
  Patients training, held_out;
  double deviation;  // of the progression, in points, before it was standardized
};

inline DiabetesStudy read_diabetes_study(const std::string& path, Eigen::Index training_patients) {
  auto rows = read_csv(path);
  shuffle(rows, 2004);

  Eigen::MatrixXd table(rows[0].size(), rows.size());
  for (Eigen::Index p = 0; p < table.cols(); ++p)
    for (Eigen::Index c = 0; c < table.rows(); ++c)
      table(c, p) = std::stod(rows[static_cast<std::size_t>(p)][static_cast<std::size_t>(c)]);

  const auto training = table.leftCols(training_patients);
  const Eigen::VectorXd mean = training.rowwise().mean();
  const Eigen::VectorXd deviation = (training.colwise() - mean).array().square().rowwise().mean().sqrt();
  table = (deviation.cwiseInverse().asDiagonal() * (table.colwise() - mean)).eval();

  const Eigen::RowVectorXd progression = table.bottomRows<1>();
  table.bottomRows<1>().setOnes();
  const Eigen::Index held_out = table.cols() - training_patients;
  return {{table.leftCols(training_patients), progression.head(training_patients)},
          {table.rightCols(held_out), progression.tail(held_out)},
          deviation[deviation.size() - 1]};
}

}  // namespace example
