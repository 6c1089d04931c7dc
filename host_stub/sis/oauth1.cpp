#include "host_stub/sis/oauth1.hpp"

#include <algorithm>
#include <charconv>

namespace host_stub::sis {

namespace {

constexpr std::string_view kScheme = "OAuth";

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return out;
}

bool is_oauth_header(std::string_view header) {
  return header.size() > kScheme.size() &&
         http::same_word(header.substr(0, kScheme.size()), kScheme) &&
         (header[kScheme.size()] == ' ' || header[kScheme.size()] == '\t');
}

bool is_form(const http::Request& request) {
  const auto type = request.header("Content-Type");
  return http::same_word(trim(type.substr(0, type.find(';'))), "application/x-www-form-urlencoded");
}

Failure unusable(std::string why) {
  return {400, Minor::invaliddata, "OAuth 1.0a: " + std::move(why)};
}

Failure refused(std::string why) {
  return {401, Minor::unauthorisedrequest, "OAuth 1.0a: " + std::move(why)};
}

/// Everything that RFC 5849, 3.4.1.3.1 collects, and how many of the places held protocol
/// parameters.
struct Collected {
  Parameters parameters;
  int places = 0;
};

bool has_protocol(const Parameters& parameters) {
  return std::any_of(parameters.begin(), parameters.end(),
                     [](const auto& p) { return p.first.rfind("oauth_", 0) == 0; });
}

std::optional<Collected> collect(const http::Request& request) {
  Collected out;
  const auto add = [&out](std::optional<Parameters> more) {
    if (!more) {
      return false;
    }
    out.places += has_protocol(*more) ? 1 : 0;
    out.parameters.insert(out.parameters.end(), more->begin(), more->end());
    return true;
  };
  if (is_oauth_header(request.header("Authorization")) &&
      !add(parse_oauth_header(request.header("Authorization")))) {
    return std::nullopt;
  }
  if (!add(parse_form(request.query)) || (is_form(request) && !add(parse_form(request.body)))) {
    return std::nullopt;
  }
  return out;
}

std::optional<Failure> check_protocol(const Collected& collected) {
  if (collected.places > 1) {
    return unusable("its parameters are in more than one place");
  }
  std::set<std::string> seen;
  for (const auto& [name, value] : collected.parameters) {
    if (name.rfind("oauth_", 0) == 0 && !seen.insert(name).second) {
      return unusable(name + " is given twice");
    }
  }
  for (const char* name : {"oauth_consumer_key", "oauth_signature_method", "oauth_timestamp",
                           "oauth_nonce", "oauth_signature"}) {
    const auto* value = find_parameter(collected.parameters, name);
    if (value == nullptr || value->empty()) {
      return unusable(std::string(name) + " is missing");
    }
  }
  const auto* version = find_parameter(collected.parameters, "oauth_version");
  if (version != nullptr && *version != "1.0") {
    return unusable("oauth_version must be 1.0");
  }
  return std::nullopt;
}

std::optional<std::int64_t> parse_timestamp(const std::string& text) {
  std::int64_t value = 0;
  const auto* end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, value);
  if (result.ec != std::errc() || result.ptr != end || value <= 0) {
    return std::nullopt;
  }
  return value;
}

} // namespace

std::string base_string_uri(bool tls, std::string_view host, std::string_view path) {
  auto authority = lower(trim(host));
  const std::string_view default_port = tls ? ":443" : ":80";
  if (authority.size() > default_port.size() && authority.ends_with(default_port)) {
    authority.erase(authority.size() - default_port.size());
  }
  return std::string(tls ? "https://" : "http://") + authority +
         (path.empty() ? "/" : std::string(path));
}

std::string normalised_parameters(const Parameters& parameters) {
  Parameters encoded;
  for (const auto& [name, value] : parameters) {
    encoded.emplace_back(percent_encode(name), percent_encode(value));
  }
  std::sort(encoded.begin(), encoded.end());
  std::string out;
  for (const auto& [name, value] : encoded) {
    out += (out.empty() ? "" : "&") + name + "=" + value;
  }
  return out;
}

std::string signature_base_string(std::string_view method, std::string_view base_uri,
                                  const Parameters& parameters) {
  std::string upper(method);
  std::transform(upper.begin(), upper.end(), upper.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return percent_encode(upper) + "&" + percent_encode(base_uri) + "&" +
         percent_encode(normalised_parameters(parameters));
}

std::string oauth1_signature(Digest digest, std::string_view base_string,
                             std::string_view client_secret, std::string_view token_secret) {
  const auto key = percent_encode(client_secret) + "&" + percent_encode(token_secret);
  return base64_encode(hmac(digest, key, base_string));
}

std::optional<Parameters> parse_oauth_header(std::string_view header) {
  if (!is_oauth_header(header)) {
    return std::nullopt;
  }
  Parameters out;
  for (const auto& part : split(header.substr(kScheme.size()), ',')) {
    const auto item = trim(part);
    if (item.empty()) {
      continue;
    }
    const auto equals = item.find('=');
    if (equals == std::string_view::npos) {
      return std::nullopt;
    }
    auto value = trim(item.substr(equals + 1));
    if (value.size() < 2 || value.front() != '"' || value.back() != '"') {
      return std::nullopt;
    }
    value = value.substr(1, value.size() - 2);
    const auto name = percent_decode(trim(item.substr(0, equals)));
    const auto text = percent_decode(value);
    if (!name || !text) {
      return std::nullopt;
    }
    if (!http::same_word(*name, "realm")) {
      out.emplace_back(*name, *text);
    }
  }
  return out;
}

bool NonceStore::use(const std::string& client, std::int64_t timestamp, const std::string& nonce,
                     std::int64_t now, std::chrono::seconds window) {
  seen_.erase(seen_.begin(), seen_.lower_bound({now - window.count(), std::string()}));
  return seen_.insert({timestamp, client + '\x1f' + nonce}).second;
}

bool has_oauth1(const http::Request& request) {
  if (is_oauth_header(request.header("Authorization"))) {
    return true;
  }
  if (request.has_header("Authorization")) {
    return false;
  }
  const auto in = [](std::string_view text) {
    const auto parameters = parse_form(text);
    return parameters && find_parameter(*parameters, "oauth_signature") != nullptr;
  };
  return in(request.query) || (is_form(request) && in(request.body));
}

std::variant<std::string, Failure> verify_oauth1(const http::Request& request,
                                                 const SisConfig& config, NonceStore& nonces,
                                                 std::int64_t now_s) {
  const auto collected = collect(request);
  if (!collected) {
    return unusable("its parameters are malformed");
  }
  if (auto failure = check_protocol(*collected)) {
    return *failure;
  }
  const auto& all = collected->parameters;
  const auto& method = *find_parameter(all, "oauth_signature_method");
  if ((method != "HMAC-SHA1" && method != "HMAC-SHA256") ||
      !config.oauth1_methods.contains(method)) {
    return unusable("oauth_signature_method is not supported");
  }
  const auto timestamp = parse_timestamp(*find_parameter(all, "oauth_timestamp"));
  if (!timestamp) {
    return unusable("oauth_timestamp must be a positive number of seconds");
  }
  const auto* token = find_parameter(all, "oauth_token");
  if (token != nullptr && !token->empty()) {
    return refused("there are no tokens here");
  }
  const auto& key = *find_parameter(all, "oauth_consumer_key");
  const auto client = std::find_if(config.clients.begin(), config.clients.end(),
                                   [&key](const Client& c) { return c.id == key; });
  Parameters signed_parameters;
  std::copy_if(all.begin(), all.end(), std::back_inserter(signed_parameters),
               [](const auto& p) { return p.first != "oauth_signature"; });
  const auto base = signature_base_string(
      request.method, base_string_uri(request.tls, request.header("Host"), request.path),
      signed_parameters);
  const bool known = client != config.clients.end();
  // An unknown key costs the same work as a known one with a wrong signature, and gets the same
  // answer.
  const auto expected = oauth1_signature(method == "HMAC-SHA1" ? Digest::sha1 : Digest::sha256,
                                         base, known ? client->secret : std::string_view("none"));
  const bool matches = same_secret(*find_parameter(all, "oauth_signature"), expected);
  if (!known || !matches) {
    return refused("unknown key or wrong signature");
  }
  if (std::abs(now_s - *timestamp) > config.timestamp_window.count()) {
    return refused("oauth_timestamp is too far from this server's time");
  }
  if (!nonces.use(key, *timestamp, *find_parameter(all, "oauth_nonce"), now_s,
                  config.timestamp_window)) {
    return refused("oauth_nonce was used before");
  }
  return key;
}

} // namespace host_stub::sis
