#pragma once
// Adds `run`: stories, told against the strict SIS and the plugin. exit_code is 0 only if each was
// true to its end, 2 if a file is no story.

namespace CLI {
class App;
}

namespace host_stub::story {

void add_run_command(CLI::App& app, int& exit_code);

} // namespace host_stub::story
