#pragma once
// Adds `connection replay`: a recorded talk with an SIS is held again by the plugin of now, and its
// conclusions are held against the recorded ones.
#include "host_stub/commands/common.hpp"

namespace host_stub::replay {

// `connection` is the command that it becomes a part of.
void add_replay_command(CLI::App& connection, commands::CommonOptions& options, int& exit_code);

} // namespace host_stub::replay
