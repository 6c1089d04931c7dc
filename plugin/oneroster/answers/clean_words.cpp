#include "plugin/oneroster/answers/clean_words.hpp"

#include <algorithm>
#include <array>

#include "plugin/oneroster/wire/ascii.hpp"
#include "plugin/oneroster/wire/utf8.hpp"

namespace passback::oneroster {
namespace {

// What is longer is cut before it is worked on; the first 500 bytes are all that is kept.
constexpr std::size_t kLooksAtMostAt = 8192;
constexpr std::size_t kTokenLength = 24;

bool is_hidden(std::string_view character) {
  if (character.size() == 1) {
    const auto byte = static_cast<unsigned char>(character.front());
    return byte < 0x20 || byte == 0x7f;
  }
  // C1 controls; direction and line marks of U+200x and U+202x, U+206x; byte order mark.
  return (character.size() == 2 && character[0] == '\xc2' &&
          static_cast<unsigned char>(character[1]) < 0xa0) ||
         (character >= "\xe2\x80\x8b" && character <= "\xe2\x80\x8f") ||
         (character >= "\xe2\x80\xa8" && character <= "\xe2\x80\xae") ||
         (character >= "\xe2\x81\xa0" && character <= "\xe2\x81\xaf") ||
         character == "\xef\xbb\xbf";
}

std::string without_tags(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t open = text.find('<');
    out += text.substr(0, open);
    if (open == std::string_view::npos) {
      break;
    }
    text.remove_prefix(open);
    const bool tag = text.size() > 1 && (ascii::is_letter(text[1]) || text[1] == '/' ||
                                         text[1] == '!' || text[1] == '?');
    const std::size_t close = text.find('>');
    if (!tag || close == std::string_view::npos) {
      out += text.front();
      text.remove_prefix(1);
      continue;
    }
    out += ' ';
    text.remove_prefix(close + 1);
  }
  return out;
}

std::string one_visible_line(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    std::string_view character = utf8::first_character(text);
    const std::size_t size = std::max<std::size_t>(character.size(), 1);
    if (character.empty()) {
      character = utf8::kReplacement;
    } else if (is_hidden(character) || character == " ") {
      character = out.empty() || out.ends_with(' ') ? "" : " ";
    }
    out += character;
    text.remove_prefix(size);
  }
  return std::string(ascii::trimmed(out));
}

bool is_word_break(char c) {
  return c == ' ' || c == '"' || c == '\'' || c == ',' || c == ';' || c == '(' || c == ')' ||
         c == '<' || c == '>' || c == '[' || c == ']' || c == '{' || c == '}';
}

bool is_address(std::string_view word) {
  const std::size_t at = word.find('@');
  return at != std::string_view::npos && at > 0 && word.find('.', at) != std::string_view::npos;
}

bool looks_like_token(std::string_view word) {
  if (word.size() < kTokenLength || ascii::is_uuid(word)) {
    return false;
  }
  const bool token_alphabet = std::ranges::all_of(word, [](char c) {
    return ascii::is_digit(c) || ascii::is_letter(c) || c == '+' || c == '/' || c == '=' ||
           c == '_' || c == '-' || c == '.' || c == '~' || c == '%';
  });
  return token_alphabet && std::ranges::any_of(word, ascii::is_digit) &&
         std::ranges::any_of(word, ascii::is_letter);
}

/// Names whose value is a secret, in any spelling: access_token=..., "client_secret": "...".
bool announces_secret(std::string_view word) {
  static constexpr std::array<std::string_view, 9> kNames = {
      "token",  "secret", "password", "signature", "authorization",
      "bearer", "basic",  "api_key",  "apikey"};
  const std::string name = ascii::lower(word);
  return std::ranges::any_of(kNames, [&](std::string_view known) { return name.ends_with(known); });
}

std::string without_people_and_secrets(std::string_view text) {
  std::string out;
  bool secret_follows = false;
  while (!text.empty()) {
    // A word ends at "=" or ":" too, so that a name and its value are looked at apart.
    const auto end = std::ranges::find_if(
        text, [](char c) { return is_word_break(c) || c == '=' || c == ':' || c == '&'; });
    const std::string_view word = text.substr(0, static_cast<std::size_t>(end - text.begin()));
    const bool long_enough = word.size() >= 8;
    if (is_address(word)) {
      out += "[address]";
    } else if (looks_like_token(word) ||
               (secret_follows && long_enough && std::ranges::any_of(word, ascii::is_digit))) {
      out += "[removed]";
    } else {
      out += word;
    }
    if (!word.empty()) {
      secret_follows = announces_secret(word);
    }
    text.remove_prefix(word.size());
    if (!text.empty()) {
      out += text.front();
      text.remove_prefix(1);
    }
  }
  return out;
}

} // namespace

std::string clean_words(std::string_view text) {
  const std::string line = one_visible_line(without_tags(platform::cut_utf8(text, kLooksAtMostAt)));
  const std::string clean = without_people_and_secrets(line);
  return std::string(platform::cut_utf8(clean, kWordsMaxBytes));
}

} // namespace passback::oneroster
