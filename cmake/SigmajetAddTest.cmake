include(CheckCXXCompilerFlag)

# The instruction sets that this compiler can build for; each test executable is built once for every one.
set(SIGMAJET_FLAGS_baseline "")
set(SIGMAJET_FLAGS_haswell -march=haswell)
set(SIGMAJET_FLAGS_avx512 -march=skylake-avx512)
check_cxx_compiler_flag("${SIGMAJET_FLAGS_haswell}" SIGMAJET_CAN_BUILD_haswell)
check_cxx_compiler_flag("${SIGMAJET_FLAGS_avx512}" SIGMAJET_CAN_BUILD_avx512)
set(SIGMAJET_CAN_BUILD_baseline ON)
set(SIGMAJET_TEST_SETS baseline haswell avx512 CACHE STRING "The instruction sets that tests are built for")
set(SIGMAJET_INSTRUCTION_SETS "")
foreach(set IN LISTS SIGMAJET_TEST_SETS)
  if(SIGMAJET_CAN_BUILD_${set})
    list(APPEND SIGMAJET_INSTRUCTION_SETS ${set})
  endif()
endforeach()

set(SIGMAJET_EXIT_SKIPPED 77)

# What a compiler makes of kernels in one piece takes most of the time in which tests are built. Where it does not matter
# what it makes of them, they are built in half that time.
option(SIGMAJET_TEST_ORDINARY_FUNCTIONS "Tests of logic are compiled with SIGMAJET_ORDINARY_FUNCTIONS and -O1" ON)

# sigmajet_add_test(<name> SOURCES <file>... [LIBRARIES <target>...] [DEFINITIONS <definition>...] [SETS <set>...]
#   [ORDINARY_FUNCTIONS])
#
# Builds the Catch2 executable <name>.<set> for every instruction set, or for those given (of which baseline is always
# built), and gives it to ctest under the same name; where the processor lacks the set, ctest reports it as skipped.
# ORDINARY_FUNCTIONS is for a test of what is computed and not of the machine code: it does not change a bit of a result.
function(sigmajet_add_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "ORDINARY_FUNCTIONS" "" "SOURCES;LIBRARIES;DEFINITIONS;SETS")
  if(NOT arg_SETS)
    set(arg_SETS ${SIGMAJET_INSTRUCTION_SETS})
  endif()
  foreach(set IN LISTS arg_SETS)
    if(NOT set STREQUAL baseline AND NOT set IN_LIST SIGMAJET_INSTRUCTION_SETS)
      continue()
    endif()
    set(target ${name}.${set})
    add_executable(${target} ${arg_SOURCES})
    target_compile_options(${target} PRIVATE ${SIGMAJET_FLAGS_${set}})
    target_compile_definitions(${target} PRIVATE ${arg_DEFINITIONS})
    if(arg_ORDINARY_FUNCTIONS AND SIGMAJET_TEST_ORDINARY_FUNCTIONS)
      target_compile_definitions(${target} PRIVATE SIGMAJET_ORDINARY_FUNCTIONS=1)
      target_compile_options(${target} PRIVATE $<$<AND:$<CONFIG:Release>,$<NOT:$<CXX_COMPILER_ID:MSVC>>>:-O1>)
    endif()
    target_link_libraries(${target} PRIVATE
      sigmajet::sigmajet sigmajet_warnings sigmajet_test_main ${arg_LIBRARIES}
    )
    sigmajet_register_test(${target} ${set} ${target})
  endforeach()
endfunction()

# Runs <target> with the given arguments under the ctest name <test>, behind a check of the processor or in an emulator.
function(sigmajet_register_test test set target)
  if(CMAKE_CROSSCOMPILING_EMULATOR)
    add_test(NAME ${test} COMMAND ${target} ${ARGN})
  else()
    add_test(NAME ${test} COMMAND run_if_supported ${set} $<TARGET_FILE:${target}> ${ARGN})
  endif()
  set_tests_properties(${test} PROPERTIES SKIP_RETURN_CODE ${SIGMAJET_EXIT_SKIPPED} LABELS ${set})
endfunction()

# sigmajet_add_output_test(<test> TARGET <target> FILE <file> [PART] [ARGUMENTS <argument>...])
#
# Checks that the program prints the contents of the file or, with PART, a part of them.
function(sigmajet_add_output_test test)
  cmake_parse_arguments(PARSE_ARGV 1 arg "PART" "TARGET;FILE" "ARGUMENTS")
  add_test(NAME ${test}
    COMMAND "${CMAKE_COMMAND}"
      "-DPROGRAM=${CMAKE_CROSSCOMPILING_EMULATOR};$<TARGET_FILE:${arg_TARGET}>;${arg_ARGUMENTS}"
      "-DFILE=${arg_FILE}" "-DPART=${arg_PART}" -P "${PROJECT_SOURCE_DIR}/cmake/SigmajetCheckOutput.cmake"
  )
endfunction()
