# What every target is compiled with.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_C_STANDARD 11)
set(CMAKE_C_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
# The module is a shared library, so everything it is made of must be position-independent.
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_C_VISIBILITY_PRESET hidden)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
# Everything that runs lands in one folder, so that host_stub finds the module and the manifests.
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")

# Off, so that the warning of a newer compiler stops nobody; the presets take it from the environment, where CI turns it on.
option(PASSBACK_WERROR "Warnings are errors" OFF)
option(PASSBACK_COMPILE_TOGETHER "Compile the libraries in units of several files, with what most of them include precompiled" OFF)
option(PASSBACK_BENCHMARKS "Also build the benchmarks of tests/bench" OFF)
set(PASSBACK_SANITIZE "" CACHE STRING "Sanitizers, as -fsanitize= takes them (address,undefined or thread)")

add_compile_options(-Wall -Wextra -Wpedantic -Wshadow
  $<$<COMPILE_LANGUAGE:CXX>:-Wnon-virtual-dtor> $<$<COMPILE_LANGUAGE:CXX>:-Wold-style-cast>)
if(PASSBACK_WERROR)
  add_compile_options(-Werror)
endif()
if(PASSBACK_SANITIZE)
  # GCC 12 takes what the instrumentation adds to <regex> for uninitialised reads.
  add_compile_options(-fsanitize=${PASSBACK_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer -Wno-maybe-uninitialized)
  add_link_options(-fsanitize=${PASSBACK_SANITIZE})
endif()

find_program(PASSBACK_CCACHE ccache)
if(PASSBACK_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_C_COMPILER_LAUNCHER "${PASSBACK_CCACHE}")
  set(CMAKE_CXX_COMPILER_LAUNCHER "${PASSBACK_CCACHE}")
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # The cache then sees what a precompiled header was made of; tools/build tells it to look no further.
    add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-fpch-preprocess>)
  endif()
endif()
find_program(PASSBACK_MOLD mold)
if(PASSBACK_MOLD)
  add_link_options(-fuse-ld=mold)
endif()
