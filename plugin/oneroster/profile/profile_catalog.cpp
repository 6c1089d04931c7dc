#include "plugin/oneroster/profile/profile_catalog.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "plugin/platform/once.hpp"

namespace passback::oneroster {
namespace {

/// The name of the profile in a file, without reading the rest of it: the member `name` at the
/// beginning of a line. Reading it whole tells later whether that was right.
std::string name_in(const ProfileFile& file) {
  const std::string_view yaml = file.yaml;
  for (std::size_t begin = 0; begin < yaml.size();) {
    const std::size_t end = std::min(yaml.find('\n', begin), yaml.size());
    std::string_view line = yaml.substr(begin, end - begin);
    begin = end + 1;
    if (!line.starts_with("name:")) {
      continue;
    }
    line.remove_prefix(5);
    line = line.substr(0, line.find(" #"));
    constexpr std::string_view kAround = " \t\r\"'";
    const std::size_t first = line.find_first_not_of(kAround);
    return first == std::string_view::npos
               ? std::string()
               : std::string(line.substr(first, line.find_last_not_of(kAround) + 1 - first));
  }
  const std::size_t folder = file.file.rfind('/');
  const std::string last = folder == std::string::npos ? file.file : file.file.substr(folder + 1);
  return last.substr(0, last.rfind('.'));
}

} // namespace

struct ProfileCatalog::Shelf {
  struct Entry {
    explicit Entry(ProfileFile in) : file(std::move(in)) {}
    ProfileFile file;
    std::string also_in; ///< another file with the same name
    platform::Once<Result<Profile>> profile;
  };

  Result<Profile> parse(const std::string& name, const Entry& entry) const {
    if (!entry.also_in.empty()) {
      return Error{Code::document, entry.also_in + ":1: the profile '" + name + "' is already in " +
                                       entry.file.file};
    }
    auto profile = parse_profile(entry.file.yaml, schema, entry.file.file);
    if (profile && profile->name != name) {
      return Error{Code::document,
                   entry.file.file + ": write `name: " + name + "` on a line of its own"};
    }
    return profile;
  }
  const Result<Profile>* read(std::string_view name) {
    const auto found = entries.find(name);
    return found == entries.end()
               ? nullptr
               : &found->second.profile.get([&] { return parse(found->first, found->second); });
  }

  std::string schema;
  std::map<std::string, Entry, std::less<>> entries; ///< never changes once it is filled
};

ProfileCatalog::ProfileCatalog(std::vector<ProfileFile> files, std::string_view schema_json)
    : shelf_(std::make_unique<Shelf>()) {
  shelf_->schema = schema_json;
  for (ProfileFile& file : files) {
    std::string name = name_in(file);
    const std::string path = file.file;
    const auto [entry, is_new] = shelf_->entries.try_emplace(std::move(name), std::move(file));
    if (!is_new) {
      entry->second.also_in = path;
    }
  }
}

ProfileCatalog::ProfileCatalog(ProfileCatalog&&) noexcept = default;
ProfileCatalog& ProfileCatalog::operator=(ProfileCatalog&&) noexcept = default;
ProfileCatalog::~ProfileCatalog() = default;

const Profile* ProfileCatalog::find(std::string_view name) const {
  const Result<Profile>* profile = shelf_->read(name);
  return profile != nullptr && profile->ok() ? &**profile : nullptr;
}

Error ProfileCatalog::why_not(std::string_view name) const {
  const Result<Profile>* profile = shelf_->read(name);
  return {Code::profile_missing,
          profile != nullptr && !profile->ok() ? profile->error().detail : std::string(name)};
}

std::vector<const Profile*> ProfileCatalog::all() const {
  std::vector<const Profile*> profiles;
  for (const auto& entry : shelf_->entries) {
    if (const Profile* profile = find(entry.first)) {
      profiles.push_back(profile);
    }
  }
  return profiles;
}

} // namespace passback::oneroster
