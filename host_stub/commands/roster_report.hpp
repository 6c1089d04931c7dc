#pragma once
// How the plugin learns of the roster: what `deliver` and `readiness` do after an import.
#include "host_stub/commands/host_run.hpp"

namespace host_stub::commands {

// Tells the plugin every class and enrolment of the gradebook. Stops the command if the plugin does
// not take one. Answers how many were told.
std::size_t report_roster(HostRun& run, host::PluginSession& session);

} // namespace host_stub::commands
