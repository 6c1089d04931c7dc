// The validate command alone, without the rest of host_stub.
#include <CLI/CLI.hpp>

#include "host_stub/validate/validate_command.hpp"

int main(int argc, char** argv) {
  CLI::App app("The validate command alone");
  app.require_subcommand(1);
  int exit_code = 0;
  host_stub::validate::add_validate_command(app, exit_code);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  return exit_code;
}
