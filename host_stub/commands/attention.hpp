#pragma once

#include <string>
#include <vector>

#include "host_stub/commands/host_run.hpp"

namespace host_stub::commands {

// What somebody has to see to, by class, activity and person as people call them, with the command
// that shows the rest of each class; of the first classes only. Empty: the plugin names none.
std::vector<std::string> attention_of(HostRun& run, host::PluginSession& session,
                                      const CommonOptions& options);

} // namespace host_stub::commands
