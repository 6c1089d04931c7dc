// manifest.hpp - a plugin's manifest: what a host knows before it loads the library.
//
// read_manifest takes the text and the JSON Schema of manifests (manifests/plugin.schema.json) and
// returns the manifest or what is wrong with it, by line. library_path says which file to load and
// refuses one outside the manifest's folder. Neither loads or runs anything.
//
// Any thread; throws only std::bad_alloc.
//
// SPDX-License-Identifier: Apache-2.0
#ifndef LMS_PLUGIN_MANIFEST_HPP
#define LMS_PLUGIN_MANIFEST_HPP

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "lms_plugin/schema_check.hpp"

namespace lms_plugin {

/// The library for one platform.
struct ManifestLibrary {
  std::string path;   ///< relative to the manifest
  std::string sha256; ///< lower-case hex, or empty
};

struct ManifestItem {
  std::string id;
  std::string label;
};

struct Manifest {
  std::string id;
  std::string name;
  std::string version;
  std::string license;
  std::string entry;
  std::uint32_t abi_major = 0;
  std::uint32_t abi_min_minor = 0;
  std::map<std::string, ManifestLibrary> libraries; ///< by platform, "linux_amd64"
  std::vector<std::string> requires_services;
  std::vector<std::string> uses_services;
  std::vector<std::string> flags;
  std::vector<ManifestItem> menu_items;
  std::vector<std::string> callbacks;
  std::string profiles; ///< folder of SIS profiles, relative to the manifest; may be empty
};

using ManifestResult = std::variant<Manifest, std::vector<SchemaProblem>>;

/// The word for this platform in a manifest, or "" where none is known.
[[nodiscard]] constexpr std::string_view manifest_platform() {
#if defined(__linux__) && defined(__x86_64__)
  return "linux_amd64";
#elif defined(__linux__) && defined(__aarch64__)
  return "linux_arm64";
#elif defined(_WIN32) && (defined(_M_X64) || defined(__x86_64__))
  return "windows_amd64";
#else
  return "";
#endif
}

namespace manifest_detail {

// The schema has checked types and presence; what is optional may be absent.
inline std::string text(const boost::json::object& object, std::string_view name) {
  const auto* value = object.if_contains({name.data(), name.size()});
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

inline std::vector<std::string> texts(const boost::json::object& object, std::string_view name) {
  std::vector<std::string> out;
  if (const auto* value = object.if_contains({name.data(), name.size()});
      value != nullptr && value->is_array()) {
    for (const auto& item : value->get_array()) {
      out.emplace_back(item.get_string());
    }
  }
  return out;
}

inline Manifest from_checked(const boost::json::object& root) {
  Manifest manifest;
  manifest.id = text(root, "id");
  manifest.name = text(root, "name");
  manifest.version = text(root, "version");
  manifest.license = text(root, "license");
  manifest.entry = text(root, "entry");
  manifest.profiles = text(root, "profiles");
  const auto& abi = root.at("abi").get_object();
  manifest.abi_major = abi.at("major").to_number<std::uint32_t>();
  manifest.abi_min_minor = abi.at("min_minor").to_number<std::uint32_t>();
  for (const auto& member : root.at("library").get_object()) {
    const auto& library = member.value().get_object();
    manifest.libraries[std::string(member.key())] = {text(library, "path"),
                                                     text(library, "sha256")};
  }
  manifest.requires_services = texts(root, "requires");
  manifest.uses_services = texts(root, "uses");
  manifest.flags = texts(root, "flags");
  const auto& registers = root.at("registers").get_object();
  manifest.callbacks = texts(registers, "callbacks");
  if (const auto* items = registers.if_contains("menu_items")) {
    for (const auto& item : items->get_array()) {
      manifest.menu_items.push_back(
          {text(item.get_object(), "id"), text(item.get_object(), "label")});
    }
  }
  return manifest;
}

} // namespace manifest_detail

/// Reads and checks the text of a manifest. schema: the parsed manifests/plugin.schema.json.
[[nodiscard]] inline ManifestResult read_manifest(std::string_view text,
                                                  const boost::json::value& schema) {
  auto parsed = parse_strict_yaml(text);
  if (auto* error = std::get_if<YamlError>(&parsed)) {
    return std::vector<SchemaProblem>{{error->line, error->column, "", std::move(error->message)}};
  }
  const auto& document = std::get<YamlDocument>(parsed);
  // A newer manifest may differ in everything else, so its version is told before any other
  // problem.
  if (const auto* root = document.value.if_object()) {
    if (const auto* version = root->if_contains("manifest_version");
        version != nullptr && version->is_int64() && version->get_int64() != 1) {
      const YamlPlace at = document.place_of("/manifest_version");
      return std::vector<SchemaProblem>{{at.line, at.column, "/manifest_version",
                                         "this is a manifest of version " +
                                             std::to_string(version->get_int64()) +
                                             "; this host reads version 1"}};
    }
  }
  auto problems = check_schema(document, schema);
  if (!problems.empty()) {
    return problems;
  }
  return manifest_detail::from_checked(document.value.get_object());
}

/// The library to load on this platform, as an absolute path, or a plain sentence why there is
/// none. It must be an existing file inside the manifest's folder, also after symbolic links are
/// followed.
[[nodiscard]] inline std::variant<std::filesystem::path, std::string>
library_path(const Manifest& manifest, const std::filesystem::path& manifest_file) {
  namespace fs = std::filesystem;
  const auto found = manifest.libraries.find(std::string(manifest_platform()));
  if (found == manifest.libraries.end()) {
    return "the manifest has no library for this platform (" + std::string(manifest_platform()) +
           ")";
  }
  std::error_code error;
  const fs::path folder = fs::canonical(manifest_file, error).parent_path();
  if (error) {
    return "the manifest cannot be found: " + error.message();
  }
  const fs::path library = fs::canonical(folder / found->second.path, error);
  if (error) {
    return "the library " + found->second.path +
           " cannot be found beside the manifest: " + error.message();
  }
  const auto [rest, unused] =
      std::mismatch(folder.begin(), folder.end(), library.begin(), library.end());
  if (rest != folder.end()) {
    return "the library " + found->second.path + " lies outside the manifest's folder";
  }
  return library;
}

} // namespace lms_plugin

#endif
