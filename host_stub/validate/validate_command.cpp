#include "host_stub/validate/validate_command.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <optional>

#include <CLI/CLI.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "host_stub/support/failure.hpp"
#include "host_stub/validate/child.hpp"
#include "host_stub/validate/digest.hpp"
#include "host_stub/validate/report.hpp"
#include "manifests/schemas.hpp"

namespace host_stub::validate {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::string manifest;
  std::string only;
  std::string child;
  std::string work_dir;
  int report = -1;
  int time_limit = 0;
  bool json = false;
  bool list = false;
};

// A folder that is gone when the run is over.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = (fs::temp_directory_path() / "validate-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) {
      throw fs::filesystem_error("a temporary folder cannot be made",
                                 std::error_code(errno, std::generic_category()));
    }
    path_ = pattern;
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

Result<Subject> read_subject(const fs::path& file) {
  const auto refuse = [](std::string message) {
    return Failure{std::move(message), "", ExitCode::not_loaded};
  };
  std::ifstream in(file, std::ios::binary);
  if (!in || fs::is_directory(file)) {
    return refuse(file.string() + " cannot be read");
  }
  const std::string text(std::istreambuf_iterator<char>(in), {});
  const boost::json::value schema = boost::json::parse(passback::manifests::kPluginSchema);
  auto read = lms_plugin::read_manifest(text, schema);
  if (const auto* problems = std::get_if<std::vector<lms_plugin::SchemaProblem>>(&read)) {
    std::string message;
    for (const auto& problem : *problems) {
      message += (message.empty() ? "" : "\n") + file.string() + ":" +
                 std::to_string(problem.line) + ":" + std::to_string(problem.column) + ": " +
                 problem.message;
    }
    return refuse(message);
  }
  Subject subject;
  subject.manifest = std::get<lms_plugin::Manifest>(std::move(read));
  auto library = lms_plugin::library_path(subject.manifest, file);
  if (const auto* reason = std::get_if<std::string>(&library)) {
    return refuse(file.string() + ": " + *reason);
  }
  subject.library = std::get<fs::path>(std::move(library));
  const std::string wanted =
      subject.manifest.libraries.at(std::string(lms_plugin::manifest_platform())).sha256;
  if (!wanted.empty() && sha256_of_file(subject.library) != wanted) {
    return refuse(subject.library.string() +
                  " is not the library that the manifest names: its SHA-256 differs");
  }
  return subject;
}

const Check* find_check(std::string_view name) {
  const auto& checks = all_checks();
  const auto found =
      std::find_if(checks.begin(), checks.end(), [&](const Check& c) { return c.name == name; });
  return found == checks.end() ? nullptr : &*found;
}

ExitCode fail(const Failure& failure) {
  std::cerr << failure.message << "\nHow it is used: host_stub validate --help\n";
  return failure.exit_code;
}

ExitCode list_checks() {
  for (const Check& check : all_checks()) {
    std::cout << check.name << " (tier " << check.tier << "): " << check.description << "\n";
  }
  return ExitCode::ok;
}

ExitCode run_child(const Options& options, Subject subject) {
  const Check* check = find_check(options.child);
  if (check == nullptr) {
    return ExitCode::usage;
  }
  subject.work_dir = options.work_dir;
  return run_as_child(*check, subject, options.report) == 0 ? ExitCode::ok : ExitCode::failed;
}

ExitCode run_checks(const Options& options, const Subject& subject) {
  const TemporaryFolder folder;
  std::vector<Outcome> outcomes;
  if (!options.json) {
    std::cout << subject.manifest.name << " " << subject.manifest.version << " ("
              << subject.manifest.id << "), " << subject.library.string() << "\n";
  }
  for (const Check& check : all_checks()) {
    if (!options.only.empty() && options.only != check.name) {
      continue;
    }
    const auto limit =
        options.time_limit > 0 ? std::chrono::seconds(options.time_limit) : check.time_limit;
    outcomes.push_back(
        {&check, run_in_child(check, limit, options.manifest, folder.path() / check.name)});
    if (!options.json) {
      std::cout << line_for_people(outcomes.back()) << std::endl;
    }
  }
  const bool complete = options.only.empty();
  if (options.json) {
    std::cout << boost::json::serialize(document(subject, outcomes, complete)) << "\n";
  } else {
    std::cout << summary_for_people(outcomes, complete) << "\n";
  }
  return count_failed(outcomes) == 0 ? ExitCode::ok : ExitCode::failed;
}

ExitCode run(const Options& options) {
  if (options.list) {
    return list_checks();
  }
  if (!options.only.empty() && find_check(options.only) == nullptr) {
    return fail(
        {"there is no check named " + options.only + "; --list names them", "", ExitCode::usage});
  }
  auto subject = read_subject(options.manifest);
  if (!subject) {
    return fail(subject.failure());
  }
  return options.child.empty() ? run_checks(options, subject.value())
                               : run_child(options, std::move(subject.value()));
}

} // namespace

const std::vector<Check>& all_checks() {
  static const std::vector<Check> checks = [] {
    std::vector<Check> made;
    add_loading_checks(made);
    add_call_checks(made);
    add_life_checks(made);
    add_host_checks(made);
    return made;
  }();
  return checks;
}

void add_validate_command(CLI::App& app, int& exit_code) {
  auto* command =
      app.add_subcommand("validate", "Checks any plugin against the contract: each promise in a "
                                     "process of its own, and the tier it reaches");
  auto options = std::make_shared<Options>();
  auto* manifest = command->add_option("MANIFEST", options->manifest, "The plugin's plugin.yaml");
  auto* list = command->add_flag("--list", options->list, "Only say which checks there are");
  command->add_flag("--json", options->json, "Print one JSON document (lms.validate/1)");
  command->add_option("--check", options->only, "Run only the check of that name");
  command
      ->add_option("--time-limit", options->time_limit,
                   "Seconds that a check may take, instead of its own limit")
      ->check(CLI::PositiveNumber);
  // How the command starts itself again for one check.
  command->add_option("--child", options->child)->group("");
  command->add_option("--work-dir", options->work_dir)->group("");
  command->add_option("--report", options->report)->group("");
  command->footer("Example:\n  host_stub validate build/dev/bin/plugin.yaml\nExit codes: 0 every "
                  "check passed, 1 one failed, "
                  "2 no such check, 6 the manifest or the library cannot be used.");
  command->callback([options, manifest, list, &exit_code] {
    if (manifest->count() == 0 && list->count() == 0) {
      throw CLI::RequiredError("MANIFEST");
    }
    try {
      exit_code = static_cast<int>(run(*options));
    } catch (const std::exception& e) {
      exit_code = static_cast<int>(
          fail({std::string("the checks cannot be run: ") + e.what(), "", ExitCode::failed}));
    }
  });
}

} // namespace host_stub::validate
