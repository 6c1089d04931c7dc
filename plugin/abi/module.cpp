// The module's only translation unit of its own: it pulls the one exported function out of the
// library of parts.
#include "lms_plugin/lms_plugin.h"

extern "C" const lms_plugin_api* LMS_CALL lms_plugin_query(uint32_t abi_major);

namespace passback::abi {
// Never called: naming the function makes the linker keep it.
[[gnu::used]] static const auto kKeepQuery = &lms_plugin_query;
} // namespace passback::abi
