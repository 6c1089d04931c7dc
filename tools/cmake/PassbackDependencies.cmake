# The libraries that Passback stands on; tools/install_dependencies installs the packages.
find_package(Threads REQUIRED)
find_package(Boost 1.81 REQUIRED)
find_package(CURL REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(yaml-cpp REQUIRED)
find_package(date REQUIRED)
find_package(CLI11 REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(LIBZIP REQUIRED IMPORTED_TARGET libzip)
if(BUILD_TESTING)
  find_package(GTest REQUIRED)
endif()

# Debian's libboost_json.a is not position-independent, and its shared library would be one more that a
# host has to load; so Boost.JSON is compiled here, once, from its own headers.
add_library(passback_boost_json STATIC "${CMAKE_CURRENT_LIST_DIR}/boost_json.cpp")
target_link_libraries(passback_boost_json PUBLIC Boost::headers)
target_compile_definitions(passback_boost_json PUBLIC BOOST_JSON_STATIC_LINK BOOST_ALL_NO_LIB)
add_library(passback::boost_json ALIAS passback_boost_json)

# valijson is headers only and ships no CMake package in Debian 12.
find_path(VALIJSON_INCLUDE_DIR valijson/validator.hpp REQUIRED)
add_library(passback_valijson INTERFACE)
target_include_directories(passback_valijson SYSTEM INTERFACE "${VALIJSON_INCLUDE_DIR}")
target_link_libraries(passback_valijson INTERFACE passback::boost_json)
add_library(passback::valijson ALIAS passback_valijson)
