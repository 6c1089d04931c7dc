#pragma once
// OAuth 1.0a signatures (RFC 5849) as a provider checks them: two-legged, HMAC-SHA1 or HMAC-SHA256.
// The building blocks are public so that they can be tested against the RFC's own examples.
#include <chrono>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "host_stub/http/message.hpp"
#include "host_stub/sis/config.hpp"
#include "host_stub/sis/crypto.hpp"
#include "host_stub/sis/errors.hpp"
#include "host_stub/sis/text.hpp"

namespace host_stub::sis {

/// RFC 5849, 3.4.1.2: scheme and host in lower case, no default port, no query.
std::string base_string_uri(bool tls, std::string_view host, std::string_view path);
/// RFC 5849, 3.4.1.3.2: encoded, sorted by name and then by value, joined. Takes decoded
/// parameters.
std::string normalised_parameters(const Parameters& parameters);
/// RFC 5849, 3.4.1.1.
std::string signature_base_string(std::string_view method, std::string_view base_uri,
                                  const Parameters& parameters);
/// RFC 5849, 3.4.2, Base64. Two-legged clients have no token secret.
std::string oauth1_signature(Digest digest, std::string_view base_string,
                             std::string_view client_secret, std::string_view token_secret = {});
/// The parameters of an `OAuth …` header, decoded, realm left out; nothing when it is malformed.
std::optional<Parameters> parse_oauth_header(std::string_view header);

/// Which (client, timestamp, nonce) were seen, for as long as their timestamp is acceptable.
class NonceStore {
 public:
  /// False when the combination was used before. `now` and `timestamp` in seconds since 1970.
  bool use(const std::string& client, std::int64_t timestamp, const std::string& nonce,
           std::int64_t now, std::chrono::seconds window);
  void clear() { seen_.clear(); }

 private:
  std::set<std::pair<std::int64_t, std::string>> seen_;
};

/// True when the request carries OAuth 1.0a parameters, wherever RFC 5849, 3.5 allows them.
bool has_oauth1(const http::Request& request);

/// Checks the whole request: the client's id, or why it is refused (RFC 5849, 3.2: 400 for a
/// request that cannot be checked, 401 for one that fails the check).
std::variant<std::string, Failure> verify_oauth1(const http::Request& request,
                                                 const SisConfig& config, NonceStore& nonces,
                                                 std::int64_t now_s);

} // namespace host_stub::sis
