#include <fstream>
#include <memory>

#include <CLI/CLI.hpp>

#include "host_stub/commands/commands.hpp"
#include "host_stub/commands/find.hpp"
#include "host_stub/commands/job_run.hpp"
#include "host_stub/support/json_text.hpp"
#include "host_stub/support/stop_command.hpp"

namespace host_stub::commands {
namespace {

namespace json = boost::json;

struct ConnectionOptions {
  std::string user = gradebook::kSiteAdministrator;
  std::string domain = gradebook::kRootDomain;
  std::string class_id;
  std::string student;
  std::string category;
  std::filesystem::path recording;
  double timeout = 120;
  bool confirm = false;
};

void write_recording(const json::object& job, const std::filesystem::path& file) {
  if (file.empty()) {
    return;
  }
  const auto* recording = job.if_contains("recording");
  if (recording == nullptr) {
    throw StopCommand({"There is no recording of this.", "", ExitCode::failed});
  }
  std::ofstream out(file, std::ios::binary);
  out << to_json_text(*recording) << "\n";
  if (!out.flush()) {
    throw StopCommand({"The file " + file.string() + " cannot be written.", "", ExitCode::failed});
  }
}

std::string text_of(const json::object& job, const std::string& what) {
  const auto* report = job.if_contains("report");
  if (report == nullptr || !report->is_object()) {
    const auto* reason = job.if_contains("reason");
    const auto* sentence =
        reason == nullptr ? nullptr : reason->as_object().if_contains("sentence");
    return what + ": it could not be done. " +
           (sentence == nullptr ? "" : std::string(sentence->as_string())) + "\n";
  }
  const auto outcome = report->get_object().at("outcome").as_string();
  std::string text = what + (outcome == "ok"        ? ": everything that was tried works."
                             : outcome == "warning" ? ": it works, with remarks."
                                                    : ": not everything works.");
  text += "\n\n" + checks_text(report->get_object());
  const auto* left = report->get_object().if_contains("left");
  if (left != nullptr && !left->as_array().empty()) {
    text += "\nStill in the SIS:\n";
    for (const auto& one : left->as_array()) {
      text += "  " + std::string(one.at("kind").as_string()) + " " +
              std::string(one.at("id").as_string()) + "\n";
    }
  }
  return text;
}

Answer finish(json::object job, const ConnectionOptions& options, const std::string& what) {
  write_recording(job, options.recording);
  job.erase("recording");
  auto text = text_of(job, what);
  const auto exit_code = exit_code_of(job);
  return {std::move(job), std::move(text), exit_code};
}

Answer test_connection(const CommonOptions& common, const ConnectionOptions& options) {
  HostRun run(common);
  const auto who = administrator(run.book(), options.user, options.domain);
  auto& session = *value_or_stop(run.start_plugin("inline"));
  return finish(run_job(session, who, {{"op", "test_connection"}}, options.timeout), options,
                "The connection to the SIS");
}

Answer send_test_grade(const CommonOptions& common, const ConnectionOptions& options) {
  HostRun run(common);
  const auto who = administrator(run.book(), options.user, options.domain);
  gradebook::RosterStore roster(run.book());
  // The host's ids or the SIS's: what is not in the gradebook is taken as the SIS's own.
  const auto in_class = roster.class_of(options.class_id);
  const auto student = roster.user(options.student);
  json::object request{{"op", "test_grade"},
                       {"class_sis_id", in_class ? in_class->sis_id : options.class_id},
                       {"student_sis_id", student ? student->sis_id : options.student}};
  if (!options.category.empty()) {
    request["category_sis_id"] = options.category;
  }
  if (options.confirm) {
    request["confirm"] = "yes";
  }
  auto& session = *value_or_stop(run.start_plugin("inline"));
  return finish(run_job(session, who, std::move(request), options.timeout), options,
                "The test grade");
}

void add_shared(CLI::App* command, ConnectionOptions& options) {
  command
      ->add_option("--domain", options.domain,
                   "Whose connection: the host's id, a sourcedId, or root")
      ->type_name("D")
      ->capture_default_str();
  command->add_option("--user", options.user, "As whom")->type_name("U")->capture_default_str();
  command->add_option("--timeout", options.timeout, "The longest that it takes, in seconds")
      ->type_name("N")
      ->capture_default_str();
  command
      ->add_option("--recording", options.recording,
                   "Write what was said to this file, without secrets and people")
      ->type_name("FILE");
}

} // namespace

void add_connection_command(CLI::App& app, CommonOptions& common, int& exit_code) {
  auto* parent = app.add_subcommand("connection", "Test the connection to the SIS");
  parent->require_subcommand(1);
  auto options = std::make_shared<ConnectionOptions>();
  auto* test = add_command(
      *parent, common, exit_code, "test",
      "Say whether the connection to the SIS works, and what it can do; writes nothing there",
      "  host_stub connection test --data /tmp/school\n"
      "  host_stub connection test --data /tmp/school --domain d-9100 --recording test.json\n\n"
      "Ends with 0 when it works (remarks included), with 1 when something does not, with 3 when "
      "the time is over first, with 4 when there is nothing to test.",
      [&common, options] { return test_connection(common, *options); });
  add_shared(test, *options);
  auto* grade = add_command(
      *parent, common, exit_code, "test-grade",
      "Send a test grade to the SIS: make, change, exempt, clear and delete it, and look each time",
      "  host_stub connection test-grade --data /tmp/school --class c-4011 --student u-1001\n"
      "  host_stub connection test-grade --data /tmp/school --class c-4011 --student u-1001 "
      "--confirm\n\n"
      "Where the SIS cannot delete it says so and asks for --confirm first (exit code 4). Exit "
      "codes "
      "as of `connection test`.",
      [&common, options] { return send_test_grade(common, *options); });
  add_shared(grade, *options);
  grade->add_option("--class", options->class_id, "In which class")->required()->type_name("C");
  grade->add_option("--student", options->student, "Which student of it")
      ->required()
      ->type_name("S");
  grade
      ->add_option("--category", options->category,
                   "The SIS's id of a category (default: the first that it shows)")
      ->type_name("ID");
  grade->add_flag("--confirm", options->confirm, "Also if something stays in the SIS");
}

} // namespace host_stub::commands
