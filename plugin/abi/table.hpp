// The plugin's table and descriptor: static, immutable, made without running any code.
#pragma once

#include "lms_plugin/lms_plugin.h"

namespace passback::abi {

extern const lms_plugin_info kInfo;
const lms_plugin_api& table();

} // namespace passback::abi
