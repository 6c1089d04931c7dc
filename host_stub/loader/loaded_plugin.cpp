#include "host_stub/loader/loaded_plugin.hpp"

#include <algorithm>
#include <iterator>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/dll/runtime_symbol_info.hpp>
#include <boost/dll/shared_library.hpp>

namespace host_stub::loader {
namespace fs = std::filesystem;

namespace {

Failure cannot_use(const Manifest& manifest, const std::string& why, const std::string& next_step) {
  return {"The plugin " + manifest.id + " (" + manifest.file.string() + ") cannot be used: " + why,
          next_step, ExitCode::not_loaded};
}

std::string_view view(const lms_str& text) {
  return text.ptr == nullptr ? std::string_view() : std::string_view(text.ptr, text.len);
}

using Query = const lms_plugin_api*(LMS_CALL*)(std::uint32_t);

// Stay loaded until the process is gone; see LoadedPlugin. The list is never destroyed, because
// that would unload them at exit, when threads of theirs may still run. For the host's one thread.
std::vector<boost::dll::shared_library>& loaded_for_good() {
  static auto& libraries = *std::make_unique<std::vector<boost::dll::shared_library>>().release();
  return libraries;
}

Query find_query(const fs::path& library) {
  namespace dll = boost::dll;
  dll::shared_library loaded(library, dll::load_mode::rtld_now | dll::load_mode::rtld_local);
  auto query = &loaded.get<const lms_plugin_api*(std::uint32_t)>("lms_plugin_query");
  loaded_for_good().push_back(std::move(loaded));
  return query;
}

} // namespace

fs::path default_manifest() {
  auto folder = boost::dll::program_location().parent_path();
  auto beside = folder / "plugin.yaml";
  return fs::exists(beside) ? beside : folder.parent_path() / "manifests" / "plugin.yaml";
}

Result<LoadedPlugin> load_plugin(const fs::path& manifest_file) {
  auto manifest = read_manifest(manifest_file);
  if (!manifest) {
    return manifest.failure();
  }
  const Manifest& said = manifest.value();
  if (said.abi_major != LMS_ABI_MAJOR || said.abi_min_minor > LMS_ABI_MINOR) {
    return cannot_use(said,
                      "it speaks ABI " + std::to_string(said.abi_major) + "." +
                          std::to_string(said.abi_min_minor) + " or newer, this host speaks " +
                          std::to_string(LMS_ABI_MAJOR) + "." + std::to_string(LMS_ABI_MINOR) + ".",
                      "Install the release of the plugin that fits this host.");
  }
  static constexpr std::string_view kServices[] = {"log",
                                                   "secret_get",
                                                   "register_menu",
                                                   "register_callbacks",
                                                   "permission_check",
                                                   "gradebook_read",
                                                   "domain_path",
                                                   "domain_list",
                                                   "secret_put",
                                                   "notify",
                                                   "wake",
                                                   "get_extension"};
  for (const std::string& needed : said.requires_services) {
    if (std::ranges::find(kServices, needed) == std::end(kServices)) {
      return cannot_use(said,
                        "it needs the host service " + needed + ", which this host does not have.",
                        "Install the release of the plugin that fits this host.");
    }
  }
  auto library = find_library(said);
  if (!library) {
    return library.failure();
  }
  const lms_plugin_api* api = nullptr;
  try {
    api = find_query(library.value())(LMS_ABI_MAJOR);
  } catch (const std::exception& error) {
    return cannot_use(
        said, std::string("its library does not load. ") + error.what(),
        "Check that the library fits this system and that what it needs is installed (ldd " +
            library.value().string() + ").");
  }
  if (api == nullptr || !LMS_HAS(api, lms_plugin_api, get_extension) || api->info == nullptr) {
    return cannot_use(said, "its library does not offer the ABI that its manifest promises.",
                      "Install the plugin again.");
  }
  if (view(api->info->id) != said.id || view(api->info->version) != said.version) {
    return cannot_use(
        said,
        "its library says that it is " + std::string(view(api->info->id)) + " " +
            std::string(view(api->info->version)) + ", its manifest " + said.id + " " +
            said.version + ".",
        "Manifest and library come from different releases; install the plugin again.");
  }
  return LoadedPlugin{said, api};
}

} // namespace host_stub::loader
