#include "host_stub/loader/manifest.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

#include "host_stub/loader/schema_check.hpp"
#include "host_stub/loader/sha256.hpp"
#include "lms_plugin/strict_yaml.hpp"
#include "manifests/schemas.hpp"

namespace host_stub::loader {
namespace fs = std::filesystem;

namespace {

Failure refused(const fs::path& file, lms_plugin::YamlPlace place, const std::string& what) {
  return {file.string() + ", line " + std::to_string(place.line) + ", column " +
              std::to_string(place.column) + ": " + what,
          "Correct the manifest, or install the plugin again.", ExitCode::not_loaded};
}

std::string words_of(const Misfit& misfit) {
  return "at " + (misfit.pointer.empty() ? std::string("the top") : misfit.pointer) + ": " +
         misfit.expected;
}

bool leaves_folder(const fs::path& path) {
  return path.is_absolute() || path.empty() ||
         std::ranges::find(path, fs::path("..")) != path.end();
}

bool is_inside(const fs::path& path, const fs::path& folder) {
  auto [end, rest] = std::ranges::mismatch(folder, path);
  return end == folder.end();
}

std::string text_of(const boost::json::object& object, std::string_view member) {
  const auto* value = object.if_contains(member);
  return value == nullptr ? std::string() : std::string(value->as_string());
}

// Only for a document that fits the schema, so every needed member is there and of its kind.
Manifest manifest_of(const boost::json::object& document, const fs::path& file) {
  Manifest manifest;
  manifest.file = file;
  manifest.id = text_of(document, "id");
  manifest.version = text_of(document, "version");
  const auto& abi = document.at("abi").as_object();
  manifest.abi_major = abi.at("major").to_number<std::uint32_t>();
  manifest.abi_min_minor = abi.at("min_minor").to_number<std::uint32_t>();
  for (const auto& [platform, library] : document.at("library").as_object()) {
    manifest.libraries[platform] = {text_of(library.as_object(), "path"),
                                    text_of(library.as_object(), "sha256")};
  }
  for (const auto& service : document.at("requires").as_array()) {
    manifest.needed_services.emplace_back(service.as_string());
  }
  manifest.profiles = text_of(document, "profiles");
  return manifest;
}

} // namespace

Result<Manifest> parse_manifest(std::string_view text, const fs::path& file) {
  auto parsed = lms_plugin::parse_strict_yaml(text);
  if (const auto* error = std::get_if<lms_plugin::YamlError>(&parsed)) {
    return refused(file, {error->line, error->column}, error->message + ".");
  }
  const auto& document = std::get<lms_plugin::YamlDocument>(parsed);
  auto misfits = check_against_schema(document.value, passback::manifests::kPluginSchema);
  if (!misfits.empty()) {
    auto failure =
        refused(file, document.place_of(misfits.front().pointer), words_of(misfits.front()));
    for (std::size_t i = 1; i < misfits.size() && i < 5; ++i) {
      failure.message += "\n  " + words_of(misfits[i]);
    }
    return failure;
  }
  return manifest_of(document.value.as_object(), file);
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

Result<fs::path> find_library(const Manifest& manifest, std::string_view platform) {
  auto fail = [&manifest](const std::string& what) {
    return Failure{manifest.file.string() + ": " + what,
                   "Install the plugin's release for this platform.", ExitCode::not_loaded};
  };
  auto entry = manifest.libraries.find(platform);
  if (entry == manifest.libraries.end()) {
    return fail("It names no library for this platform (" + std::string(platform) + ").");
  }
  if (leaves_folder(entry->second.path)) {
    return fail("The library path " + entry->second.path + " leaves the manifest's folder.");
  }
  std::error_code error;
  auto folder = fs::canonical(fs::absolute(manifest.file).parent_path(), error);
  auto library = fs::canonical(folder / entry->second.path, error);
  if (error || !fs::is_regular_file(library, error)) {
    return fail("The library " + entry->second.path + " does not exist beside it.");
  }
  if (!is_inside(library, folder)) {
    return fail("The library path " + entry->second.path +
                " leads out of the manifest's folder through a link.");
  }
  if (!entry->second.sha256.empty() && sha256_of(library) != entry->second.sha256) {
    return fail("The library " + entry->second.path +
                " is not the one that the manifest was written for (its SHA-256 "
                "differs).");
  }
  return library;
}

} // namespace host_stub::loader
