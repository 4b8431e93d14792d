# Includes run one way, down the list of layers, and only simd/ and loop/eigen_compat.hpp know Eigen's internals.
# Run with -DINCLUDE_DIR=<folder> -P.
cmake_minimum_required(VERSION 3.21)

# From the bottom up: a header may include its own layer and those above it in this list. A folder is a layer, and so is
# a header beside the folders.
set(layers
  version
  base/
  simd/
  math/
  math
  jet
  loop/
  operands/
  rowwise/
  activation
  activations/
  activations
  evaluate
  products/
  products
  modes/
  cuda
  log_sum_exp
  check_derivatives
  sigmajet
)

# Sets <result> to the place of a header's layer in the list, or to -1.
function(layer_of header result)
  string(REGEX REPLACE "^([^/]+/)?.*" "\\1" layer "${header}")
  if(layer STREQUAL "")
    string(REGEX REPLACE "\\.hpp$" "" layer "${header}")
  endif()
  list(FIND layers "${layer}" place)
  set(${result} ${place} PARENT_SCOPE)
endfunction()

set(problems "")
file(GLOB_RECURSE headers RELATIVE "${INCLUDE_DIR}/sigmajet" "${INCLUDE_DIR}/sigmajet/*.hpp")
if(NOT headers)
  message(FATAL_ERROR "no header below ${INCLUDE_DIR}")
endif()
foreach(header IN LISTS headers)
  layer_of("${header}" layer)
  if(layer EQUAL -1)
    list(APPEND problems "${header} is in no layer: name it in tests/headers/layers.cmake")
  endif()
  file(STRINGS "${INCLUDE_DIR}/sigmajet/${header}" lines REGEX "^[ \t]*#[ \t]*include")
  foreach(line IN LISTS lines)
    if(line MATCHES "[\"<]sigmajet/([^\">]+)[\">]")
      layer_of("${CMAKE_MATCH_1}" included_layer)
      if(included_layer EQUAL -1 OR included_layer GREATER layer)
        list(APPEND problems "${header} must not include ${CMAKE_MATCH_1}, which lies above it")
      endif()
    elseif(line MATCHES "\"")
      list(APPEND problems "${header}: write the whole path of an include, not: ${line}")
    endif()
  endforeach()

  file(STRINGS "${INCLUDE_DIR}/sigmajet/${header}" internal_lines REGEX "Eigen::internal")
  if(internal_lines AND NOT header MATCHES "^(simd/|loop/eigen_compat)")
    list(APPEND problems "${header} names Eigen::internal: only simd/ and loop/eigen_compat.hpp may")
  endif()
endforeach()

if(problems)
  list(JOIN problems "\n  " text)
  message(FATAL_ERROR "\n  ${text}")
endif()
