# nm -D --defined-only must print exactly one name, and none of them STB_GNU_UNIQUE ("u").
execute_process(COMMAND ${NM} -D --defined-only "${MODULE}" OUTPUT_VARIABLE output COMMAND_ERROR_IS_FATAL ANY)
string(STRIP "${output}" output)
if(NOT output MATCHES "^[0-9a-f]+ T lms_plugin_query$")
  message(FATAL_ERROR "${MODULE} exports something else than the one function:\n${output}")
endif()
