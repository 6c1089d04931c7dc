# Run by CTest; see CMakeLists.txt.
function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "${ARGN}\nended with ${result}:\n${output}")
  endif()
endfunction()

file(REMOVE_RECURSE "${WORK_DIR}")
run(${CMAKE_COMMAND} --install "${BUILD_DIR}" --component plugin_api --prefix "${WORK_DIR}/prefix")

# What a host checks documents by stands beside the headers.
file(GLOB_RECURSE form_schema "${WORK_DIR}/prefix/include/lms_plugin/schemas/form.schema.json")
if(NOT form_schema)
  message(FATAL_ERROR "form.schema.json is not installed with the headers.")
endif()

# find_package, with a version that fits and with one that does not.
run(${CMAKE_COMMAND} -S "${CONSUMER_DIR}" -B "${WORK_DIR}/build" -G "${GENERATOR}" "-DCMAKE_PREFIX_PATH=${WORK_DIR}/prefix"
  "-DCMAKE_C_COMPILER=${C_COMPILER}" "-DCMAKE_CXX_COMPILER=${CXX_COMPILER}" -DWANTED_VERSION=1)
run(${CMAKE_COMMAND} --build "${WORK_DIR}/build")
run("${WORK_DIR}/build/c_consumer")
run("${WORK_DIR}/build/cpp_consumer")
execute_process(COMMAND ${CMAKE_COMMAND} -S "${CONSUMER_DIR}" -B "${WORK_DIR}/build_2" -G "${GENERATOR}" "-DCMAKE_PREFIX_PATH=${WORK_DIR}/prefix"
  "-DCMAKE_C_COMPILER=${C_COMPILER}" "-DCMAKE_CXX_COMPILER=${CXX_COMPILER}" -DWANTED_VERSION=2
  RESULT_VARIABLE result OUTPUT_QUIET ERROR_QUIET)
if(result EQUAL 0)
  message(FATAL_ERROR "find_package(lms_plugin_api 2) accepts a package of ABI 1.")
endif()

# pkg-config.
find_program(PKG_CONFIG pkg-config REQUIRED)
file(GLOB_RECURSE pc_file "${WORK_DIR}/prefix/*/lms_plugin_api.pc")
get_filename_component(pc_dir "${pc_file}" DIRECTORY)
set(ENV{PKG_CONFIG_PATH} "${pc_dir}")
execute_process(COMMAND ${PKG_CONFIG} --define-variable=prefix=${WORK_DIR}/prefix --cflags lms_plugin_api
  OUTPUT_VARIABLE flags OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
run(${PKG_CONFIG} --exact-version=1.1.0 lms_plugin_api)
run(${C_COMPILER} ${flags} "${CONSUMER_DIR}/consumer.c" -o "${WORK_DIR}/pc_consumer")
run("${WORK_DIR}/pc_consumer")
