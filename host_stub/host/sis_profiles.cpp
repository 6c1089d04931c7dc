#include "host_stub/host/sis_profiles.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

#include <boost/json/parse.hpp>

#include "host_stub/host/abi_slots.hpp"

namespace host_stub::host {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kExtension = LMS_EXT_PASSBACK_PROFILES;

Failure unusable(std::string message, std::string next_step) {
  return {std::move(message), std::move(next_step), ExitCode::usage};
}

} // namespace

Result<SisProfiles> SisProfiles::of(const loader::LoadedPlugin& plugin) {
  const auto* header = plugin.api->get_extension(0, kExtension.data(), kExtension.size());
  const auto* extension = reinterpret_cast<const lms_ext_passback_profiles*>(header);
  if (header == nullptr || header->struct_size < sizeof(lms_ext_passback_profiles) ||
      extension->describe == nullptr) {
    return Failure{"The plugin " + plugin.manifest.id +
                       " has nothing to say about SIS profiles: it does not have the extension " +
                       std::string(kExtension) + ".",
                   "Use a plugin that has it, such as Passback.", ExitCode::refused_by_plugin};
  }
  const fs::path beside = plugin.manifest.file.parent_path();
  return SisProfiles(*extension, plugin.manifest.profiles.empty()
                                     ? fs::path()
                                     : beside / plugin.manifest.profiles);
}

std::vector<fs::path> SisProfiles::files() const {
  std::vector<fs::path> found;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder_, error)) {
    if (entry.path().extension() == ".yaml") {
      found.push_back(entry.path());
    }
  }
  std::ranges::sort(found);
  return found;
}

Result<fs::path> SisProfiles::find(const std::string& name_or_file) const {
  std::error_code error;
  if (fs::is_regular_file(name_or_file, error)) {
    return fs::path(name_or_file);
  }
  std::string names;
  for (const fs::path& file : files()) {
    if (file.stem() == name_or_file) {
      return file;
    }
    names += (names.empty() ? "" : ", ") + file.stem().string();
  }
  return unusable("There is neither a file nor a profile " + name_or_file + ".",
                  names.empty() ? "This plugin comes without profiles; name a file."
                                : "Profiles: " + names + ".");
}

Result<boost::json::object> SisProfiles::describe(const fs::path& file) const {
  std::ifstream in(file, std::ios::binary);
  if (!in || fs::is_directory(file)) {
    return unusable(file.string() + " cannot be read.", "");
  }
  const std::string yaml(std::istreambuf_iterator<char>(in), {});
  const std::string name = file.string();
  ErrorSlot error;
  TextSink sink;
  const lms_status status = extension_->describe(yaml.data(), yaml.size(), name.data(), name.size(),
                                                 sink.get(), error.get());
  if (status == LMS_E_UTF8) {
    return unusable(name + " is not UTF-8.", "");
  }
  if (status != LMS_OK) {
    return error.take(status).to_failure();
  }
  boost::system::error_code wrong;
  boost::json::value document = boost::json::parse(sink.take(), wrong);
  if (wrong || !document.is_object()) {
    return Failure{"The plugin described " + name + " with something that is no JSON object.", "",
                   ExitCode::refused_by_plugin};
  }
  return std::move(document.get_object());
}

} // namespace host_stub::host
