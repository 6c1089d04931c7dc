// All profiles that this installation has.
//
// A file is read when its profile is first asked for: a host that starts for each request pays for
// the profile that it uses only, and a file with an error stops its own connections and nobody
// else's. Thread-safe.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "plugin/oneroster/profile/profile.hpp"

namespace passback::oneroster {

struct ProfileFile {
  std::string file; ///< for error messages
  std::string yaml;
};

class ProfileCatalog {
 public:
  ProfileCatalog() : ProfileCatalog({}, {}) {}
  ProfileCatalog(std::vector<ProfileFile> files, std::string_view schema_json);
  ProfileCatalog(ProfileCatalog&&) noexcept;
  ProfileCatalog& operator=(ProfileCatalog&&) noexcept;
  ~ProfileCatalog();

  /// Valid for as long as the catalogue; nullptr = there is none, or it cannot be read.
  const Profile* find(std::string_view name) const;
  /// Why find has none: Code::profile_missing, with file and line of what is wrong where there is
  /// a file.
  Error why_not(std::string_view name) const;
  std::vector<const Profile*> all() const; ///< those that can be read, by name

 private:
  struct Shelf;
  std::unique_ptr<Shelf> shelf_;
};

} // namespace passback::oneroster
