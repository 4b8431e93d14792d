# Run with -DCOMPILER=<program> -DFLAGS=<response file> -DSOURCE=<file> -P.
cmake_minimum_required(VERSION 3.21)

file(STRINGS "${SOURCE}" first_line LIMIT_COUNT 1)
if(NOT first_line MATCHES "^// expect: (.+)$")
  message(FATAL_ERROR "${SOURCE} must begin with: // expect: <sentence>")
endif()
set(sentence "${CMAKE_MATCH_1}")

# Sets <status> and <output>, and the output once more as message() prints it without breaking lines.
macro(compile)
  execute_process(COMMAND ${COMPILER} "@${FLAGS}" -fsyntax-only "${SOURCE}" ${ARGN} RESULT_VARIABLE status ERROR_VARIABLE output)
  string(REPLACE "\n" "\n  " indented_output "\n${output}")
endmacro()

# A call of the list has nothing else in its file that could keep it from compiling.
if(NOT IS_CALL)
  compile(-DSIGMAJET_COMPILES)
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "${SOURCE} must compile with SIGMAJET_COMPILES, but:${indented_output}")
  endif()
endif()

compile()
if(status EQUAL 0)
  message(FATAL_ERROR "${SOURCE} must not compile, but it does")
endif()
string(FIND "${output}" "${sentence}" position)
if(position EQUAL -1)
  message(FATAL_ERROR "${SOURCE} must fail with:\n  ${sentence}\nbut the compiler said:${indented_output}")
endif()

# What else the compiler says must not bury the sentence.
set(most_errors 4)
string(REGEX MATCHALL "error: " errors "${output}")
list(LENGTH errors count)
if(count GREATER most_errors)
  message(FATAL_ERROR "${SOURCE} must fail with the sentence and little more, but the compiler said:${indented_output}")
endif()
