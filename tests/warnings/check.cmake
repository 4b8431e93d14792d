# Run with -DCOMMAND=<compiler;flags…> -DSOURCE=<file> -P: the file compiles, and the compiler says nothing.
cmake_minimum_required(VERSION 3.21)

execute_process(COMMAND ${COMMAND} -c -o /dev/null "${SOURCE}"
  RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output
)
if(NOT status EQUAL 0 OR NOT output STREQUAL "")
  string(SUBSTRING "${output}" 0 4000 beginning)
  message(FATAL_ERROR "the compiler was to say nothing, but said:\n${beginning}")
endif()
