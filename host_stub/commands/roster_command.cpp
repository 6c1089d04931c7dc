#include <fstream>
#include <memory>

#include <CLI/CLI.hpp>

#include "host_stub/commands/commands.hpp"
#include "host_stub/roster/made_roster.hpp"
#include "host_stub/support/stop_command.hpp"
#include "host_stub/support/text_table.hpp"

namespace host_stub::commands {
namespace {

namespace fs = std::filesystem;

// An earlier roster is never written over: half of one and half of the other would still load.
void make_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) {
    throw StopCommand({"The folder " + folder.string() + " cannot be made: " + error.message(),
                       "Name a folder in a place where you may write."});
  }
  if (!fs::is_empty(folder)) {
    throw StopCommand({"The folder " + folder.string() + " has something in it already.",
                       "Name a new folder, or empty this one first.", ExitCode::usage});
  }
}

void write_file(const fs::path& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  if (!file) {
    throw StopCommand({"The file " + path.string() + " cannot be written.",
                       "Is the disk full, or the folder not yours?"});
  }
}

Answer make(const fs::path& folder, const roster::RosterSize& size) {
  if (size.classes < size.schools || size.students < size.schools) {
    throw StopCommand({"There are more schools than classes, or than students.",
                       "Give each school at least one class and one student.", ExitCode::usage});
  }
  if (size.scores && size.activities == 0) {
    throw StopCommand({"Scores were asked for, but no activities that could have them.",
                       "Add --activities N.", ExitCode::usage});
  }
  make_folder(folder);
  const auto files = roster::make_roster(size);
  TextTable table({"file", "rows"});
  boost::json::object rows;
  for (const auto& [name, file] : files) {
    write_file(folder / name, file.text());
    table.add({name, std::to_string(file.rows())});
    rows[name] = file.rows();
  }
  return {.document = {{"folder", folder.string()}, {"seed", size.seed}, {"rows", std::move(rows)}},
          .text = "A roster was made in " + folder.string() + ".\n\n" + table.text()};
}

} // namespace

void add_roster_command(CLI::App& app, CommonOptions& options, int& exit_code) {
  auto* command = app.add_subcommand("roster", "Make rosters of any size, to try things with");
  command->require_subcommand(1);
  command->fallthrough();
  auto size = std::make_shared<roster::RosterSize>();
  auto folder = std::make_shared<fs::path>();
  auto* make_command = add_command(
      *command, options, exit_code, "make",
      "Makes up a roster of a given size, as a OneRoster 1.1 CSV bundle for `import` and `sis "
      "--roster`; the same size and seed give the same files",
      "  host_stub roster make /tmp/roster --classes 100 --students 400\n"
      "  host_stub roster make /tmp/graded --classes 100 --students 400 --activities 20 --scores\n"
      "  host_stub roster make /tmp/district --schools 12 --classes 2000 --students 9000 --seed 7",
      [size, folder] { return make(*folder, *size); });
  make_command->add_option("FOLDER", *folder, "A folder that is empty or not there yet")
      ->required();
  make_command->add_option("--classes", size->classes, "Classes, of all schools together")
      ->required()
      ->check(CLI::Range(1, 100000));
  make_command
      ->add_option("--students", size->students,
                   "Students, of all schools together; each is in one to seven classes, so that a "
                   "class has about 25")
      ->required()
      ->check(CLI::Range(1, 1000000));
  make_command->add_option("--schools", size->schools, "Schools of the one district")
      ->capture_default_str()
      ->check(CLI::Range(1, 1000));
  make_command->add_option("--activities", size->activities, "Activities of each class")
      ->capture_default_str()
      ->check(CLI::Range(0, 1000));
  make_command->add_flag("--scores", size->scores,
                         "Also a score of every student in every activity");
  make_command->add_option("--seed", size->seed, "Another number gives another roster")
      ->capture_default_str();
}

} // namespace host_stub::commands
