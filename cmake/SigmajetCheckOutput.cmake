# Fails unless PROGRAM, a command with its arguments, prints the contents of FILE or, with PART, a part of them. Run with -P.
cmake_minimum_required(VERSION 3.21)

execute_process(COMMAND ${PROGRAM} OUTPUT_VARIABLE printed COMMAND_ERROR_IS_FATAL ANY)
file(READ "${FILE}" kept)
string(FIND "${kept}" "${printed}" place)
if(place EQUAL -1 OR NOT (PART OR printed STREQUAL kept))
  message(FATAL_ERROR "${FILE} is stale: it has not the output of ${PROGRAM}")
endif()
