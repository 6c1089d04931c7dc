// The one exported function. It is compiled into the module itself, because the link hides whatever
// comes from a library.
#include "plugin/abi/table.hpp"

const lms_plugin_api* LMS_CALL lms_plugin_query(uint32_t abi_major) {
  return abi_major == LMS_ABI_MAJOR ? &passback::abi::table() : nullptr;
}
