#include "plugin/oneroster/auth/auth.hpp"

namespace passback::oneroster {

Result<AuthChoice> choose_auth(const settings::Connection& connection, const Profile& profile,
                               const Endpoint& endpoint) {
  if (connection.credential == settings::Credential::access_token) {
    return AuthChoice{AuthWay::fixed_token, texts::say("sis_settings.auth.access_token")};
  }
  if (connection.api_key.empty()) {
    return Error{Code::config, "Enter API Key and API Secret, or an Access token."};
  }
  if (!connection.token_url.empty()) {
    return AuthChoice{
        AuthWay::oauth2_client_credentials,
        texts::say("sis_settings.auth.token_url", {{"token_url", endpoint.token_url}})};
  }
  if (!endpoint.token_url.empty()) {
    return AuthChoice{AuthWay::oauth2_client_credentials,
                      texts::say("sis_settings.auth.usual_token_url",
                                 {{"token_url", endpoint.token_url}, {"sis", profile.title}})};
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
      texts::say("sis_settings.auth.signature", {{"method", sha1 ? "HMAC-SHA1" : "HMAC-SHA256"}})};
}

} // namespace passback::oneroster
