#include <memory>

#include <CLI/CLI.hpp>
#include <boost/json/value_from.hpp>

#include "host_stub/commands/commands.hpp"
#include "host_stub/commands/import_from_sis.hpp"
#include "host_stub/commands/open_gradebook.hpp"
#include "host_stub/import/roster_import.hpp"
#include "host_stub/support/text_table.hpp"

namespace host_stub::commands {
namespace {

Answer refused(const import::ImportReport& report, const std::string& roster,
               const std::string& next_step) {
  Answer answer{.document = {},
                .text = "The roster " + roster + " was not imported. Nothing was changed.\n\n",
                .exit_code = ExitCode::bad_roster};
  boost::json::array problems;
  for (const import::Problem& problem : report.problems.shown()) {
    problems.push_back({{"file", problem.file},
                        {"line", problem.line},
                        {"object", problem.object},
                        {"field", problem.field},
                        {"message", problem.message}});
    answer.text += "  " + problem.sentence() + "\n";
  }
  auto more = report.problems.count() - report.problems.shown().size();
  if (more != 0) {
    answer.text += "  … and " + std::to_string(more) + " more.\n";
  }
  answer.text += "\n" + next_step + "\n";
  answer.document = {{"imported", false},
                     {"problem_count", report.problems.count()},
                     {"problems", std::move(problems)}};
  return answer;
}

Answer asked(const import::ImportReport& report, const std::string& roster) {
  Answer answer{.document = {},
                .text = "The roster " + roster +
                        " was not imported. Nothing was changed.\n\nIt does not name so many any "
                        "more that it may have been cut short:\n\n",
                .exit_code = ExitCode::bad_roster};
  boost::json::array leaving;
  for (const import::Leaving& one : report.leaving) {
    leaving.push_back({{"of", one.of},
                       {"sis_id", one.sis_id},
                       {"title", one.title},
                       {"leaving", one.leaving},
                       {"students", one.students}});
    answer.text += "  " + one.of + " " + one.title + " (" + one.sis_id +
                   "): " + std::to_string(one.leaving) + " of " + std::to_string(one.students) +
                   " students would leave\n";
  }
  answer.text += "\nIf they really left, import it again with --accept-leavers. If not, ask the "
                 "SIS for a new export.\n";
  answer.document = {{"imported", false}, {"leaving", std::move(leaving)}};
  return answer;
}

// What was read although OneRoster writes it otherwise: nothing has to be done.
void tell_remarks(const import::ImportReport& report, Answer& answer) {
  boost::json::array remarks;
  for (const import::Remark& remark : report.problems.remarks()) {
    remarks.push_back({{"file", remark.first.file},
                       {"line", remark.first.line},
                       {"object", remark.first.object},
                       {"field", remark.first.field},
                       {"rows", remark.rows},
                       {"message", remark.first.message}});
    answer.text += (remarks.size() == 1 ? "\n" : "") + remark.sentence() + "\n";
  }
  answer.document.as_object()["remarks"] = std::move(remarks);
}

Answer imported(const import::ImportReport& report, const std::string& roster,
                const char* first_column) {
  Answer answer;
  boost::json::object files;
  TextTable table({first_column, "rows", "added", "updated", "ended"});
  for (const import::Change& change : report.changes) {
    if (change.rows == 0 && change.ended == 0) {
      continue;
    }
    files[change.file] = {{"rows", change.rows},
                          {"added", change.added},
                          {"updated", change.updated},
                          {"ended", change.ended}};
    table.add({change.file, std::to_string(change.rows), std::to_string(change.added),
               std::to_string(change.updated), std::to_string(change.ended)});
  }
  answer.document = {
      {"imported", true}, {"oneroster_version", report.version}, {"files", std::move(files)}};
  answer.text =
      "Imported the OneRoster " + report.version + " roster " + roster + ".\n\n" + table.text();
  tell_remarks(report, answer);
  return answer;
}

Answer import_bundle(const CommonOptions& options, const std::string& roster,
                     import::Leavers leavers) {
  if (roster.empty()) {
    throw StopCommand({"No roster was named.",
                       "Give the folder or zip with the OneRoster CSV files, or --from-sis URL.",
                       ExitCode::usage});
  }
  auto bundle = value_or_stop(import::open_bundle(roster));
  gradebook::Gradebook book(options.data);
  auto report = import::import_roster(bundle, book, leavers);
  if (!report.leaving.empty()) {
    return asked(report, roster);
  }
  return report.problems.empty()
             ? imported(report, roster, "file")
             : refused(report, roster,
                       "Correct these rows, or ask the SIS for a new export, and import again.");
}

Answer import_from(const CommonOptions& options, const FromSis& sis, import::Leavers leavers) {
  auto roster = fetch_from_sis(sis);
  gradebook::Gradebook book(options.data);
  auto report = import::import_roster(roster.tables, book, std::move(roster.problems), leavers);
  if (!report.leaving.empty()) {
    return asked(report, "of " + sis.url);
  }
  if (!report.problems.empty()) {
    return refused(report, "of " + sis.url, "Correct this in the SIS, and import again.");
  }
  auto answer = imported(report, "of " + sis.url, "collection");
  boost::json::array notes;
  for (const std::string& note : roster.notes) {
    notes.emplace_back(note);
    answer.text += "\n" + note + "\n";
  }
  answer.document.as_object()["notes"] = std::move(notes);
  return answer;
}

} // namespace

void add_import_command(CLI::App& app, CommonOptions& options, int& exit_code) {
  auto roster = std::make_shared<std::string>();
  auto sis = std::make_shared<FromSis>();
  auto accept_leavers = std::make_shared<bool>(false);
  auto* command = add_command(
      app, options, exit_code, "import",
      "Read a roster into the gradebook: a OneRoster CSV bundle (folder or zip, 1.1 or 1.2), or "
      "an SIS over OneRoster REST",
      "  host_stub import --data /tmp/school roster/\n"
      "  host_stub import --data /tmp/school roster.zip --json\n"
      "  host_stub import --data /tmp/school --from-sis https://sis.example.org --version 1.2 "
      "--token-url https://sis.example.org/oauth/token --key lms --secret-file secret.txt\n"
      "  host_stub import --data /tmp/school --from-sis http://127.0.0.1:8080 --version 1.1 "
      "--oauth1 --key lms --secret-env SIS_SECRET --class c-4011",
      [&options, roster, sis, accept_leavers] {
        need_data_folder(options);
        if (!sis->url.empty() && !roster->empty()) {
          throw StopCommand(
              {"A bundle and an SIS were both named.", "Name one of them.", ExitCode::usage});
        }
        const auto leavers = *accept_leavers ? import::Leavers::accept : import::Leavers::ask;
        return sis->url.empty() ? import_bundle(options, *roster, leavers)
                                : import_from(options, *sis, leavers);
      });
  command->add_option("roster", *roster, "Folder or zip with orgs.csv, users.csv, classes.csv, …")
      ->type_name("ROSTER");
  command->add_flag("--accept-leavers", *accept_leavers,
                    "Most of a class, or a fifth of a school, really left: end their enrolments");
  add_from_sis_options(*command, *sis);
}

} // namespace host_stub::commands
