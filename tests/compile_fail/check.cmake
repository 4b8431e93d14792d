# Run with -DCOMPILER=<program> -DFLAGS=<response file> -DSOURCE=<file> -P.
cmake_minimum_required(VERSION 3.21)

file(STRINGS "${SOURCE}" first_line LIMIT_COUNT 1)
if(NOT first_line MATCHES "^// expect: (.+)$")
  message(FATAL_ERROR "${SOURCE} must begin with: // expect: <sentence>")
endif()
set(sentence "${CMAKE_MATCH_1}")

# Sets <status> and <output>, and the output once more as message() prints it without breaking lines.
macro(compile)
  execute_process(COMMAND "${COMPILER}" "@${FLAGS}" -fsyntax-only "${SOURCE}" ${ARGN} RESULT_VARIABLE status ERROR_VARIABLE output)
  string(REPLACE "\n" "\n  " indented_output "\n${output}")
endmacro()

compile(-DSIGMAJET_COMPILES)
if(NOT status EQUAL 0)
  message(FATAL_ERROR "${SOURCE} must compile with SIGMAJET_COMPILES, but:${indented_output}")
endif()

compile()
if(status EQUAL 0)
  message(FATAL_ERROR "${SOURCE} must not compile, but it does")
endif()
string(FIND "${output}" "${sentence}" position)
if(position EQUAL -1)
  message(FATAL_ERROR "${SOURCE} must fail with:\n  ${sentence}\nbut the compiler said:${indented_output}")
endif()
