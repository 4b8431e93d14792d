# The library as its users get it: installed and moved away, by pkg-config, and as a subproject.
set(package_test
  "${CMAKE_COMMAND}"
  "-DSOURCE=${PROJECT_SOURCE_DIR}" "-DSCRATCH=${CMAKE_CURRENT_BINARY_DIR}/package"
  "-DVERSION=${PROJECT_VERSION}"
  "-DGENERATOR=${CMAKE_GENERATOR}" "-DCOMPILER=${CMAKE_CXX_COMPILER}" "-DEIGEN_DIR=${Eigen3_DIR}"
)
foreach(step IN ITEMS install find_package subdirectory)
  add_test(NAME package.${step}
    COMMAND ${package_test} -DSTEP=${step} -P "${CMAKE_CURRENT_LIST_DIR}/run.cmake"
  )
  set_tests_properties(package.${step} PROPERTIES LABELS package)
endforeach()

find_program(SIGMAJET_PKG_CONFIG NAMES pkgconf pkg-config)
if(SIGMAJET_PKG_CONFIG)
  add_test(NAME package.pkg_config
    COMMAND ${package_test} -DSTEP=pkg_config "-DPKG_CONFIG=${SIGMAJET_PKG_CONFIG}"
      -P "${CMAKE_CURRENT_LIST_DIR}/run.cmake"
  )
  set_tests_properties(package.pkg_config PROPERTIES LABELS package FIXTURES_REQUIRED installed_package)
endif()
set_tests_properties(package.install PROPERTIES FIXTURES_SETUP installed_package)
set_tests_properties(package.find_package PROPERTIES FIXTURES_REQUIRED installed_package)
