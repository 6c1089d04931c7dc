# find_package(lms_plugin_api 1) and pkg-config lms_plugin_api. Their version is that of the ABI, read from macros.h.
include(CMakePackageConfigHelpers)
file(STRINGS "${CMAKE_CURRENT_SOURCE_DIR}/include/lms_plugin/macros.h" abi_lines REGEX "define LMS_ABI_(MAJOR|MINOR) [0-9]+")
string(REGEX REPLACE ".*LMS_ABI_MAJOR ([0-9]+).*LMS_ABI_MINOR ([0-9]+).*" "\\1.\\2.0" LMS_PLUGIN_API_VERSION "${abi_lines}")
if(NOT LMS_PLUGIN_API_VERSION MATCHES "^[0-9]+\\.[0-9]+\\.0$")
  message(FATAL_ERROR "The ABI version cannot be read from lms_plugin/macros.h.")
endif()

set(package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/lms_plugin_api")
configure_package_config_file(lms_plugin_apiConfig.cmake.in "${CMAKE_CURRENT_BINARY_DIR}/lms_plugin_apiConfig.cmake"
  INSTALL_DESTINATION "${package_dir}" NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file("${CMAKE_CURRENT_BINARY_DIR}/lms_plugin_apiConfigVersion.cmake"
  VERSION "${LMS_PLUGIN_API_VERSION}" COMPATIBILITY SameMajorVersion ARCH_INDEPENDENT)
configure_file(lms_plugin_api.pc.in "${CMAKE_CURRENT_BINARY_DIR}/lms_plugin_api.pc" @ONLY)

# A component of its own, so that a host author can install the contract without the module.
install(TARGETS lms_plugin_api lms_plugin_cpp EXPORT lms_plugin_api COMPONENT plugin_api)
install(EXPORT lms_plugin_api NAMESPACE lms_plugin_api:: FILE lms_plugin_apiTargets.cmake DESTINATION "${package_dir}" COMPONENT plugin_api)
install(FILES "${CMAKE_CURRENT_BINARY_DIR}/lms_plugin_apiConfig.cmake" "${CMAKE_CURRENT_BINARY_DIR}/lms_plugin_apiConfigVersion.cmake"
  DESTINATION "${package_dir}" COMPONENT plugin_api)
install(FILES "${CMAKE_CURRENT_BINARY_DIR}/lms_plugin_api.pc" DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig" COMPONENT plugin_api)
install(DIRECTORY include/lms_plugin DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}" COMPONENT plugin_api FILES_MATCHING PATTERN "*.h")
install(DIRECTORY cpp/lms_plugin DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}" COMPONENT plugin_api FILES_MATCHING PATTERN "*.hpp")
install(DIRECTORY schemas DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/lms_plugin" COMPONENT plugin_api FILES_MATCHING PATTERN "*.schema.json")
install(FILES ffi/lms_plugin_ffi.h DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/lms_plugin" COMPONENT plugin_api)
