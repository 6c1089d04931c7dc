#include "host_stub/demo/demo_command.hpp"

#include <cstdlib>
#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>

#include "host_stub/demo/demo_run.hpp"

namespace host_stub::demo {
namespace {

struct DemoOptions {
  bool keep = false;
  std::filesystem::path manifest;
};

std::filesystem::path new_folder() {
  auto pattern = (std::filesystem::temp_directory_path() / "host_stub_demo_XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) {
    throw std::runtime_error("No folder can be made in " +
                             std::filesystem::temp_directory_path().string() + ".");
  }
  return pattern;
}

int run_demo(const DemoOptions& options) {
  auto folder = new_folder();
  bool equal = false;
  try {
    equal = DemoRun(folder, options.manifest, std::cout).run();
  } catch (const std::exception& error) {
    std::cout << "\nThe demo did not come to its end: " << error.what() << "\n";
  }
  if (options.keep || !equal) {
    std::cout << "\nEverything is kept in " << folder.string()
              << " (the host's log: " << (folder / "host/host.log").string() << ").\n";
    if (!equal) {
      std::cout << "Next: host_stub status --data " << (folder / "host").string() << "\n";
    }
  } else {
    std::filesystem::remove_all(folder);
  }
  return equal ? 0 : 1;
}

} // namespace

void add_demo_command(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<DemoOptions>();
  auto* command = app.add_subcommand("demo", "Show the whole path: roster, settings, scores, a "
                                             "kill in the middle, and equal records in the end");
  command->footer("Exit code: 0 only if every record of the gradebook and of the SIS is equal in "
                  "the end, else 1.\n\n"
                  "Examples:\n  host_stub demo\n  host_stub demo --keep");
  command->add_flag("--keep", options->keep, "Keep the folder with all data, and say where it is");
  command
      ->add_option("--manifest", options->manifest,
                   "The plugin's manifest; default: the one that came with this program")
      ->type_name("FILE");
  command->callback([options, &exit_code] { exit_code = run_demo(*options); });
}

} // namespace host_stub::demo
