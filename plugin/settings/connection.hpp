// One connection to one SIS: where it is, how to speak to it, who we are there. URLs, method and
// credentials are one block: a domain inherits the whole of it or nothing of it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace passback::settings {

enum class OneRosterVersion { v1p1, v1p2 };

/// How we prove who we are; chosen by which fields of the card are filled (see
/// oneroster/auth/auth.hpp).
enum class Credential {
  api_key,      ///< API Key and API Secret: OAuth 2 client credentials or OAuth 1.0a
  access_token, ///< a fixed bearer token
};

/// How grades get to the SIS.
enum class Way {
  api,  ///< by REST, as they come
  file, ///< as files that a person takes there; nothing is said to the SIS
};

/// An SIS that a connection led to before an administrator said "another SIS".
struct FormerSis {
  std::int64_t generation = 1;
  std::string sis_name;
  std::string rostering_base, gradebook_base; ///< where it was
  /// It was a test server, and the real SIS came after it: what it has is of no account any more.
  bool was_test = false;

  bool operator==(const FormerSis&) const = default;
};

constexpr int kMostRequestsPerSecond = 1'000;

struct Connection {
  std::string id;              ///< a UUID made at the first save; never derived from anything
  std::int64_t generation = 1; ///< of the SIS: another one when an administrator says "another SIS"
  std::vector<FormerSis> former;
  std::string sis_name; ///< what people call it
  std::string profile;  ///< name of a file in manifests/sis, "generic-1.2"
  OneRosterVersion version = OneRosterVersion::v1p2;
  Way way = Way::api;   ///< for a file neither address nor credentials are needed; those there stay
  std::string base_url; ///< API Base URL
  std::string rostering_base_url,
      gradebook_base_url; ///< override what the profile derives from base_url
  std::string token_url;  ///< API Token URL; empty = what the profile says
  Credential credential = Credential::api_key;
  std::string api_key;
  std::string secret_ref; ///< name of the secret (API Secret or Access token) in the vault; never
                          ///< the secret
  std::int64_t secret_version = 0;         ///< raised at each save of a new secret
  std::string credentials_end; ///< the last day of key or token, "2027-06-30"; empty = nobody said
  std::vector<std::string> secret_origins; ///< scheme://host:port that the secret may be sent to
  int requests_per_second = 0; ///< at most, and never more than the profile's; 0 = the profile's
  bool test_server = false;                ///< people are told so wherever the SIS is named
  std::string
      time_zone;      ///< IANA name; the SIS's own. Empty = nobody said: UTC, and it is asked for
  std::string ca_pem; ///< certificates (PEM) trusted besides the system's; empty = none
  /// Only in connections that were saved before ca_pem was there. Never opened: a path that a
  /// domain's administrator chose would read, or wait in, any file of the server.
  std::string ca_file;

  bool operator==(const Connection&) const = default;
};

inline bool goes_by_file(const Connection& connection) {
  return connection.way == Way::file;
}

/// What people read.
inline std::string shown_name(const Connection& connection) {
  const bool named = connection.test_server && !connection.sis_name.empty();
  return connection.sis_name + (named ? " (test server)" : "");
}

/// Records of that generation are of a test server that the real SIS has followed.
inline bool was_test_server(const Connection& connection, std::int64_t generation) {
  for (const auto& former : connection.former) {
    if (former.generation == generation) {
      return former.was_test;
    }
  }
  return false;
}

/// What people call the SIS of that generation; empty = nobody knows any more.
inline std::string name_of_generation(const Connection& connection, std::int64_t generation) {
  if (connection.generation == generation) {
    return connection.sis_name;
  }
  for (const auto& former : connection.former) {
    if (former.generation == generation) {
      return former.sis_name;
    }
  }
  return {};
}

} // namespace passback::settings
