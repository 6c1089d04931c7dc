#pragma once
// Registers `sis`, the simulated SIS, with its options and help. When the user chose it, it runs
// inside app.parse() until SIGINT or SIGTERM; `exit_code` is then 0, or 1 with the reason on
// stderr.

namespace CLI {
class App;
}

namespace host_stub::sis {

void add_sis_command(CLI::App& app, int& exit_code);

} // namespace host_stub::sis
