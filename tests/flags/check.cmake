# Run with -DCOMPILER=<program> -DFLAGS=<flag>;... -DEXPECTATION=<see CMakeLists.txt> -DCOMMON_FLAGS=<response file>
# -DSOURCE=<file> -DPROGRAM=<to be built> -DRUN=<command>;... -DREFERENCE=<prefix of files of expected output> -P.
cmake_minimum_required(VERSION 3.21)

if(EXPECTATION STREQUAL "refused")
  execute_process(COMMAND "${COMPILER}" "@${COMMON_FLAGS}" ${FLAGS} -fsyntax-only "${SOURCE}"
    RESULT_VARIABLE status ERROR_VARIABLE output
  )
  if(status EQUAL 0 OR NOT output MATCHES "sigmajet: ")
    message(FATAL_ERROR "the header must refuse ${FLAGS}, but the compiler said: ${output}")
  endif()
  return()
endif()

# Linked without the flags: some of them let the start of a program set flush-to-zero.
execute_process(COMMAND "${COMPILER}" "@${COMMON_FLAGS}" ${FLAGS} -c "${SOURCE}" -o "${PROGRAM}.o"
  COMMAND_ERROR_IS_FATAL ANY
)
execute_process(COMMAND "${COMPILER}" "${PROGRAM}.o" -o "${PROGRAM}" COMMAND_ERROR_IS_FATAL ANY)

foreach(numbers IN ITEMS all finite)
  execute_process(COMMAND ${RUN} "${PROGRAM}" ${numbers} RESULT_VARIABLE status OUTPUT_VARIABLE results)
  if(status EQUAL 77)
    message("SKIPPED: the processor lacks the instruction set")
    return()
  elseif(NOT status EQUAL 0)
    message(FATAL_ERROR "${PROGRAM} ended with ${status}")
  elseif(EXPECTATION STREQUAL "reference")
    file(WRITE "${REFERENCE}.${numbers}" "${results}")
  elseif(EXPECTATION STREQUAL "same" OR numbers STREQUAL "finite")
    file(READ "${REFERENCE}.${numbers}" expected)
    if(NOT results STREQUAL expected)
      message(FATAL_ERROR "${FLAGS} moves bits; with it:\n${results}without:\n${expected}")
    endif()
  endif()
endforeach()
