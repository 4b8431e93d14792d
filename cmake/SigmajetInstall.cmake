include(CMakePackageConfigHelpers)
include(GNUInstallDirs)

set(SIGMAJET_INSTALL_CMAKEDIR "share/sigmajet" CACHE STRING "Where the CMake package goes, below the prefix")

install(DIRECTORY "${PROJECT_SOURCE_DIR}/include/sigmajet" DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}"
  FILES_MATCHING PATTERN "*.hpp"
)
install(TARGETS sigmajet EXPORT sigmajetTargets INCLUDES DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
install(EXPORT sigmajetTargets NAMESPACE sigmajet:: DESTINATION "${SIGMAJET_INSTALL_CMAKEDIR}")

configure_package_config_file(
  "${CMAKE_CURRENT_LIST_DIR}/sigmajetConfig.cmake.in" "${PROJECT_BINARY_DIR}/sigmajetConfig.cmake"
  INSTALL_DESTINATION "${SIGMAJET_INSTALL_CMAKEDIR}"
  NO_SET_AND_CHECK_MACRO
)
write_basic_package_version_file("${PROJECT_BINARY_DIR}/sigmajetConfigVersion.cmake"
  COMPATIBILITY SameMinorVersion
  ARCH_INDEPENDENT
)
install(
  FILES "${PROJECT_BINARY_DIR}/sigmajetConfig.cmake" "${PROJECT_BINARY_DIR}/sigmajetConfigVersion.cmake"
  DESTINATION "${SIGMAJET_INSTALL_CMAKEDIR}"
)

# The file finds its prefix two folders up, so its folder is fixed.
configure_file("${CMAKE_CURRENT_LIST_DIR}/sigmajet.pc.in" "${PROJECT_BINARY_DIR}/sigmajet.pc" @ONLY)
install(FILES "${PROJECT_BINARY_DIR}/sigmajet.pc" DESTINATION "share/pkgconfig")
