// The ways to prove who we are, as pure functions: which one a connection uses, the requests that
// it needs, the answers.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "plugin/oneroster/wire/endpoint.hpp"
#include "plugin/oneroster/wire/http.hpp"
#include "plugin/texts/phrase.hpp"

namespace passback::oneroster {

enum class AuthWay { fixed_token, oauth2_client_credentials, oauth1_signature };

/// Which way will be used, and the sentence that the SIS settings card shows about it.
struct AuthChoice {
  AuthWay way = AuthWay::fixed_token;
  texts::Phrase explanation;
};
/// Code::config (with a sentence) if no way fits: 1.2 with a key but no token URL, for example.
Result<AuthChoice> choose_auth(const settings::Connection& connection, const Profile& profile,
                               const Endpoint& endpoint);

/// Verb families that scopes distinguish.
struct Operations {
  bool read_roster = true, read_gradebook = true, put = true, post = false, remove = false;
  bool read_nested_roster = false; ///< routes below a class, a term or a school
  bool assessment = false;         ///< on the assessment routes, not on a class gradebook's
  bool class_gradebook = false;    ///< there, the class gradebook is read as well
};
/// Space separated scope URIs of that version.
std::string scopes(OneRosterVersion version, const Operations& operations);

/// RFC 6749 4.4.2. client_id and client_secret as the administrator typed them; an empty scope is
/// left out. `parameters` says where grant_type and scope travel; the secret never travels in the
/// query, because addresses are logged on the way.
HttpRequest token_request(const std::string& token_url, TokenAuth style, std::string_view client_id,
                          std::string_view client_secret, std::string_view scope,
                          TokenParameters parameters = TokenParameters::body);

/// The profile's extra headers with key and secret put in. A header whose placeholder has no value,
/// or whose value cannot stand in a header, is left out.
std::vector<Header> extra_headers(const Profile& profile, std::string_view api_key,
                                  std::string_view api_secret);
/// True if one of the extra headers carries the secret: it then goes to the secret's origins only.
bool headers_carry_secret(const Profile& profile);

struct Token {
  std::string value;
  std::int64_t lifetime_ms = 0; ///< 0 = the server did not say
  std::string granted_scope;    ///< empty = as asked
  std::vector<Header> cookies;  ///< to be sent with later requests (some SISs want it)
};
/// token_refused (wrong secret, wrong scope: a person must act), sis_error or answer_unreadable
/// (try later).
Result<Token> read_token_answer(const HttpAnswer& answer);

/// RFC 5849 3: value of the Authorization header. url is absolute; form_parameters are those of a
/// form body (none for JSON).
struct OAuth1Request {
  std::string method, url;
  std::string consumer_key, consumer_secret;
  std::string nonce;
  std::int64_t timestamp_s = 0;
  SignatureMethod signature_method = SignatureMethod::hmac_sha256;
  std::string token, token_secret; ///< empty in two-legged use: oauth_token is then left out
  bool version_parameter = true;   ///< send oauth_version="1.0"
  std::string realm;
  std::vector<Header> form_parameters;
};
std::string oauth1_authorization(const OAuth1Request& request);
/// RFC 5849 3.4.1: the text that is signed; shown to test vectors.
std::string oauth1_base_string(const OAuth1Request& request);

} // namespace passback::oneroster
