#include "host_stub/story/run_command.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <stdexcept>

#include <CLI/CLI.hpp>

#include "host_stub/story/story_file.hpp"
#include "host_stub/story/telling.hpp"

namespace host_stub::story {
namespace {

namespace fs = std::filesystem;

struct RunOptions {
  std::vector<std::string> files;
  std::string version;
  fs::path manifest;
  bool keep = false;
  bool list = false;
  bool words = false;
};

int as_int(ExitCode code) {
  return static_cast<int>(code);
}

fs::path folder_for_a_story() {
  auto pattern = (fs::temp_directory_path() / "host_stub_story_XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) {
    throw std::runtime_error("No folder can be made in " + fs::temp_directory_path().string() +
                             ".");
  }
  return pattern;
}

void list_story(const Story& story) {
  std::string versions;
  for (const auto& version : story.versions) {
    versions += (versions.empty() ? "" : ", ") + version;
  }
  std::cout << story.file.string() << "\n  " << story.title << " (" << versions << ")\n";
  for (const auto& id : story.about) {
    std::cout << "  about " << id << "\n";
  }
}

// True if it came to its end in each version.
bool run_story(const Story& story, const RunOptions& options, const Vocabulary& vocabulary) {
  const auto begun = std::chrono::steady_clock::now();
  const auto folder = folder_for_a_story();
  std::string versions;
  bool good = true;
  for (const auto& version : story.versions) {
    if (!options.version.empty() && version != options.version) {
      continue;
    }
    versions += (versions.empty() ? "" : ", ") + version;
    const auto told = tell(story, version, folder / version, options.manifest, vocabulary);
    good = good && told.true_to_the_end;
    std::cout << told.failure << std::flush;
  }
  const auto took = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun);
  if (good) {
    char seconds[32];
    std::snprintf(seconds, sizeof seconds, "%.1f s", took.count());
    std::cout << "ok      " << story.title << " (" << versions << "; " << seconds << ")"
              << std::endl;
  }
  if (good && !options.keep) {
    fs::remove_all(folder);
  } else if (good) {
    std::cout << "        kept in " << folder.string() << std::endl;
  }
  return good;
}

int run(const RunOptions& options) {
  const Vocabulary vocabulary;
  if (options.words) {
    std::cout << vocabulary.page();
    return as_int(ExitCode::ok);
  }
  std::vector<Story> stories;
  for (const auto& file : options.files) {
    auto story = read_story(file, vocabulary);
    if (!story) {
      std::cerr << story.failure().message << "\n" << story.failure().next_step << "\n";
      return as_int(ExitCode::usage);
    }
    stories.push_back(std::move(story.value()));
  }
  if (stories.empty()) {
    std::cerr << "No story was named.\nhost_stub run tests/scenarios/*.yaml\n";
    return as_int(ExitCode::usage);
  }
  bool good = true;
  for (const auto& story : stories) {
    if (options.list) {
      list_story(story);
    } else if (options.version.empty() ||
               std::ranges::find(story.versions, options.version) != story.versions.end()) {
      good = run_story(story, options, vocabulary) && good;
    }
  }
  return as_int(good ? ExitCode::ok : ExitCode::failed);
}

} // namespace

void add_run_command(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<RunOptions>();
  auto* command = app.add_subcommand(
      "run", "Tell stories: steps in plain words, against the strict SIS and the plugin");
  command->footer(
      "Ends with 0 if each story is true to its end, with 1 if one is not (it says which step, "
      "what "
      "was expected, what there is, and the command that comes next), with 2 if a file is no "
      "story.\n\n"
      "Examples:\n"
      "  host_stub run tests/scenarios/first_connection.yaml\n"
      "  host_stub run --version 1.2 --keep tests/scenarios/*.yaml\n"
      "  host_stub run --words");
  command->add_option("stories", options->files, "Files with a story each; docs/stories.md")
      ->type_name("FILE");
  command->add_option("--version", options->version, "Only this version of OneRoster")
      ->check(CLI::IsMember({"1.1", "1.2"}));
  command
      ->add_option("--manifest", options->manifest,
                   "The plugin's manifest; default: the one that came with this program")
      ->type_name("FILE");
  command->add_flag("--keep", options->keep, "Keep the folder of each story, and say where it is");
  command->add_flag("--list", options->list, "Only say what the stories are and stand for");
  command->add_flag("--words", options->words, "Say which words a story may use");
  command->callback([options, &exit_code] {
    try {
      exit_code = run(*options);
    } catch (const std::exception& error) {
      std::cerr << error.what() << "\nHow it is used: host_stub run --help\n";
      exit_code = as_int(ExitCode::failed);
    }
  });
}

} // namespace host_stub::story
