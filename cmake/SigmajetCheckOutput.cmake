# Fails unless PROGRAM, called with ARGUMENTS, prints the contents of FILE. Run with -P.
cmake_minimum_required(VERSION 3.21)

execute_process(COMMAND "${PROGRAM}" ${ARGUMENTS} OUTPUT_VARIABLE printed COMMAND_ERROR_IS_FATAL ANY)
file(READ "${FILE}" kept)
if(NOT printed STREQUAL kept)
  message(FATAL_ERROR "${FILE} is stale: replace it by the output of ${PROGRAM} ${ARGUMENTS}")
endif()
