#include "plugin/settings/account_key.hpp"

#include "plugin/platform/hash.hpp"

namespace passback::settings {

std::string account_key(const Connection& connection, std::string_view token_url,
                        std::string_view base_origin) {
  const bool key = connection.credential == Credential::api_key;
  const std::string_view place = key && !token_url.empty() ? token_url : base_origin;
  const std::string_view who = key ? connection.api_key : connection.secret_ref;
  // The length keeps ("ab", "c") and ("a", "bc") apart.
  std::string text = std::to_string(place.size());
  text.append(":").append(place).append(key ? "key:" : "token:").append(who);
  return platform::sha256_hex(text);
}

} // namespace passback::settings
