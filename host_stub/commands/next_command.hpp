#pragma once
// The end of whatever did not work: the command that comes next.
#include <string>

namespace host_stub::commands {

// What was typed, so that it can be typed again in a shell.
std::string typed_line(int argc, const char* const* argv);

// `said` is what to do next; `typed`: what was typed; `command`: "connection test". Where `said`
// has no command yet, what was typed comes behind it: it is what to type once the other is done.
// Where nothing is said to be done, how the command is used.
std::string with_next_command(const std::string& said, const std::string& typed,
                              const std::string& command);

} // namespace host_stub::commands
