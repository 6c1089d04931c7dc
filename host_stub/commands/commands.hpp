#pragma once
// One function a command; each registers it with its options and help, and runs it inside
// app.parse().
#include "host_stub/commands/common.hpp"

namespace host_stub::commands {

void add_import_command(CLI::App& app, CommonOptions& options, int& exit_code);
void add_configure_command(CLI::App& app, CommonOptions& options, int& exit_code);
void add_score_command(CLI::App& app, CommonOptions& options, int& exit_code);
void add_activity_command(CLI::App& app, CommonOptions& options, int& exit_code);
void add_action_command(CLI::App& app, CommonOptions& options, int& exit_code);
void add_deliver_command(CLI::App& app, CommonOptions& options, int& exit_code);
void add_file_command(CLI::App& app, CommonOptions& options, int& exit_code);
void add_profile_command(CLI::App& app, CommonOptions& options, int& exit_code);
void add_connection_command(CLI::App& app, CommonOptions& options, int& exit_code);
void add_readiness_command(CLI::App& app, CommonOptions& options, int& exit_code);
void add_reconcile_command(CLI::App& app, CommonOptions& options, int& exit_code);
void add_custom_data_command(CLI::App& app, CommonOptions& options, int& exit_code);
void add_backup_commands(CLI::App& app, CommonOptions& options, int& exit_code);
void add_link_command(CLI::App& app, CommonOptions& options, int& exit_code);
void add_roster_command(CLI::App& app, CommonOptions& options, int& exit_code);
void add_console_command(CLI::App& app, CommonOptions& options, int& exit_code);
void add_setup_report_command(CLI::App& app, CommonOptions& options, int& exit_code);
void add_unlinked_command(CLI::App& app, CommonOptions& options, int& exit_code);
void add_sync_command(CLI::App& app, CommonOptions& options, int& exit_code);
void add_status_command(CLI::App& app, CommonOptions& options, int& exit_code);

} // namespace host_stub::commands
