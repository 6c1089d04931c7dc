#pragma once
// What `host_stub profile` asks the plugin.
#include <filesystem>
#include <string>
#include <vector>

#include <boost/json/object.hpp>

#include "host_stub/loader/loaded_plugin.hpp"
#include "host_stub/support/failure.hpp"
#include "lms_plugin/ext/passback_profiles.h"

namespace host_stub::host {

// The SIS profiles of a plugin, as the plugin itself reads them: through its extension
// passback.profiles/1. No instance is made and nothing is stored.
class SisProfiles {
 public:
  // A plugin without the extension is refused with a sentence that says so.
  static Result<SisProfiles> of(const loader::LoadedPlugin& plugin);

  // The files beside the manifest, by name.
  std::vector<std::filesystem::path> files() const;
  // A file as it was typed or, if there is none, the profile of that name beside the manifest.
  Result<std::filesystem::path> find(const std::string& name_or_file) const;
  // passback.profile/1: "problem" says why the file cannot be used.
  Result<boost::json::object> describe(const std::filesystem::path& file) const;

 private:
  SisProfiles(const lms_ext_passback_profiles& extension, std::filesystem::path folder)
      : extension_(&extension), folder_(std::move(folder)) {}

  const lms_ext_passback_profiles* extension_;
  std::filesystem::path folder_;
};

} // namespace host_stub::host
