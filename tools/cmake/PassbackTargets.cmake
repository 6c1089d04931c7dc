# Two words for the CMakeLists of the folders:
#   passback_library(name SOURCES ... DEPS ...)   a static, position-independent part of the module or of host_stub
#   passback_test(name SOURCES ... DEPS ... LABELS ... [TIMEOUT seconds])   a GoogleTest program, each case a CTest test
#
# Includes are written from the top of the checkout ("plugin/outbox/record.hpp"), so that a reader sees where a thing lives
# and tests/unit/include_rules can check who may include whom.

# What most files include is compiled once, and eight files of a folder at a time: that saves two thirds of the compiler's
# work. So two files of one library may not each have a helper of the same name and parameters. Which includes a file is
# missing does not show then: tools/gates/each_file_alone shows it, before a release. A build without a preset compiles the
# libraries file by file.
#
# A precompiled header fits only files that are compiled with the same definitions.
add_compile_definitions($<$<COMPILE_LANGUAGE:CXX>:BOOST_ALL_NO_LIB> $<$<COMPILE_LANGUAGE:CXX>:BOOST_JSON_STATIC_LINK>)
# <iomanip> is there for std::quoted alone: newer standard libraries bring it along, and then it takes calls from a
# function of ours with that name.
set(precompiled <algorithm> <chrono> <cstdint> <functional> <iomanip> <map> <memory> <optional> <set> <string>
    <string_view> <utility> <variant> <vector> <boost/json.hpp>)
# Where what is tested is optimised, the tests of it need not be: that halves what compiling them costs, and spares them the
# warnings that GCC 12 gives about its own std::string at -O1.
function(passback_compile_quickly name)
  target_compile_options(${name} PRIVATE "$<$<NOT:$<CONFIG:Debug>>:SHELL:-U_FORTIFY_SOURCE -O0 -g0>")
endfunction()

if(PASSBACK_COMPILE_TOGETHER)
  add_library(passback_precompiled STATIC "${CMAKE_CURRENT_LIST_DIR}/precompiled.cpp")
  target_link_libraries(passback_precompiled PRIVATE Boost::headers)
  target_precompile_headers(passback_precompiled PRIVATE ${precompiled})
endif()
if(BUILD_TESTING)
  add_executable(passback_precompiled_tests "${CMAKE_CURRENT_LIST_DIR}/precompiled.cpp")
  target_link_libraries(passback_precompiled_tests PRIVATE Boost::headers GTest::gtest_main GTest::gmock)
  target_precompile_headers(passback_precompiled_tests PRIVATE ${precompiled} <gtest/gtest.h>)
  passback_compile_quickly(passback_precompiled_tests)
endif()

function(passback_compile_together name headers)
  set_target_properties(${name} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 8)
  target_precompile_headers(${name} REUSE_FROM ${headers})
endfunction()

# Asio has fences that the thread checks do not know: GCC warns of them, and Asio's own locks order what they are for.
function(passback_has_asio_fences file)
  if(PASSBACK_SANITIZE)
    set_property(SOURCE "${file}" APPEND PROPERTY COMPILE_OPTIONS "-Wno-tsan")
  endif()
endfunction()

function(passback_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPS" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  target_include_directories(${name} PUBLIC "${PROJECT_SOURCE_DIR}")
  target_link_libraries(${name} PUBLIC ${ARG_DEPS})
  if(PASSBACK_COMPILE_TOGETHER)
    passback_compile_together(${name} passback_precompiled)
  endif()
endfunction()

function(passback_test name)
  cmake_parse_arguments(ARG "" "TIMEOUT" "SOURCES;DEPS;LABELS;ENVIRONMENT" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_include_directories(${name} PRIVATE "${PROJECT_SOURCE_DIR}")
  target_link_libraries(${name} PRIVATE ${ARG_DEPS} GTest::gtest GTest::gmock GTest::gtest_main)
  passback_compile_together(${name} passback_precompiled_tests)
  passback_compile_quickly(${name})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 60)
  endif()
  include(GoogleTest)
  gtest_discover_tests(${name} DISCOVERY_TIMEOUT 60 DISCOVERY_MODE PRE_TEST
    PROPERTIES LABELS "${ARG_LABELS}" TIMEOUT ${ARG_TIMEOUT} ENVIRONMENT "${ARG_ENVIRONMENT}")
endfunction()
