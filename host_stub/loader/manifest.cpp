#include "host_stub/loader/manifest.hpp"

#include <fstream>
#include <iterator>

#include <boost/json/parse.hpp>

#include "host_stub/loader/sha256.hpp"
#include "manifests/schemas.hpp"

namespace host_stub::loader {
namespace fs = std::filesystem;

namespace {

std::string words_of(const lms_plugin::SchemaProblem& problem) {
  return (problem.pointer.empty() ? std::string() : "at " + problem.pointer + ": ") +
         problem.message + ".";
}

Failure refused(const fs::path& file, const std::vector<lms_plugin::SchemaProblem>& problems) {
  constexpr std::size_t kShown = 5;
  std::string text;
  for (std::size_t i = 0; i < problems.size() && i < kShown; ++i) {
    text += (i == 0 ? "" : "\n") + file.string() + ", line " + std::to_string(problems[i].line) +
            ", column " + std::to_string(problems[i].column) + ": " + words_of(problems[i]);
  }
  return {text, "Correct the manifest, or install the plugin again.", ExitCode::not_loaded};
}

} // namespace

Result<Manifest> parse_manifest(std::string_view text, const fs::path& file) {
  auto schema = boost::json::parse(
      {passback::manifests::kPluginSchema.data(), passback::manifests::kPluginSchema.size()});
  auto read = lms_plugin::read_manifest(text, schema);
  if (const auto* problems = std::get_if<std::vector<lms_plugin::SchemaProblem>>(&read)) {
    return refused(file, *problems);
  }
  return Manifest{std::move(std::get<lms_plugin::Manifest>(read)), file};
}

Result<Manifest> read_manifest(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    return Failure{"There is no plugin manifest " + path.string() + ", or it cannot be read.",
                   "Build or install the plugin, or name its manifest with --manifest FILE.",
                   ExitCode::not_loaded};
  }
  std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  return parse_manifest(text, path);
}

Result<fs::path> find_library(const Manifest& manifest) {
  auto fail = [&manifest](const std::string& what) {
    return Failure{manifest.file.string() + ": " + what + ".",
                   "Install the plugin's release for this platform.", ExitCode::not_loaded};
  };
  auto found = lms_plugin::library_path(manifest, manifest.file);
  if (const auto* why = std::get_if<std::string>(&found)) {
    return fail(*why);
  }
  const auto& library = std::get<fs::path>(found);
  const auto& entry = manifest.libraries.at(std::string(lms_plugin::manifest_platform()));
  if (!fs::is_regular_file(library)) {
    return fail("the library " + entry.path + " is not a file");
  }
  if (!entry.sha256.empty() && sha256_of(library) != entry.sha256) {
    return fail("the library " + entry.path +
                " is not the one that the manifest was written for (its SHA-256 differs)");
  }
  return library;
}

} // namespace host_stub::loader
