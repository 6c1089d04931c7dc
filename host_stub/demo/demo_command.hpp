#pragma once
// Adds `demo`: the whole path from a roster to the SIS with a kill in the middle. exit_code is 0
// only if every record of the gradebook and of the SIS is equal in the end.

namespace CLI {
class App;
}

namespace host_stub::demo {

void add_demo_command(CLI::App& app, int& exit_code);

} // namespace host_stub::demo
