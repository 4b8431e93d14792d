# Compiles SOURCES with NVCC, links them with LIBRARIES into PROGRAM and runs it. Run with -P.
cmake_minimum_required(VERSION 3.21)

list(TRANSFORM INCLUDE_DIRS PREPEND "-I")
list(TRANSFORM EIGEN_INCLUDE PREPEND "-isystem;")
# Of Eigen: functions that are defaulted and annotated.
set(no_warnings -diag-suppress 20012,20013,20014,20015)
execute_process(
  COMMAND "${NVCC}" -std=c++17 --expt-relaxed-constexpr ${no_warnings} ${INCLUDE_DIRS} ${EIGEN_INCLUDE}
    ${SOURCES} ${LIBRARIES} -o "${PROGRAM}"
  COMMAND_ERROR_IS_FATAL ANY
)
execute_process(COMMAND "${PROGRAM}" RESULT_VARIABLE result OUTPUT_VARIABLE output)
message("${output}")
if(NOT result EQUAL 0 AND NOT output MATCHES "SKIPPED")
  message(FATAL_ERROR "${PROGRAM} returned ${result}")
endif()
