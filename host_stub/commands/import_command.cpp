#include <memory>

#include <boost/json/value_from.hpp>

#include "host_stub/commands/commands.hpp"
#include "host_stub/commands/open_gradebook.hpp"
#include "host_stub/import/roster_import.hpp"
#include "host_stub/support/text_table.hpp"

namespace host_stub::commands {
namespace {

Answer refused(const import::ImportReport& report, const std::string& roster) {
  Answer answer{.document = {},
                .text = "The roster " + roster + " was not imported. Nothing was changed.\n\n",
                .exit_code = ExitCode::bad_roster};
  boost::json::array problems;
  for (const import::Problem& problem : report.problems.shown()) {
    problems.push_back({{"file", problem.file},
                        {"line", problem.line},
                        {"field", problem.field},
                        {"message", problem.message}});
    answer.text += "  " + problem.sentence() + "\n";
  }
  auto more = report.problems.count() - report.problems.shown().size();
  if (more != 0) {
    answer.text += "  … and " + std::to_string(more) + " more.\n";
  }
  answer.text += "\nCorrect these rows, or ask the SIS for a new export, and import again.\n";
  answer.document = {{"imported", false},
                     {"problem_count", report.problems.count()},
                     {"problems", std::move(problems)}};
  return answer;
}

Answer imported(const import::ImportReport& report, const std::string& roster) {
  Answer answer;
  boost::json::object files;
  TextTable table({"file", "rows", "added", "updated", "ended"});
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
  return answer;
}

} // namespace

void add_import_command(CLI::App& app, CommonOptions& options, int& exit_code) {
  auto roster = std::make_shared<std::filesystem::path>();
  auto* command =
      add_command(app, options, exit_code, "import",
                  "Read a OneRoster CSV bundle (folder or zip, 1.1 or 1.2) into the gradebook",
                  "  host_stub import --data /tmp/school roster/\n  host_stub import --data "
                  "/tmp/school roster.zip --json",
                  [&options, roster] {
                    need_data_folder(options);
                    auto bundle = value_or_stop(import::open_bundle(*roster));
                    gradebook::Gradebook book(options.data);
                    auto report = import::import_roster(bundle, book);
                    return report.problems.empty() ? imported(report, roster->string())
                                                   : refused(report, roster->string());
                  });
  command->add_option("roster", *roster, "Folder or zip with orgs.csv, users.csv, classes.csv, …")
      ->required()
      ->type_name("ROSTER");
}

} // namespace host_stub::commands
