#include "host_stub/story/own_profile.hpp"

#include <fstream>

#include <boost/json/serialize.hpp>

#include "host_stub/loader/manifest.hpp"
#include "host_stub/support/stop_command.hpp"

namespace host_stub::story {
namespace {

namespace fs = std::filesystem;

// A second name for the same file where the file system can, else a copy: the library is large.
void lay(const fs::path& from, const fs::path& to) {
  std::error_code error;
  fs::create_directories(to.parent_path());
  fs::create_hard_link(from, to, error);
  if (error) {
    fs::copy_file(from, to);
  }
}

} // namespace

fs::path plugin_with_profile(const fs::path& manifest, const fs::path& folder,
                             const std::string& name, const std::string& version,
                             const boost::json::object& sections) {
  const auto read = value_or_stop(loader::read_manifest(manifest));
  const auto library = value_or_stop(loader::find_library(read));
  const auto beside = fs::absolute(manifest).parent_path();
  lay(library, folder / fs::relative(library, fs::canonical(beside)));
  lay(manifest, folder / "plugin.yaml");
  const auto profiles = folder / read.profiles;
  fs::create_directories(profiles);
  for (const auto& entry : fs::directory_iterator(beside / read.profiles)) {
    if (entry.path().extension() == ".yaml") {
      lay(entry.path(), profiles / entry.path().filename());
    }
  }
  auto profile = boost::json::object{
      {"name", name}, {"title", "The SIS of this story"}, {"version", 1}, {"oneroster", version}};
  for (const auto& section : sections) {
    profile[section.key()] = section.value();
  }
  // JSON is YAML.
  std::ofstream(profiles / (name + ".yaml"), std::ios::binary) << boost::json::serialize(profile);
  return folder / "plugin.yaml";
}

} // namespace host_stub::story
