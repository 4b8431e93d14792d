#pragma once

#include <ostream>

#include <Eigen/Core>

#include "sigmajet/base/config.hpp"

SIGMAJET_NAMESPACE_BEGIN
namespace detail {

struct Shape {
  Eigen::Index rows = 0, columns = 0;

  Eigen::Index size() const { return rows * columns; }

  friend bool operator==(const Shape& a, const Shape& b) { return a.rows == b.rows && a.columns == b.columns; }
  friend bool operator!=(const Shape& a, const Shape& b) { return !(a == b); }
  friend std::ostream& operator<<(std::ostream& out, const Shape& shape) {
    return out << shape.rows << " x " << shape.columns;
  }
};

template <class Xpr>
Shape shape_of(const Xpr& x) {
  return {x.rows(), x.cols()};
}

/// Whether an object of a type can have a shape.
template <class Type>
constexpr bool fits(const Shape& shape) {
  const auto fit = [](int fixed, int most, Eigen::Index wanted) {
    return (fixed == Eigen::Dynamic || fixed == wanted) && (most == Eigen::Dynamic || wanted <= most);
  };
  return fit(Type::RowsAtCompileTime, Type::MaxRowsAtCompileTime, shape.rows) &&
         fit(Type::ColsAtCompileTime, Type::MaxColsAtCompileTime, shape.columns);
}

}  // namespace detail
SIGMAJET_NAMESPACE_END
