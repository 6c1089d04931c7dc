#include "host_stub/import/api/oauth1.hpp"

#include <algorithm>
#include <vector>

#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace host_stub::import {

namespace {

std::string hmac(SignatureMethod method, const std::string& key, const std::string& text) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  HMAC(method == SignatureMethod::hmac_sha1 ? EVP_sha1() : EVP_sha256(), key.data(),
       static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(text.data()),
       text.size(), digest, &size);
  return {reinterpret_cast<const char*>(digest), size};
}

} // namespace

std::string base64(const std::string& bytes) {
  std::string text(4 * ((bytes.size() + 2) / 3) + 1, '\0');
  auto size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                              reinterpret_cast<const unsigned char*>(bytes.data()),
                              static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(size));
  return text;
}

std::string oauth1_header(const OAuth1Key& key, const std::string& method, const Url& url,
                          const std::string& nonce, long long timestamp) {
  std::vector<std::pair<std::string, std::string>> own = {
      {"oauth_consumer_key", key.key},
      {"oauth_nonce", nonce},
      {"oauth_signature_method",
       key.method == SignatureMethod::hmac_sha1 ? "HMAC-SHA1" : "HMAC-SHA256"},
      {"oauth_timestamp", std::to_string(timestamp)},
      {"oauth_version", "1.0"}};
  std::vector<std::pair<std::string, std::string>> all;
  for (const auto& [name, value] : own) {
    all.emplace_back(percent_encode(name), percent_encode(value));
  }
  for (const auto& [name, value] : query_parameters(url.query)) {
    all.emplace_back(percent_encode(name), percent_encode(value));
  }
  std::ranges::sort(all);
  std::string parameters;
  for (const auto& [name, value] : all) {
    parameters += (parameters.empty() ? "" : "&") + name + "=" + value;
  }
  auto base =
      method + "&" + percent_encode(url.origin() + url.path) + "&" + percent_encode(parameters);
  own.emplace_back("oauth_signature",
                   base64(hmac(key.method, percent_encode(key.secret) + "&", base)));
  std::string header = "OAuth ";
  for (const auto& [name, value] : own) {
    header += (header.size() == 6 ? "" : ", ") + name + "=\"" + percent_encode(value) + "\"";
  }
  return header;
}

} // namespace host_stub::import
