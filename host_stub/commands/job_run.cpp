#include "host_stub/commands/job_run.hpp"

#include <chrono>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "host_stub/commands/find.hpp"
#include "host_stub/commands/plugin_item.hpp"
#include "host_stub/commands/stop_signals.hpp"
#include "host_stub/support/stop_command.hpp"

namespace host_stub::commands {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

std::string text_in(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

// What the card points out instead of starting.
[[noreturn]] void stop_because_refused(const json::object& reply) {
  std::string next;
  if (const auto* problems = reply.if_contains("problems"); problems != nullptr) {
    for (const auto& problem : problems->as_array()) {
      next += (next.empty() ? "" : "\n") + text_in(problem.as_object(), "field") + ": " +
              text_in(problem.as_object(), "message");
    }
  }
  if (const auto* questions = reply.if_contains("questions"); questions != nullptr) {
    for (const auto& question : questions->as_array()) {
      next += (next.empty() ? "" : "\n") + text_in(question.as_object(), "text") + "\nSay --" +
              text_in(question.as_object(), "name") + " to go on.";
    }
  }
  throw StopCommand({text_in(reply, "message"), next, ExitCode::refused_by_plugin});
}

bool is_over(const json::object& job) {
  const auto state = text_in(job, "state");
  return state == "done" || state == "failed";
}

} // namespace

json::object ask_card(host::PluginSession& session, const host::ActionContext& who,
                      const json::object& request) {
  const auto& card = find_item(session, LMS_ITEM_SIS_SETTINGS);
  auto reply = json::parse(value_or_stop(session.invoke(card, who, json::serialize(request))));
  if (!reply.is_object()) {
    throw StopCommand({"The plugin's reply is no JSON object.", "", ExitCode::failed});
  }
  const auto* ok = reply.as_object().if_contains("ok");
  if (ok != nullptr && *ok == json::value(false)) {
    stop_because_refused(reply.as_object());
  }
  return std::move(reply.as_object());
}

json::object run_job(host::PluginSession& session, const host::ActionContext& who,
                     json::object request, double timeout_s) {
  StopSignals signals;
  const auto started = ask_card(session, who, request);
  const auto id = started.at("job").at("id");
  const auto end = Clock::now() + std::chrono::duration_cast<Clock::duration>(
                                      std::chrono::duration<double>(timeout_s));
  for (;;) {
    session.pump();
    auto job = ask_card(session, who, {{"op", "job"}, {"id", id}});
    if (is_over(job)) {
      return ask_card(session, who, {{"op", "job"}, {"id", id}, {"recording", true}});
    }
    if (signals.raised() || Clock::now() >= end) {
      throw StopCommand({"It is not done yet. " + text_in(job, "words"),
                         "It goes on with the next `host_stub deliver`.", ExitCode::work_remains});
    }
    session.wait(50ms);
  }
}

std::string checks_text(const json::object& report) {
  std::string text;
  const auto* checks = report.if_contains("checks");
  if (checks == nullptr || !checks->is_array()) {
    return text;
  }
  for (const auto& one : checks->get_array()) {
    const auto& check = one.as_object();
    const auto outcome = text_in(check, "outcome");
    const auto mark = outcome == "ok"        ? "  ok       "
                      : outcome == "failed"  ? "  FAILED   "
                      : outcome == "warning" ? "  warning  "
                                             : "  -        ";
    text += mark + text_in(check, "sentence") + "\n";
    if (const auto next = text_in(check, "next_step"); !next.empty()) {
      text += "           -> " + next + "\n";
    }
    if (const auto detail = text_in(check, "detail"); !detail.empty() && outcome != "ok") {
      text += "           (" + detail + ")\n";
    }
  }
  return text;
}

ExitCode exit_code_of(const json::object& job) {
  const auto* report = job.if_contains("report");
  const bool good = text_in(job, "state") == "done" && report != nullptr && report->is_object() &&
                    text_in(report->get_object(), "outcome") != "failed";
  return good ? ExitCode::ok : ExitCode::failed;
}

host::ActionContext administrator(gradebook::Gradebook& book, const std::string& user,
                                  const std::string& domain) {
  gradebook::RosterStore roster(book);
  host::ActionContext who;
  who.user_id = value_or_stop(find_user(roster, user)).id;
  who.domain_id = value_or_stop(find_domain(roster, domain)).id;
  return who;
}

} // namespace host_stub::commands
