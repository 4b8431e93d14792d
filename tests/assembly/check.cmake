# Fails when the function calls another one, but for those that report an error, or has an instruction that it must not
# have. Run with -DOBJDUMP=<program> -DOBJECT=<file> -DFUNCTION=<name> [-DFORBIDDEN=<regular expression>] -P.
cmake_minimum_required(VERSION 3.21)

# clang comes with an objdump of its own.
if(OBJDUMP MATCHES "llvm")
  set(disassemble --disassemble-symbols)
else()
  set(disassemble --disassemble)
endif()
execute_process(
  COMMAND "${OBJDUMP}" ${disassemble}=${FUNCTION} --reloc --demangle --no-show-raw-insn "${OBJECT}"
  OUTPUT_VARIABLE code RESULT_VARIABLE status
)
if(NOT status EQUAL 0 OR NOT code MATCHES "<${FUNCTION}>:")
  message(FATAL_ERROR "${OBJDUMP} finds no ${FUNCTION} in ${OBJECT}")
endif()

string(REGEX MATCHALL "R_X86_64_(PLT|PC)32[ \t]+[^\n]*\\([^\n]*" calls "${code}")
list(FILTER calls EXCLUDE REGEX "::detail::(fail<|fail_for_outputs<|interleave\\()")
if(calls)
  list(JOIN calls "\n  " calls)
  message(FATAL_ERROR "${FUNCTION} is not inlined throughout; it calls\n  ${calls}")
endif()
if(code MATCHES "callq?[ \t]+\\*")
  message(FATAL_ERROR "${FUNCTION} calls through a pointer")
endif()
if(FORBIDDEN AND code MATCHES "[^\n]*[ \t]${FORBIDDEN}[^\n]*")
  message(FATAL_ERROR "${FUNCTION} must not have the instruction\n  ${CMAKE_MATCH_0}")
endif()
