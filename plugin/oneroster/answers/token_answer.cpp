#include <algorithm>
#include <charconv>
#include <cmath>

#include "plugin/oneroster/answers/answer.hpp"
#include "plugin/oneroster/answers/answer_body.hpp"
#include "plugin/oneroster/auth/auth.hpp"
#include "plugin/oneroster/auth/granted_scopes.hpp"
#include "plugin/oneroster/wire/ascii.hpp"
#include "plugin/oneroster/wire/json_read.hpp"

namespace passback::oneroster {
namespace {

namespace json = boost::json;

constexpr double kLongestLifetimeS = 366.0 * 24 * 3600;

/// Whole milliseconds of expires_in, which some servers write as a text or a fraction; 0 if it says
/// nothing useful.
std::int64_t lifetime_ms(const json::value* value) {
  double seconds = 0;
  if (value == nullptr) {
    return 0;
  }
  if (const json::string* text = value->if_string()) {
    const std::string_view trimmed = ascii::trimmed({text->data(), text->size()});
    std::from_chars(trimmed.data(), trimmed.data() + trimmed.size(), seconds);
  } else if (value->is_number()) {
    seconds = value->is_double()  ? value->get_double()
              : value->is_int64() ? static_cast<double>(value->get_int64())
                                  : static_cast<double>(value->get_uint64());
  }
  if (!std::isfinite(seconds) || seconds <= 0) {
    return 0;
  }
  return static_cast<std::int64_t>(std::min(seconds, kLongestLifetimeS) * 1000);
}

/// What may stand in a header; anything else would let a server write headers of its own into our
/// requests.
bool is_one_word(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7f'; });
}

/// Error codes are words of the protocol; free text of the server may hold a key and stays out.
std::string error_word(std::string_view body) {
  const auto value = read_json(body);
  if (!value || !value->is_object()) {
    return {};
  }
  const std::string word = text_of(member(value->get_object(), "error"));
  const bool harmless = word.size() <= 40 && std::ranges::all_of(word, [](char c) {
                          return ascii::is_letter(c) || c == '_' || c == '-';
                        });
  return harmless ? word : std::string();
}

bool is_passing(int status, const std::string& word) {
  return status >= 500 || status == 408 || status == 425 || status == 429 ||
         word == "server_error" || word == "temporarily_unavailable";
}

/// Nobody has judged the key and the secret: what answers there is a web site, or nothing.
bool is_no_token_endpoint(const HttpAnswer& answer, const std::string& word) {
  const bool elsewhere =
      (answer.status >= 300 && answer.status < 400) || says_no_such_address(answer.status);
  // A 401 is about key and secret: some authorization servers dress it as a page.
  return word.empty() && (elsewhere || (answer.status != 401 && is_page(answer)));
}

Error refusal(const HttpAnswer& answer) {
  const std::string word = error_word(answer.body);
  std::string detail = "the token endpoint answered " + std::to_string(answer.status);
  if (!word.empty()) {
    detail += " " + word;
  }
  if (is_passing(answer.status, word)) {
    return Error{is_page(answer) ? Code::answer_page : Code::sis_error, detail};
  }
  if (is_no_token_endpoint(answer, word)) {
    return Error{Code::token_address, detail};
  }
  return Error{is_success(answer) ? Code::sis_error : Code::token_refused, detail};
}

void add_cookie(std::vector<std::pair<std::string, std::string>>& jar, std::string_view line) {
  const std::string_view pair = ascii::trimmed(line.substr(0, line.find(';')));
  const std::size_t equals = pair.find('=');
  if (equals == std::string_view::npos || equals == 0 || !is_one_word(pair)) {
    return;
  }
  const std::string name(pair.substr(0, equals));
  std::erase_if(jar, [&](const auto& cookie) { return cookie.first == name; });
  if (equals + 1 < pair.size()) {
    jar.emplace_back(name, pair.substr(equals + 1));
  }
}

std::vector<Header> cookies_of(const HttpAnswer& answer) {
  std::vector<std::pair<std::string, std::string>> jar;
  for (const Header& line : answer.headers) {
    if (ascii::same_without_case(line.name, "Set-Cookie")) {
      add_cookie(jar, line.value);
    }
  }
  std::string value;
  for (const auto& [name, text] : jar) {
    value += (value.empty() ? "" : "; ") + name + "=" + text;
  }
  return value.empty() ? std::vector<Header>() : std::vector<Header>{{"Cookie", value}};
}

} // namespace

bool refuses_scope(const HttpAnswer& answer) {
  return !read_token_answer(answer) && error_word(answer.body) == "invalid_scope";
}

Result<Token> read_token_answer(const HttpAnswer& answer) {
  if (!is_success(answer) || is_page(answer)) {
    return refusal(answer);
  }
  const auto value = read_json(answer.body);
  if (!value) {
    return Error{Code::answer_unreadable, "the token endpoint's answer is not JSON"};
  }
  const json::object* object = value->if_object();
  if (object == nullptr) {
    return Error{Code::token_address, "the token endpoint's answer is not a JSON object"};
  }
  Token token;
  token.value = std::string(ascii::trimmed(text_of(member(*object, "access_token"))));
  if (token.value.empty()) {
    // Some servers say 200 and put the refusal into the body. Where nothing is refused either, it
    // is another service that answers.
    const bool refused = !text_of(member(*object, "error")).empty();
    return Error{refused ? Code::token_refused : Code::token_address,
                 "the token endpoint's answer holds no access_token " + error_word(answer.body)};
  }
  if (!is_one_word(token.value)) {
    return Error{Code::answer_unreadable, "the access_token holds characters that no token has"};
  }
  const std::string type = ascii::lower(text_of(member(*object, "token_type")));
  if (!type.empty() && !type.starts_with("bearer")) {
    return Error{Code::token_address, "the token is not a bearer token"};
  }
  token.lifetime_ms = lifetime_ms(member(*object, "expires_in"));
  token.granted_scope = text_of(member(*object, "scope"));
  token.cookies = cookies_of(answer);
  return token;
}

} // namespace passback::oneroster
