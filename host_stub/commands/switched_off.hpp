#pragma once

#include <string>
#include <vector>

#include "host_stub/commands/host_run.hpp"

namespace host_stub::commands {

// Scores of the gradebook that the plugin has not kept, because nothing may be sent from their
// class: a sentence for each reason; empty: there are none. The plugin's status cannot count them.
std::vector<std::string> switched_off_in(HostRun& run, host::PluginSession& session);

} // namespace host_stub::commands
