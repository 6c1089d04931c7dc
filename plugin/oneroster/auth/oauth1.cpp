#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "plugin/oneroster/auth/auth.hpp"
#include "plugin/oneroster/wire/base64.hpp"
#include "plugin/oneroster/wire/url.hpp"

namespace passback::oneroster {
namespace {

using Parameters = std::vector<std::pair<std::string, std::string>>;

std::string_view method_name(SignatureMethod method) {
  return method == SignatureMethod::hmac_sha1 ? "HMAC-SHA1" : "HMAC-SHA256";
}

Parameters protocol_parameters(const OAuth1Request& request) {
  Parameters parameters{{"oauth_consumer_key", request.consumer_key}};
  if (!request.token.empty()) {
    parameters.emplace_back("oauth_token", request.token);
  }
  parameters.emplace_back("oauth_signature_method", method_name(request.signature_method));
  parameters.emplace_back("oauth_timestamp", std::to_string(request.timestamp_s));
  parameters.emplace_back("oauth_nonce", request.nonce);
  if (request.version_parameter) {
    parameters.emplace_back("oauth_version", "1.0");
  }
  return parameters;
}

/// RFC 5849 3.4.1.3.1: the query is read as a form, so "+" there is a space.
void add_query(Parameters& parameters, std::string_view query) {
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(pair.size() + 1, query.size()));
    if (pair.empty()) {
      continue;
    }
    const std::size_t equals = pair.find('=');
    const std::string_view value =
        equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1);
    parameters.emplace_back(percent_decoded(pair.substr(0, equals), true),
                            percent_decoded(value, true));
  }
}

/// RFC 5849 3.4.1.3.2: encoded first, then sorted by bytes of name and value.
std::string normalised(const Parameters& parameters) {
  Parameters encoded;
  encoded.reserve(parameters.size());
  for (const auto& [name, value] : parameters) {
    encoded.emplace_back(percent_encoded(name), percent_encoded(value));
  }
  std::ranges::sort(encoded);
  std::string text;
  for (const auto& [name, value] : encoded) {
    text += (text.empty() ? "" : "&") + name + "=" + value;
  }
  return text;
}

/// RFC 9110 5.6.4: the realm is a quoted string; it alone is not percent-encoded.
std::string quoted_string(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    out += c == '"' || c == '\\' ? "\\" : "";
    out += c;
  }
  return out + "\"";
}

std::string upper(std::string_view method) {
  std::string text(method);
  std::ranges::transform(text, text.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return text;
}

std::string signature(const OAuth1Request& request) {
  const std::string key =
      percent_encoded(request.consumer_secret) + "&" + percent_encoded(request.token_secret);
  const std::string text = oauth1_base_string(request);
  const EVP_MD* digest =
      request.signature_method == SignatureMethod::hmac_sha1 ? EVP_sha1() : EVP_sha256();
  std::string code(EVP_MAX_MD_SIZE, '\0');
  unsigned int size = 0;
  if (HMAC(digest, key.data(), static_cast<int>(key.size()),
           reinterpret_cast<const unsigned char*>(text.data()), text.size(),
           reinterpret_cast<unsigned char*>(code.data()), &size) == nullptr) {
    throw std::runtime_error("HMAC is not available");
  }
  code.resize(size);
  return base64(code);
}

} // namespace

std::string oauth1_base_string(const OAuth1Request& request) {
  Parameters parameters = protocol_parameters(request);
  std::string address = request.url;
  if (const auto url = parse_url(request.url)) {
    address = url->short_origin() + (url->path.empty() ? "/" : url->path);
    add_query(parameters, url->query);
  }
  for (const Header& parameter : request.form_parameters) {
    parameters.emplace_back(parameter.name, parameter.value);
  }
  return upper(request.method) + "&" + percent_encoded(address) + "&" +
         percent_encoded(normalised(parameters));
}

std::string oauth1_authorization(const OAuth1Request& request) {
  std::string value = "OAuth ";
  if (!request.realm.empty()) {
    value += "realm=" + quoted_string(request.realm) + ", ";
  }
  for (const auto& [name, text] : protocol_parameters(request)) {
    value += name + "=\"" + percent_encoded(text) + "\", ";
  }
  return value + "oauth_signature=\"" + percent_encoded(signature(request)) + "\"";
}

} // namespace passback::oneroster
