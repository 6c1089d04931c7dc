#include <iostream>
#include <sys/stat.h>

#include <CLI/CLI.hpp>

#include "host_stub/commands/commands.hpp"
#include "host_stub/commands/next_command.hpp"
#include "host_stub/demo/demo_command.hpp"
#include "host_stub/replay/replay_command.hpp"
#include "host_stub/sis/sis_command.hpp"
#include "host_stub/story/run_command.hpp"
#include "host_stub/validate/validate_command.hpp"

namespace {

constexpr const char* kFooter = R"(Exit codes:
  0  done
  1  failed (the message says why)
  2  the command line cannot be used
  3  done, but grades are still waiting to be sent
  4  the plugin refused
  5  the roster cannot be used
  6  the plugin cannot be loaded

Begin with:  host_stub demo)";

// What the command line lacks, and the command that says how it is used.
std::string not_understood(const CLI::App* app, const CLI::Error& error) {
  std::string command;
  for (auto used = app->get_subcommands(); !used.empty(); used = used.front()->get_subcommands()) {
    command += used.front()->get_name() + " ";
  }
  return std::string(error.what()) + "\nHow it is used: host_stub " + command + "--help\n";
}

} // namespace

int main(int argc, char** argv) {
  // Rosters, grades and secrets are for the account that runs this, whatever files are made on the
  // way.
  ::umask(S_IRWXG | S_IRWXO);
  CLI::App app("A small but real learning management system that loads a plugin: roster, "
               "gradebook, scores, and a strict SIS to "
               "talk to.",
               "host_stub");
  app.footer(kFooter);
  app.require_subcommand(1);
  app.fallthrough();
  app.failure_message(not_understood);
  using namespace host_stub::commands;
  CommonOptions options;
  options.typed = typed_line(argc, argv);
  int exit_code = 0;
  add_common_options(app, options);
  add_import_command(app, options, exit_code);
  add_configure_command(app, options, exit_code);
  add_activity_command(app, options, exit_code);
  add_score_command(app, options, exit_code);
  add_action_command(app, options, exit_code);
  add_deliver_command(app, options, exit_code);
  add_file_command(app, options, exit_code);
  add_sync_command(app, options, exit_code);
  add_status_command(app, options, exit_code);
  add_console_command(app, options, exit_code);
  add_setup_report_command(app, options, exit_code);
  add_profile_command(app, options, exit_code);
  add_connection_command(app, options, exit_code);
  host_stub::replay::add_replay_command(*app.get_subcommand("connection"), options, exit_code);
  add_readiness_command(app, options, exit_code);
  add_reconcile_command(app, options, exit_code);
  add_roster_command(app, options, exit_code);
  add_link_command(app, options, exit_code);
  add_unlinked_command(app, options, exit_code);
  add_backup_commands(app, options, exit_code);
  add_custom_data_command(app, options, exit_code);
  host_stub::sis::add_sis_command(app, exit_code);
  host_stub::demo::add_demo_command(app, exit_code);
  host_stub::story::add_run_command(app, exit_code);
  host_stub::validate::add_validate_command(app, exit_code);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : static_cast<int>(host_stub::ExitCode::usage);
  }
  return exit_code;
}
