#include "plugin/settings/account_key.hpp"

#include "plugin/platform/hash.hpp"

namespace passback::settings {
namespace {

// The length keeps ("ab", "c") and ("a", "bc") apart.
std::string with_length(std::string_view text) {
  return std::to_string(text.size()).append(":").append(text);
}

} // namespace

std::string client_key(const Connection& connection, std::string_view token_url,
                       std::string_view base_origin) {
  const bool key = connection.credential == Credential::api_key;
  const std::string_view place = key && !token_url.empty() ? token_url : base_origin;
  std::string text = with_length(place).append(key ? "key:" : "token:");
  if (key) {
    text.append(connection.api_key);
  } else {
    // The name that a connection's first secret has: those of later ones differ.
    text.append("passback/").append(connection.id).append("/secret");
  }
  return platform::sha256_hex(text);
}

std::string account_key(std::string_view client_key, std::string_view topmost_domain) {
  return platform::sha256_hex(with_length(client_key).append(topmost_domain));
}

} // namespace passback::settings
