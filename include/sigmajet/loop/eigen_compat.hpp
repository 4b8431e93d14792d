#pragma once

#include <type_traits>

#include <Eigen/Core>

#include "sigmajet/simd/pack.hpp"

/// @file
/// What the library takes from Eigen's evaluators, for 3.4 and 5.

SIGMAJET_NAMESPACE_BEGIN
namespace detail {

template <class Xpr>
inline constexpr int evaluator_flags = Eigen::internal::evaluator<Xpr>::Flags;

/// Whether packets of the expression can be read at any position of its storage order.
template <class Xpr>
inline constexpr bool has_packets =
    has_registers<typename Xpr::Scalar> && (evaluator_flags<Xpr> & Eigen::PacketAccessBit) != 0;
template <class Xpr>
inline constexpr bool has_linear_access = (evaluator_flags<Xpr> & Eigen::LinearAccessBit) != 0;
template <class Xpr>
inline constexpr bool is_row_major = (evaluator_flags<Xpr> & Eigen::RowMajorBit) != 0;

template <class Xpr, class = void>
inline constexpr bool has_data = false;
template <class Xpr>
inline constexpr bool has_data<Xpr, std::void_t<decltype(std::declval<const Xpr&>().data())>> = true;
template <class Xpr, class = void>
inline constexpr bool has_nested_expression = false;
template <class Xpr>
inline constexpr bool has_nested_expression<Xpr, std::void_t<decltype(std::declval<const Xpr&>().nestedExpression())>> =
    true;

/// Whether the expression is an array in memory. Eigen 3.4 flags indexed views so, and views of these, which have no
/// pointer to it.
template <class Xpr>
constexpr bool is_in_memory() {
  if constexpr ((Eigen::internal::traits<Xpr>::Flags & Eigen::DirectAccessBit) == 0 || !has_data<Xpr>)
    return false;
  else if constexpr (has_nested_expression<Xpr>)
    return is_in_memory<std::decay_t<decltype(std::declval<const Xpr&>().nestedExpression())>>();
  else
    return true;
}
template <class Xpr>
inline constexpr bool has_direct_access = is_in_memory<Xpr>();
/// A matrix or array that owns its memory.
template <class Type>
inline constexpr bool owns_memory = std::is_base_of_v<Eigen::PlainObjectBase<Type>, Type>;
template <class Xpr>
inline constexpr bool is_writable = (Eigen::internal::traits<Xpr>::Flags & Eigen::LvalueBit) != 0;

/// Whether Eigen computes an expression as a whole before its first coefficient is read, as most products and inverses:
/// their evaluators are those of a plain object.
template <class Xpr>
inline constexpr bool is_computed_first =
    std::is_base_of_v<Eigen::internal::evaluator<typename Xpr::PlainObject>, Eigen::internal::evaluator<Xpr>>;
/// Whether Eigen computes the argument of a Replicate first, as it does where the argument is costly.
template <class Xpr, int RowFactor, int ColFactor>
inline constexpr bool is_replicated_from_copy = std::is_same_v<
    typename Eigen::internal::nested_eval<
        Xpr, RowFactor == Eigen::Dynamic || ColFactor == Eigen::Dynamic ? Eigen::Dynamic : RowFactor * ColFactor>::type,
    typename Eigen::internal::plain_object_eval<Xpr>::type>;

/// Reads an expression, which Eigen's evaluator prepares once (a product is computed here).
template <class Xpr>
class Reader {
 public:
  using Scalar = typename Xpr::Scalar;

  explicit Reader(const Xpr& x) : x_(x), evaluator_(x) {}

  /// Where an outer slice, a row or a column, of an expression in memory begins.
  SIGMAJET_FUNCTION const Scalar* data(Eigen::Index outer) const {
    return x_.data() + outer * (is_row_major<Xpr> ? x_.rowStride() : x_.colStride());
  }

  SIGMAJET_FUNCTION Scalar at(Eigen::Index row, Eigen::Index column) const { return evaluator_.coeff(row, column); }
  SIGMAJET_FUNCTION Scalar at(Eigen::Index index) const { return evaluator_.coeff(index); }

  template <class Pack>
  SIGMAJET_FUNCTION Pack pack(Eigen::Index index) const {
    return read<Pack>([&](Eigen::Index offset) SIGMAJET_LAMBDA {
      return evaluator_.template packet<Eigen::Unaligned, typename Pack::Register>(index + offset);
    });
  }
  template <class Pack>
  SIGMAJET_FUNCTION Pack pack(Eigen::Index row, Eigen::Index column) const {
    return read<Pack>([&](Eigen::Index offset) SIGMAJET_LAMBDA {
      return evaluator_.template packet<Eigen::Unaligned, typename Pack::Register>(
          is_row_major<Xpr> ? row : row + offset, is_row_major<Xpr> ? column + offset : column);
    });
  }

  /// The first count lanes of such a pack, and 0 in the others.
  template <class Pack>
  SIGMAJET_FUNCTION Pack first_of_pack(Eigen::Index index, int count) const {
    return gather<Pack>(count, [&](int offset) SIGMAJET_LAMBDA { return at(index + offset); });
  }
  template <class Pack>
  SIGMAJET_FUNCTION Pack first_of_pack(Eigen::Index row, Eigen::Index column, int count) const {
    return gather<Pack>(count, [&](int offset) SIGMAJET_LAMBDA {
      return is_row_major<Xpr> ? at(row, column + offset) : at(row + offset, column);
    });
  }

 private:
  template <class Pack, class Lane>
  static SIGMAJET_FUNCTION Pack gather(int count, Lane&& lane) {
    Scalar lanes[Pack::size] = {};
    for (int k = 0; k < count; ++k) lanes[k] = lane(k);
    return Pack::load(lanes);
  }
  template <class Pack, class Packet>
  static SIGMAJET_FUNCTION Pack read(Packet&& packet) {
    Pack result;
    result.registers.first = packet(0);
    if constexpr (Pack::size > Pack::lanes) result.registers.second = packet(Pack::lanes);
    return result;
  }

  const Xpr& x_;
  Eigen::internal::evaluator<Xpr> evaluator_;
};

/// Writes the coefficients of an lvalue expression.
template <class Xpr>
class Writer {
 public:
  explicit Writer(Xpr& y) : evaluator_(y) {}
  SIGMAJET_FUNCTION typename Xpr::Scalar& at(Eigen::Index row, Eigen::Index column) {
    return evaluator_.coeffRef(row, column);
  }

 private:
  Eigen::internal::evaluator<Xpr> evaluator_;
};

/// The derivative of order Order as a functor of Eigen's element-wise expressions.
template <class Activation, int Order, class Scalar>
class DerivativeFunctor;

}  // namespace detail
SIGMAJET_NAMESPACE_END

namespace Eigen {
namespace internal {

template <class Activation, int Order, class Scalar>
struct functor_traits<sigmajet::detail::DerivativeFunctor<Activation, Order, Scalar>> {
  enum { Cost = 20 * NumTraits<Scalar>::MulCost, PacketAccess = sigmajet::detail::has_registers<Scalar> };
};

}  // namespace internal
}  // namespace Eigen
