# Fails where two objects define the same symbol of the library, of which a linker would keep one for both. Run with
# -DNM=<program> -DOBJECTS=<file>;... -P.
cmake_minimum_required(VERSION 3.21)

set(shared "")
foreach(object IN LISTS OBJECTS)
  execute_process(COMMAND "${NM}" --defined-only --format=posix "${object}"
    OUTPUT_VARIABLE lines COMMAND_ERROR_IS_FATAL ANY
  )
  string(REGEX MATCHALL "[^ \n]*8sigmajet[^ \n]* [WVu]" symbols "${lines}")
  if(NOT symbols)
    message(FATAL_ERROR "${NM} finds no symbol of the library in ${object}")
  endif()
  foreach(symbol IN LISTS symbols)
    if(DEFINED "in_${symbol}")
      list(APPEND shared "${symbol}, in ${in_${symbol}} and ${object}")
    endif()
    set("in_${symbol}" "${object}")
  endforeach()
endforeach()

if(shared)
  list(LENGTH shared count)
  list(SUBLIST shared 0 10 shared)
  list(JOIN shared "\n  " text)
  message(FATAL_ERROR "${count} symbols are shared, of which the first are\n  ${text}")
endif()
