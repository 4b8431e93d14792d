# sigmajet_warnings: what the project's own programs are compiled with; users of the library never see it.
add_library(sigmajet_warnings INTERFACE)
if(MSVC)
  target_compile_options(sigmajet_warnings INTERFACE /W4)
else()
  target_compile_options(sigmajet_warnings INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow)
  # Its AVX-512 intrinsics start from an undefined register (GCC bug 105593).
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    target_compile_options(sigmajet_warnings INTERFACE -Wno-maybe-uninitialized -Wno-uninitialized)
  endif()
endif()
