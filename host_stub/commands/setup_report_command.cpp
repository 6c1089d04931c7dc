#include <memory>

#include <CLI/CLI.hpp>
#include <boost/json/parse.hpp>

#include "host_stub/commands/commands.hpp"
#include "host_stub/commands/job_run.hpp"
#include "host_stub/commands/plugin_item.hpp"
#include "host_stub/support/stop_command.hpp"
#include "lms_plugin/menu.h"

namespace host_stub::commands {
namespace {

namespace json = boost::json;

struct ReportOptions {
  std::string user = gradebook::kSiteAdministrator;
  std::string domain = gradebook::kRootDomain;
};

std::string report_said(const json::value& object, std::string_view member) {
  const auto* value = object.as_object().if_contains(member);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

// The summary has no text of its own: a host draws it. Here each line is one.
std::string summary_text(const json::object& document) {
  std::string text = report_said(document.at("state"), "text") + "\n";
  for (const auto& waiting : document.at("waiting").as_array()) {
    text += "  ! " + report_said(waiting, "text") + "\n";
  }
  for (const auto& line : document.at("lines").as_array()) {
    const auto set = report_said(line, "set");
    text += "  " + report_said(line, "label") + ": " + report_said(line, "text") +
            (set == "above" ? " (set in " + report_said(line, "domain_id") + ")" : "") + "\n";
  }
  text += report_said(document.at("roster"), "text") + "\n";
  for (const auto& note : document.at("notes").as_array()) {
    text += report_said(note, "severity") + ": " + report_said(note, "text") + "\n";
  }
  return text;
}

Answer ask_card(const CommonOptions& common, const ReportOptions& options, const char* op) {
  HostRun run(common);
  const auto who = administrator(run.book(), options.user, options.domain);
  auto& session = *value_or_stop(run.start_plugin("enqueue_only"));
  const auto reply = value_or_stop(session.invoke(find_item(session, LMS_ITEM_SIS_SETTINGS), who,
                                                  "{\"op\": \"" + std::string(op) + "\"}"));
  session.pump();
  auto document = json::parse(reply).as_object();
  auto text = document.contains("text") ? report_said(document, "text") : summary_text(document);
  return {std::move(document), std::move(text), ExitCode::ok};
}

void add_card_page(CLI::App& app, CommonOptions& common, int& exit_code, const char* name,
                   const char* op, const char* about) {
  auto options = std::make_shared<ReportOptions>();
  auto* command =
      add_command(app, common, exit_code, name, about,
                  "  host_stub " + std::string(name) + " --data /tmp/school --domain d-9100",
                  [&common, options, op] { return ask_card(common, *options, op); });
  command
      ->add_option("--domain", options->domain, "Which domain: the host's id, a sourcedId, or root")
      ->type_name("D")
      ->capture_default_str();
  command->add_option("--user", options->user, "As whom")->type_name("U")->capture_default_str();
}

} // namespace

void add_setup_report_command(CLI::App& app, CommonOptions& common, int& exit_code) {
  add_card_page(app, common, exit_code, "summary", "summary",
                "What is set on the SIS settings card, where it comes from, and what waits");
  add_card_page(app, common, exit_code, "setup-report", "setup_report",
                "One page without secrets, for the account manager or the SIS's administrator");
}

} // namespace host_stub::commands
