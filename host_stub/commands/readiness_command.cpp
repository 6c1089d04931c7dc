#include <fstream>
#include <memory>

#include <CLI/CLI.hpp>

#include "host_stub/commands/commands.hpp"
#include "host_stub/commands/find.hpp"
#include "host_stub/commands/job_run.hpp"
#include "host_stub/commands/roster_report.hpp"
#include "host_stub/support/stop_command.hpp"
#include "host_stub/support/text_table.hpp"

namespace host_stub::commands {
namespace {

namespace json = boost::json;

struct ReadinessOptions {
  std::string user = gradebook::kSiteAdministrator;
  std::string domain = gradebook::kRootDomain;
  std::filesystem::path csv;
  std::int64_t sample = 20;
  double timeout = 120;
};

std::string counts_text(const json::object& counts) {
  TextTable table({"", "in the LMS", "with an SIS id", "without", "asked and known", "unknown"});
  for (const auto* kind : {"classes", "students", "teachers"}) {
    const auto& line = counts.at(kind).as_object();
    const auto number = [&](const char* name) { return std::to_string(line.at(name).as_int64()); };
    table.add({kind, number("total"), number("with_sis_id"), number("without_sis_id"),
               number("known_in_sis"), number("unknown_in_sis")});
  }
  return table.text();
}

Answer readiness(const CommonOptions& common, const ReadinessOptions& options) {
  HostRun run(common);
  const auto who = administrator(run.book(), options.user, options.domain);
  auto& session = *value_or_stop(run.start_plugin("inline"));
  report_roster(run, session);
  auto job =
      run_job(session, who, {{"op", "readiness"}, {"sample", options.sample}}, options.timeout);
  job.erase("recording");
  std::string text;
  if (const auto* counts = job.if_contains("counts")) {
    text += counts_text(counts->as_object()) + "\n";
  }
  if (const auto* report = job.if_contains("report"); report != nullptr && report->is_object()) {
    text += checks_text(report->get_object());
  }
  std::size_t listed = 0;
  if (const auto* list = job.if_contains("list")) {
    listed = list->as_array().size();
    text += listed == 0 ? "\nNobody and nothing needs attention.\n"
                        : "\n" + std::to_string(listed) + " need attention.\n";
  }
  if (!options.csv.empty()) {
    const auto whole =
        ask_card(session, who, {{"op", "job"}, {"id", job.at("id")}, {"format", "csv"}});
    std::ofstream out(options.csv, std::ios::binary);
    out << std::string(whole.at("csv").as_string());
    if (!out.flush()) {
      throw StopCommand(
          {"The file " + options.csv.string() + " cannot be written.", "", ExitCode::failed});
    }
    text += "Who they are: " + options.csv.string() + "\n";
  }
  const auto exit_code = exit_code_of(job);
  return {std::move(job), std::move(text), exit_code};
}

} // namespace

void add_readiness_command(CLI::App& app, CommonOptions& common, int& exit_code) {
  auto options = std::make_shared<ReadinessOptions>();
  auto* command =
      add_command(app, common, exit_code, "readiness",
                  "Count classes, students and teachers with and without SIS ids, and ask the SIS "
                  "about a sample",
                  "  host_stub readiness --data /tmp/school\n"
                  "  host_stub readiness --data /tmp/school --domain d-9100 --csv attention.csv\n\n"
                  "Ends with 1 if the SIS does not know somebody who was asked about.",
                  [&common, options] { return readiness(common, *options); });
  command
      ->add_option("--domain", options->domain, "Which domain: the host's id, a sourcedId, or root")
      ->type_name("D")
      ->capture_default_str();
  command->add_option("--user", options->user, "As whom")->type_name("U")->capture_default_str();
  command->add_option("--sample", options->sample, "How many of each kind the SIS is asked about")
      ->type_name("N")
      ->check(CLI::Range(1, 200))
      ->capture_default_str();
  command->add_option("--csv", options->csv, "Write who needs attention to this file")
      ->type_name("FILE");
  command->add_option("--timeout", options->timeout, "The longest that it takes, in seconds")
      ->type_name("N")
      ->capture_default_str();
}

} // namespace host_stub::commands
