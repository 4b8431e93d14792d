# One step of the package tests; package/tests.cmake gives the variables. Run with -P.
cmake_minimum_required(VERSION 3.21)

set(prefix "${SCRATCH}/moved")

function(run)
  execute_process(COMMAND ${ARGV} COMMAND_ECHO STDOUT COMMAND_ERROR_IS_FATAL ANY)
endfunction()

# Leaves the calling function, which ctest takes for a skipped test, where a program is not installed.
macro(need_program variable name)
  if(NOT ${variable})
    message("skipped: ${name} is not installed")
    return()
  endif()
endmacro()

# Configures <source>/ in a build folder named like the step.
function(configure source)
  file(REMOVE_RECURSE "${SCRATCH}/${STEP}")
  run("${CMAKE_COMMAND}" -S "${source}" -B "${SCRATCH}/${STEP}" -G "${GENERATOR}"
    "-DCMAKE_CXX_COMPILER=${COMPILER}" "-DEigen3_DIR=${EIGEN_DIR}" -DFETCHCONTENT_FULLY_DISCONNECTED=ON
    -DCMAKE_ERROR_ON_ABSOLUTE_INSTALL_DESTINATION=ON ${ARGN}
  )
endfunction()

function(build_and_run)
  run("${CMAKE_COMMAND}" --build "${SCRATCH}/${STEP}")
  run("${SCRATCH}/${STEP}/consumer")
endfunction()

# Fails where an installed file holds a path of this machine.
function(check_relocatable)
  file(GLOB_RECURSE files "${prefix}/*")
  foreach(file IN LISTS files)
    file(READ "${file}" text)
    foreach(path IN ITEMS "${SOURCE}" "${SCRATCH}")
      string(FIND "${text}" "${path}" position)
      if(NOT position EQUAL -1)
        message(FATAL_ERROR "${file} holds the path ${path}")
      endif()
    endforeach()
  endforeach()
endfunction()

# Fails unless the installed package answers a request for <wanted> with <compatible>, TRUE or FALSE.
function(check_version wanted compatible)
  string(REPLACE "." ";" numbers "${wanted}")
  list(POP_FRONT numbers PACKAGE_FIND_VERSION_MAJOR PACKAGE_FIND_VERSION_MINOR)
  set(PACKAGE_FIND_VERSION "${wanted}")
  set(PACKAGE_FIND_VERSION_COUNT 2)
  include("${prefix}/share/sigmajet/sigmajetConfigVersion.cmake")
  if(NOT PACKAGE_VERSION_COMPATIBLE STREQUAL compatible)
    message(FATAL_ERROR "version ${PACKAGE_VERSION} for a request of ${wanted}: ${PACKAGE_VERSION_COMPATIBLE}")
  endif()
endfunction()

function(step_install)
  file(REMOVE_RECURSE "${SCRATCH}/installed" "${prefix}")
  configure("${SOURCE}" -DSIGMAJET_BUILD_TESTS=OFF -DSIGMAJET_BUILD_EXAMPLES=OFF
    "-DCMAKE_INSTALL_PREFIX=${SCRATCH}/installed"
  )
  run("${CMAKE_COMMAND}" --install "${SCRATCH}/${STEP}")
  file(RENAME "${SCRATCH}/installed" "${prefix}")
  check_relocatable()
  string(REGEX MATCH "^([0-9]+)\\.([0-9]+)" minor_version "${VERSION}")
  math(EXPR next_minor "${CMAKE_MATCH_2} + 1")
  check_version("${minor_version}" TRUE)
  check_version("${CMAKE_MATCH_1}.${next_minor}" FALSE)
endfunction()

function(step_find_package)
  configure("${SOURCE}/tests/package" "-DCMAKE_PREFIX_PATH=${prefix}")
  build_and_run()
endfunction()

function(step_subdirectory)
  configure("${SOURCE}/tests/package/subdirectory" "-DSIGMAJET_SOURCE_DIR=${SOURCE}")
  build_and_run()
  run("${CMAKE_COMMAND}" --install "${SCRATCH}/${STEP}" --prefix "${SCRATCH}/${STEP}/installed")
  file(GLOB_RECURSE installed RELATIVE "${SCRATCH}/${STEP}/installed" "${SCRATCH}/${STEP}/installed/*")
  if(NOT installed STREQUAL "bin/consumer")
    message(FATAL_ERROR "a subproject must not install anything, but it did: ${installed}")
  endif()
endfunction()

function(step_fetch_content)
  configure("${SOURCE}/tests/package/fetch_content" "-DSIGMAJET_SOURCE_DIR=${SOURCE}")
  build_and_run()
endfunction()

# The recipe and its test package, in a Conan home of their own, with the Eigen of this machine.
function(step_conan)
  need_program(CONAN conan)
  file(REMOVE_RECURSE "${SCRATCH}/${STEP}")
  set(ENV{CONAN_HOME} "${SCRATCH}/${STEP}")
  set(ENV{CXX} "${COMPILER}")
  run("${CONAN}" profile detect)
  file(APPEND "${SCRATCH}/${STEP}/profiles/default" "[platform_requires]\neigen/3.4.0\n")
  run("${CONAN}" create "${SOURCE}" --no-remote -s compiler.cppstd=17
    -c "tools.cmake.cmake_layout:test_folder=${SCRATCH}/${STEP}/test"
    -c "tools.cmake.cmaketoolchain:generator=${GENERATOR}"
    -c "tools.cmake.cmaketoolchain:user_presets="
    -c "tools.build:cxxflags=['-isystem${EIGEN_INCLUDE}']"
  )
endfunction()

# The overlay port in a vcpkg of this machine, and that it has today's version.
function(step_vcpkg)
  file(READ "${SOURCE}/cmake/ports/sigmajet/vcpkg.json" port)
  string(JSON version GET "${port}" version)
  if(NOT version STREQUAL VERSION)
    message(FATAL_ERROR "cmake/ports/sigmajet/vcpkg.json has version ${version}, but version.hpp has ${VERSION}")
  endif()
  need_program(VCPKG vcpkg)
  set(root "${SCRATCH}/vcpkg_root")
  file(REMOVE_RECURSE "${root}")
  # Its cache of binaries knows a package by the files of the port, which do not change with the headers.
  run("${VCPKG}" install sigmajet --classic "--overlay-ports=${SOURCE}/cmake/ports" --binarysource=clear
    "--x-install-root=${root}/installed" "--x-buildtrees-root=${root}/buildtrees"
  )
  file(GLOB package "${root}/installed/*/share/sigmajet")
  set(EIGEN_DIR "${package}/../eigen3")
  configure("${SOURCE}/tests/package" "-Dsigmajet_DIR=${package}")
  build_and_run()
endfunction()

function(step_pkg_config)
  need_program(PKG_CONFIG pkg-config)
  file(MAKE_DIRECTORY "${SCRATCH}/${STEP}")
  set(ENV{PKG_CONFIG_PATH} "${prefix}/share/pkgconfig:$ENV{PKG_CONFIG_PATH}")
  run("${PKG_CONFIG}" --exact-version=${VERSION} sigmajet)
  execute_process(COMMAND "${PKG_CONFIG}" --cflags sigmajet OUTPUT_VARIABLE flags COMMAND_ERROR_IS_FATAL ANY)
  separate_arguments(flags UNIX_COMMAND "${flags}")
  run("${COMPILER}" -std=c++17 ${flags} "${SOURCE}/tests/package/main.cpp" -o "${SCRATCH}/${STEP}/consumer")
  run("${SCRATCH}/${STEP}/consumer")
endfunction()

cmake_language(CALL step_${STEP})
