// The LMS's own data, without the plugin's: saved, and put back as a school does after a mishap.
#include <algorithm>
#include <filesystem>
#include <memory>

#include <CLI/CLI.hpp>

#include "host_stub/commands/commands.hpp"
#include "host_stub/commands/open_gradebook.hpp"

namespace host_stub::commands {
namespace {

Answer back_up(const CommonOptions& common, const std::filesystem::path& file) {
  auto book = open_gradebook(common);
  if (std::filesystem::exists(file)) {
    throw StopCommand({file.string() + " is there already.", "Name a file that is not there yet.",
                       ExitCode::usage});
  }
  book.database().run("VACUUM INTO ?1", file.string());
  return {.document = {{"file", file.string()}},
          .text = "The LMS's data are in " + file.string() +
                  ". What the plugin keeps is not among them.\n"};
}

Answer restore(const CommonOptions& common, const std::filesystem::path& file) {
  if (!std::filesystem::exists(file)) {
    throw StopCommand({"There is no " + file.string() + ".",
                       "Make one: host_stub backup --data DIR --file FILE", ExitCode::usage});
  }
  // Above both: it was raised before, perhaps, and the backup does not know it.
  const auto before = open_gradebook(common).host_epoch();
  const auto target = common.data / "gradebook.sqlite";
  for (const auto* behind : {"-wal", "-shm"}) {
    std::filesystem::remove(target.string() + behind);
  }
  std::filesystem::copy_file(file, target, std::filesystem::copy_options::overwrite_existing);
  gradebook::Gradebook book(common.data);
  const auto epoch = std::max(before, book.host_epoch()) + 1;
  book.raise_host_epoch(epoch);
  return {.document = {{"host_epoch", epoch}},
          .text = "The LMS is as it was. The plugin hears of it with the next score.\n"};
}

} // namespace

void add_backup_commands(CLI::App& app, CommonOptions& common, int& exit_code) {
  auto saved = std::make_shared<std::filesystem::path>();
  add_command(app, common, exit_code, "backup",
              "Save the LMS's data, without what the plugin keeps",
              "  host_stub backup --data /tmp/school --file /tmp/monday.sqlite",
              [&common, saved] { return back_up(common, *saved); })
      ->add_option("--file", *saved, "A file that is not there yet")
      ->required()
      ->type_name("FILE");
  auto put_back = std::make_shared<std::filesystem::path>();
  add_command(
      app, common, exit_code, "restore",
      "Put the LMS's data back, as they were when they were saved",
      "  host_stub restore --data /tmp/school --file /tmp/monday.sqlite\n\n"
      "The host's epoch rises, as each host does it after a restore; the plugin keeps what it\n"
      "has.",
      [&common, put_back] { return restore(common, *put_back); })
      ->add_option("--file", *put_back, "What `backup` saved")
      ->required()
      ->type_name("FILE");
}

} // namespace host_stub::commands
