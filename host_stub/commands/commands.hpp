#pragma once

#include "host_stub/commands/common.hpp"

namespace host_stub::commands {

void add_import_command(CLI::App& app, CommonOptions& options, int& exit_code);

} // namespace host_stub::commands
