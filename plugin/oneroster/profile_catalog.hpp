// All profiles that this installation has.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "plugin/oneroster/profile.hpp"

namespace passback::oneroster {

struct ProfileFile {
  std::string file; ///< for error messages
  std::string yaml;
};

class ProfileCatalog {
 public:
  /// Reads every file; the first that does not fit the schema stops it, with file and line.
  static Result<ProfileCatalog> parse(const std::vector<ProfileFile>& files,
                                      std::string_view schema_json);
  const Profile* find(std::string_view name) const; ///< nullptr = no such profile
  std::vector<const Profile*> all() const;          ///< by name

 private:
  std::map<std::string, Profile, std::less<>> profiles_;
};

} // namespace passback::oneroster
