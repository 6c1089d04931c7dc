#include "plugin/oneroster/auth/auth.hpp"

namespace passback::oneroster {

Result<AuthChoice> choose_auth(const settings::Connection& connection, const Profile& profile,
                               const Endpoint& endpoint) {
  if (connection.credential == settings::Credential::access_token) {
    return AuthChoice{AuthWay::fixed_token,
                      "The Access token is sent with every request. It does not renew itself: when "
                      "the SIS lets it expire, a new one must be entered here."};
  }
  if (connection.api_key.empty()) {
    return Error{Code::config, "Enter API Key and API Secret, or an Access token."};
  }
  if (!connection.token_url.empty()) {
    return AuthChoice{AuthWay::oauth2_client_credentials,
                      "API Key and API Secret are exchanged for a token at the API Token URL, " +
                          endpoint.token_url + " (OAuth 2.0 client credentials)."};
  }
  if (!endpoint.token_url.empty()) {
    return AuthChoice{AuthWay::oauth2_client_credentials,
                      "API Key and API Secret are exchanged for a token (OAuth 2.0 client "
                      "credentials) at " +
                          endpoint.token_url + ", the address that is usual for " + profile.title +
                          ". Enter an API Token URL if yours is another."};
  }
  if (endpoint.version == OneRosterVersion::v1p2) {
    return Error{Code::config, "OneRoster 1.2 needs a token: enter the API Token URL of the SIS, "
                               "or an Access token instead of API Key and API Secret."};
  }
  if (!profile.oauth1) {
    return Error{Code::config, profile.title +
                                   " needs a token: enter the API Token URL of the SIS, or an "
                                   "Access token instead of API Key and API Secret."};
  }
  const bool sha1 = profile.signature_method == SignatureMethod::hmac_sha1;
  return AuthChoice{
      AuthWay::oauth1_signature,
      std::string("Every request is signed with API Key and API Secret (OAuth 1.0a, ") +
          (sha1 ? "HMAC-SHA1" : "HMAC-SHA256") +
          "), because there is no API Token URL. If the SIS gave you one, enter it."};
}

} // namespace passback::oneroster
