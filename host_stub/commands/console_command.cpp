#include <chrono>
#include <fstream>
#include <memory>

#include <CLI/CLI.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "host_stub/commands/commands.hpp"
#include "host_stub/commands/job_run.hpp"
#include "host_stub/commands/names.hpp"
#include "host_stub/commands/plugin_item.hpp"
#include "host_stub/support/instant.hpp"
#include "host_stub/support/stop_command.hpp"
#include "host_stub/support/text_table.hpp"
#include "lms_plugin/menu.h"

namespace host_stub::commands {
namespace {

namespace json = boost::json;

// What is left then is read by the commands that come next.
constexpr std::chrono::seconds kLongestReading{60};

struct ConsoleOptions {
  std::string user = gradebook::kSiteAdministrator;
  std::string domain = gradebook::kRootDomain;
  std::string list;
  std::string cause;
  std::string send_again;
  std::string support_copy;
  std::string csv;
  bool period_end = false;
  bool reconcile = false;
  bool pause = false;
  bool resume = false;
};

std::string said_at(const json::object& object, std::string_view member) {
  const auto* value = object.if_contains(member);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

std::int64_t count_at(const json::object& object, std::string_view member) {
  const auto* value = object.if_contains(member);
  return value != nullptr && value->is_int64() ? value->get_int64() : 0;
}

std::string when_at(const json::object& object, std::string_view member) {
  const auto at = count_at(object, member);
  return at == 0 ? "never" : to_iso_text(at);
}

json::object request_of(const ConsoleOptions& options) {
  if (options.pause || options.resume) {
    return {{"op", options.pause ? "pause" : "resume"}};
  }
  if (options.period_end) {
    return {{"op", "period_end"}, {"format", options.csv.empty() ? "" : "csv"}};
  }
  if (options.reconcile) {
    return {{"op", "reconcile"}};
  }
  if (!options.send_again.empty()) {
    return {{"op", "send_cause_again"}, {"code", options.send_again}};
  }
  if (!options.support_copy.empty()) {
    return {{"op", "support_copy"}, {"code", options.support_copy}};
  }
  if (!options.cause.empty()) {
    return {{"op", "classes"}, {"code", options.cause}};
  }
  if (!options.list.empty()) {
    return {{"op", "classes"}, {"with", options.list}};
  }
  return {{"op", "open"}};
}

std::string overview_text(const json::object& document) {
  std::string text;
  if (const auto* paused = document.if_contains("paused")) {
    const auto& pause = paused->as_object();
    text += "Paused in " + said_at(pause, "domain_id") + " by " + said_at(pause, "by") + " since " +
            when_at(pause, "since_unix_ms") + ".\n\n";
  }
  if (const auto* trial = document.if_contains("trial")) {
    text += said_at(trial->as_object(), "text") + "\n\n";
  }
  TextTable classes({"classes", ""});
  for (const auto& [name, number] : document.at("classes").as_object()) {
    classes.add({std::string(name), std::to_string(number.as_int64())});
  }
  text += classes.text() + "\nLast sent: " + when_at(document, "last_sent_unix_ms") + "\n";
  TextTable causes({"cause", "records", "classes", "can be sent again", "what it is"});
  for (const auto& one : document.at("causes").as_array()) {
    const auto& cause = one.as_object();
    const auto& reason = cause.at("reason").as_object();
    causes.add({said_at(reason, "code"), std::to_string(count_at(cause, "records")),
                std::to_string(count_at(cause, "classes")),
                std::to_string(count_at(cause, "can_send_again")), said_at(reason, "sentence")});
  }
  return text + (causes.empty() ? "\nNothing needs attention.\n" : "\n" + causes.text());
}

std::string teachers_text(const json::object& one) {
  std::string text;
  for (const auto& teacher : one.at("teachers").as_array()) {
    const auto name = said_at(teacher.as_object(), "name");
    text += (text.empty() ? "" : ", ") + (name.empty() ? said_at(teacher.as_object(), "id") : name);
  }
  return text;
}

std::string classes_text(const json::object& document, Names& names) {
  TextTable table({"class", "teachers", "results", "last sent"});
  for (const auto& item : document.at("classes").as_array()) {
    const auto& one = item.as_object();
    std::string counts;
    for (const auto& count : one.at("counts").as_array()) {
      counts += (counts.empty() ? "" : ", ") +
                std::to_string(count_at(count.as_object(), "results")) + " " +
                said_at(count.as_object(), "state");
    }
    table.add({names.class_title(said_at(one, "class_id")), teachers_text(one),
               counts.empty() ? "none" : counts, when_at(one, "last_sent_unix_ms")});
  }
  return (table.empty() ? "No such class.\n" : table.text()) +
         (document.contains("next") ? "There are more.\n" : "");
}

std::string period_end_text(const json::object& document) {
  TextTable table({"ends on", "school", "teacher", "class", "to send", "refused", "waiting"});
  for (const auto& item : document.at("rows").as_array()) {
    const auto& row = item.as_object();
    std::string who = "nobody is known";
    if (const auto* teacher = row.if_contains("teacher")) {
      const auto name = said_at(teacher->as_object(), "name");
      who = name.empty() ? said_at(teacher->as_object(), "id") : name;
    }
    const auto title = said_at(row, "title");
    const auto ends_on = said_at(row, "ends_on");
    table.add({ends_on.empty() ? "not known" : ends_on, said_at(row, "school"), who,
               title.empty() ? said_at(row, "class_id") : title,
               std::to_string(count_at(row, "to_send")), std::to_string(count_at(row, "refused")),
               std::to_string(count_at(row, "waiting") + count_at(row, "on_the_way"))});
  }
  return table.empty() ? "Every grade is in the SIS.\n" : table.text();
}

std::string console_text(const json::object& document, Names& names) {
  const auto schema = said_at(document, "schema");
  return schema == "lms.console/1"           ? overview_text(document)
         : schema == "lms.console_classes/1" ? classes_text(document, names)
         : schema == "lms.period_end/1"      ? period_end_text(document)
         : schema == "lms.support_copy/1"    ? said_at(document, "text")
                                             : said_at(document, "message") + "\n";
}

Answer console(const CommonOptions& common, const ConsoleOptions& options) {
  HostRun run(common);
  const auto who = administrator(run.book(), options.user, options.domain);
  auto& session = *value_or_stop(run.start_plugin("enqueue_only"));
  const auto reply = value_or_stop(session.invoke(find_item(session, LMS_ITEM_SYNC_CONSOLE), who,
                                                  json::serialize(request_of(options))));
  const auto end = std::chrono::steady_clock::now() + kLongestReading;
  while (session.pump() != 0 && options.reconcile && std::chrono::steady_clock::now() < end) {
  }
  auto document = json::parse(reply).as_object();
  Names names(run.book());
  auto text = console_text(document, names);
  if (!options.csv.empty()) {
    std::ofstream out(options.csv, std::ios::binary);
    out << said_at(document, "csv");
    if (!out.flush()) {
      throw StopCommand({"The file " + options.csv + " cannot be written.", "", ExitCode::failed});
    }
    text += "For a spreadsheet: " + options.csv + "\n";
  }
  return {std::move(document), std::move(text), ExitCode::ok};
}

} // namespace

void add_console_command(CLI::App& app, CommonOptions& common, int& exit_code) {
  auto options = std::make_shared<ConsoleOptions>();
  auto* command = add_command(
      app, common, exit_code, "console",
      "How all classes of a domain stand, who is behind each number, and what can be done about it",
      "  host_stub console --data /tmp/school\n"
      "  host_stub console --data /tmp/school --domain d-9100 --list never_sent\n"
      "  host_stub console --data /tmp/school --period-end --csv not-in-the-sis.csv\n"
      "  host_stub console --data /tmp/school --send-again record.rejected\n"
      "  host_stub console --data /tmp/school --reconcile\n"
      "  host_stub console --data /tmp/school --domain d-9100 --pause",
      [&common, options] { return console(common, *options); });
  command
      ->add_option("--domain", options->domain, "Which domain: the host's id, a sourcedId, or root")
      ->type_name("D")
      ->capture_default_str();
  command->add_option("--user", options->user, "As whom")->type_name("U")->capture_default_str();
  auto* list = command->add_option("--list", options->list, "List classes")
                   ->check(CLI::IsMember({"all", "ready", "sending", "never_sent",
                                          "needs_attention", "without_settings"}));
  auto* cause = command->add_option("--cause", options->cause, "List the classes of this cause")
                    ->type_name("CODE");
  auto* again = command
                    ->add_option("--send-again", options->send_again,
                                 "Send again everything that this cause stopped")
                    ->type_name("CODE");
  auto* copy = command
                   ->add_option("--support-copy", options->support_copy,
                                "What to send to the SIS's support about this cause")
                   ->type_name("CODE");
  auto* period_end =
      command->add_flag("--period-end", options->period_end,
                        "List whose grades are not in the SIS, by the end of the grading period");
  command->add_option("--csv", options->csv, "Write that list into this file, for a spreadsheet")
      ->type_name("FILE")
      ->needs(period_end);
  auto* reconcile = command->add_flag("--reconcile", options->reconcile,
                                      "Let the gradebook of this domain and below be read anew");
  auto* pause = command->add_flag("--pause", options->pause,
                                  "Send nothing from this domain and below it until --resume");
  auto* resume = command->add_flag("--resume", options->resume, "Let it go on");
  for (auto* one : {list, cause, again, copy, period_end, reconcile, pause, resume}) {
    for (auto* other : {list, cause, again, copy, period_end, reconcile, pause, resume}) {
      if (one != other) {
        one->excludes(other);
      }
    }
  }
}

} // namespace host_stub::commands
