# Fails where a product of SOURCE's is left to be contracted with a sum: one without a rounding in its name. Run with
# -DNVCC=<program> -DINCLUDE_DIR=<folder> -DEIGEN_INCLUDE=<folder>;... -DSOURCE=<file> -DASSEMBLER=<file to be written> -P.
cmake_minimum_required(VERSION 3.21)

list(TRANSFORM EIGEN_INCLUDE PREPEND "-isystem;")
execute_process(
  COMMAND "${NVCC}" -std=c++17 --expt-relaxed-constexpr -diag-suppress 20012,20013,20014,20015 -ptx
    "-I${INCLUDE_DIR}" ${EIGEN_INCLUDE} "${SOURCE}" -o "${ASSEMBLER}"
  COMMAND_ERROR_IS_FATAL ANY
)
file(STRINGS "${ASSEMBLER}" rounded REGEX "[ \t]mul\\.rn\\.f(32|64)")
file(STRINGS "${ASSEMBLER}" contractible REGEX "[ \t]mul\\.f(32|64)")
if(NOT rounded OR contractible)
  list(JOIN contractible "\n" text)
  message(FATAL_ERROR "ptxas may contract\n${text}")
endif()
