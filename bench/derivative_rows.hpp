#pragma once

#include <Eigen/Core>

/// The rows of mode_rows.hpp, product_rows.hpp and context_rows.hpp, compiled by themselves.
namespace derivative_rows {

/// Registers all rows of one size.
void register_all(Eigen::Index size);

}  // namespace derivative_rows
