#include "host_stub/commands/common.hpp"

#include <iostream>

#include <CLI/CLI.hpp>

#include "host_stub/commands/next_command.hpp"
#include "host_stub/support/json_text.hpp"
#include "host_stub/support/stop_command.hpp"

namespace host_stub::commands {
namespace {

// As it stands on the command line: "connection test".
std::string path_of(const CLI::App* command) {
  std::string path = command->get_name();
  const auto* parent = command->get_parent();
  for (; parent != nullptr && parent->get_parent() != nullptr; parent = parent->get_parent()) {
    path = parent->get_name() + " " + path;
  }
  return path;
}

// What was answered says what is wrong; then the same is typed again.
std::string text_of(const Answer& answer, const CommonOptions& options) {
  auto text = answer.text;
  if (answer.exit_code == ExitCode::ok || text.empty()) {
    return text;
  }
  if (text.ends_with('\n')) {
    text.pop_back();
  }
  return with_next_command(text, options.typed, "") + "\n";
}

int print(const Answer& answer, const CommonOptions& options) {
  std::cout << (options.json ? to_json_text(answer.document) + "\n" : text_of(answer, options))
            << std::flush;
  return static_cast<int>(answer.exit_code);
}

int print(const Failure& failure, const CommonOptions& options, const std::string& command) {
  const auto next = with_next_command(failure.next_step, options.typed, command);
  if (options.json) {
    boost::json::object error{
        {"code", failure.code}, {"message", failure.message}, {"next_step", next}};
    std::cout << to_json_text(boost::json::object{{"error", std::move(error)}}) << std::endl;
  } else {
    std::cerr << failure.message << "\n" << next << "\n";
  }
  return static_cast<int>(failure.exit_code);
}

} // namespace

void add_common_options(CLI::App& app, CommonOptions& options) {
  constexpr const char* kGroup = "Common options";
  app.add_option("--data", options.data,
                 "Folder with the gradebook and the plugin's outbox; made when missing")
      ->type_name("DIR")
      ->group(kGroup);
  app.add_flag("--json", options.json, "Print one JSON document instead of text")->group(kGroup);
  app.add_flag("-v,--verbose", options.verbose, "Also show the host's log on stderr")
      ->group(kGroup);
  app.add_option("--manifest", options.manifest,
                 "The plugin's manifest; default: the plugin.yaml that came with this program")
      ->type_name("FILE")
      ->group(kGroup);
  app.add_option("--site-id", options.site_id,
                 "Act as a site with this id (a copied site has another one)")
      ->type_name("ID")
      ->group(kGroup);
  app.add_option("--site-url", options.site_url,
                 "Act as a site at this URL (a moved site has another one)")
      ->type_name("URL")
      ->group(kGroup);
  app.add_option("--operator", options.operator_file,
                 "File with what the operator of this server allows (lms.operator/1); default: an "
                 "SIS on this machine")
      ->type_name("FILE")
      ->group(kGroup);
  app.add_flag("--late-answers", options.late_answers,
               "Answer the plugin's questions after the call instead of inside it")
      ->group(kGroup);
  app.add_flag("--closed-gradebook", options.closed_gradebook,
               "Do not let the plugin read the gradebook, as a host without gradebook_read")
      ->group(kGroup);
  app.add_option("--clock-ahead", options.clock_ahead_s,
                 "Rehearse another day: the plugin's clock is set ahead by so many seconds (back "
                 "where it is below zero)")
      ->type_name("N")
      ->group(kGroup);
}

CLI::App* add_command(CLI::App& app, CommonOptions& options, int& exit_code,
                      const std::string& name, const std::string& description,
                      const std::string& examples, std::function<Answer()> body) {
  auto* command = app.add_subcommand(name, description);
  command->footer("Examples:\n" + examples);
  add_common_options(*command, options);
  command->callback([&options, &exit_code, command, body = std::move(body)] {
    try {
      exit_code = print(body(), options);
    } catch (const StopCommand& stop) {
      exit_code = print(stop.failure(), options, path_of(command));
    } catch (const std::exception& error) {
      exit_code = print(Failure{error.what(), "", ExitCode::failed}, options, path_of(command));
    }
  });
  return command;
}

} // namespace host_stub::commands
