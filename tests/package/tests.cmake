# The library as its users get it: installed and moved away, by pkg-config, as a subproject, and from package managers.
find_program(SIGMAJET_PKG_CONFIG NAMES pkgconf pkg-config)
find_program(SIGMAJET_CONAN conan)
find_program(SIGMAJET_VCPKG vcpkg)
get_target_property(eigen_include Eigen3::Eigen INTERFACE_INCLUDE_DIRECTORIES)

foreach(step IN ITEMS install find_package subdirectory fetch_content pkg_config conan vcpkg)
  add_test(NAME package.${step}
    COMMAND "${CMAKE_COMMAND}"
      "-DSTEP=${step}" "-DSOURCE=${PROJECT_SOURCE_DIR}" "-DSCRATCH=${CMAKE_CURRENT_BINARY_DIR}/package"
      "-DVERSION=${PROJECT_VERSION}" "-DGENERATOR=${CMAKE_GENERATOR}" "-DCOMPILER=${CMAKE_CXX_COMPILER}"
      "-DEIGEN_DIR=${Eigen3_DIR}" "-DEIGEN_INCLUDE=${eigen_include}"
      "-DPKG_CONFIG=${SIGMAJET_PKG_CONFIG}" "-DCONAN=${SIGMAJET_CONAN}" "-DVCPKG=${SIGMAJET_VCPKG}"
      -P "${CMAKE_CURRENT_LIST_DIR}/run.cmake"
  )
  set_tests_properties(package.${step} PROPERTIES LABELS package SKIP_REGULAR_EXPRESSION "^skipped: |\nskipped: ")
endforeach()
set_tests_properties(package.install PROPERTIES FIXTURES_SETUP installed_package)
set_tests_properties(package.find_package package.pkg_config PROPERTIES FIXTURES_REQUIRED installed_package)
