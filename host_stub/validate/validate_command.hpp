// `host_stub validate MANIFEST`: tries every promise of the contract on any plugin, each in a
// process of its own.
#pragma once

namespace CLI {
class App;
}

namespace host_stub::validate {

// Adds the subcommand. When it has run, exit_code is 0 if every check passed, 1 if one failed, 2
// for a check that does not exist, 6 if the manifest or the library cannot be used.
void add_validate_command(CLI::App& app, int& exit_code);

} // namespace host_stub::validate
