// The vault for hosts that have none (no secret_put): secrets in encrypted files of the data
// directory.
//
// DATA/secrets/NAME-HASH.sealed holds one secret: AES-256-GCM, with the secret's name as
// authenticated data, so that files cannot be exchanged. DATA/secrets.key holds the key, made at
// first use (0600). This protects a copied or backed-up secrets folder without the key, not against
// somebody who can read the whole data directory.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "plugin/platform/result.hpp"
#include "plugin/settings/secrets.hpp"

namespace passback::settings {

/// Stateless apart from the path: every call reads or replaces files. Thread-safe, also between
/// processes: a reader sees the old value or the new one.
class SecretFile {
 public:
  explicit SecretFile(std::string data_dir);

  /// nullopt = nothing is stored under that name. Code::corrupt if the file was damaged or sealed
  /// with another key; the detail says which.
  Result<std::optional<Secret>> get(std::string_view name) const;
  /// Keeps the value; an empty one removes what was kept.
  Status put(std::string_view name, const Secret& value) const;

 private:
  std::string path_of(std::string_view name) const;
  std::string data_dir_;
};

} // namespace passback::settings
