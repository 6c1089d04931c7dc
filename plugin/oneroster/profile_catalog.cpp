#include "plugin/oneroster/profile_catalog.hpp"

namespace passback::oneroster {

Result<ProfileCatalog> ProfileCatalog::parse(const std::vector<ProfileFile>& files,
                                             std::string_view schema_json) {
  ProfileCatalog catalog;
  std::map<std::string, std::string, std::less<>> file_of;
  for (const ProfileFile& file : files) {
    auto profile = parse_profile(file.yaml, schema_json, file.file);
    if (!profile) {
      return profile.error();
    }
    const auto [first, is_new] = file_of.emplace(profile->name, file.file);
    if (!is_new) {
      return Error{Code::document, file.file + ":1: the profile '" + profile->name +
                                       "' is already in " + first->second};
    }
    std::string name = profile->name;
    catalog.profiles_.emplace(std::move(name), *std::move(profile));
  }
  return catalog;
}

const Profile* ProfileCatalog::find(std::string_view name) const {
  const auto found = profiles_.find(name);
  return found == profiles_.end() ? nullptr : &found->second;
}

std::vector<const Profile*> ProfileCatalog::all() const {
  std::vector<const Profile*> profiles;
  for (const auto& [name, profile] : profiles_) {
    profiles.push_back(&profile);
  }
  return profiles;
}

} // namespace passback::oneroster
