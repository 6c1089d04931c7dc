// The extension passback.profiles/1: what an SIS profile says, in plain words.
#pragma once

#include "lms_plugin/ext/passback_profiles.h"

namespace passback::abi {

const lms_ext_passback_profiles& profiles_extension();

} // namespace passback::abi
