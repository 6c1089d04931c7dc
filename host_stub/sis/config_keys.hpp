#pragma once
// Which keys a settings file has, and the field of SisConfig that each sets.
#include "host_stub/sis/config.hpp"
#include "host_stub/sis/settings.hpp"

namespace host_stub::sis {

/// What may change while the server runs: all but where it listens and what it keeps. The config
/// must outlive the result.
Settings behaviour_settings(SisConfig& config);
Settings all_settings(SisConfig& config);

} // namespace host_stub::sis
