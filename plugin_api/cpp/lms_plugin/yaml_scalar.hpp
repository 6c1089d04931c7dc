// yaml_scalar.hpp - what a plain (unquoted) YAML scalar means, by the YAML 1.2 core schema,
// strictly.
//
// People edit manifests and profiles by hand, and YAML readers disagree about `no`, `0123`, `1_000`
// or `12:30`. A scalar that two readers may read differently is refused, with the two ways to write
// it clearly.
//
// Pure functions, any thread.
//
// SPDX-License-Identifier: Apache-2.0
#ifndef LMS_PLUGIN_YAML_SCALAR_HPP
#define LMS_PLUGIN_YAML_SCALAR_HPP

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include <boost/json/value.hpp>

namespace lms_plugin {

/// Why a scalar was refused, in words that end a sentence about it.
struct ScalarRefusal {
  std::string message;
};

namespace yaml_detail {

inline bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

inline std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return out;
}

inline std::string_view without_sign(std::string_view text) {
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
    text.remove_prefix(1);
  }
  return text;
}

inline std::size_t count_digits(std::string_view text) {
  return static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_digit) -
                                  text.begin());
}

// [-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?
inline bool is_core_number(std::string_view text, bool& integral) {
  text = without_sign(text);
  const std::size_t whole = count_digits(text);
  text.remove_prefix(whole);
  integral = true;
  std::size_t fraction = 0;
  if (!text.empty() && text.front() == '.') {
    integral = false;
    text.remove_prefix(1);
    fraction = count_digits(text);
    text.remove_prefix(fraction);
  }
  if (whole + fraction == 0) {
    return false;
  }
  if (!text.empty() && (text.front() == 'e' || text.front() == 'E')) {
    integral = false;
    text = without_sign(text.substr(1));
    const std::size_t exponent = count_digits(text);
    return exponent > 0 && exponent == text.size();
  }
  return text.empty();
}

// YAML 1.1 reads 1_000 as a number, 1.2 as a text.
inline bool is_number_with_underscores(std::string_view text) {
  std::string bare(text);
  const bool had_any = std::erase(bare, '_') > 0;
  bool integral = false;
  return had_any && is_digit(without_sign(text).empty() ? ' ' : without_sign(text).front()) &&
         is_core_number(bare, integral);
}

// YAML 1.1 reads 12:30 as 750 (base 60), 1.2 as a text.
inline bool is_base_sixty(std::string_view text) {
  text = without_sign(text);
  bool colon = false;
  std::size_t digits = 0;
  for (const char c : text) {
    if (is_digit(c)) {
      ++digits;
    } else if (c == ':' && digits > 0) {
      colon = true;
      digits = 0;
    } else {
      return false;
    }
  }
  return colon && digits > 0;
}

// 0x1F, 0o17 and 0b11: read as numbers by some, as texts by others.
inline bool has_other_base(std::string_view text) {
  text = without_sign(text);
  if (text.size() < 3 || text.front() != '0') {
    return false;
  }
  const std::string_view digits = text.substr(2);
  switch (text[1]) {
  case 'x':
    return digits.find_first_not_of("0123456789abcdefABCDEF_") == std::string_view::npos;
  case 'o':
    return digits.find_first_not_of("01234567_") == std::string_view::npos;
  case 'b':
    return digits.find_first_not_of("01_") == std::string_view::npos;
  default:
    return false;
  }
}

inline bool is_not_finite(std::string_view text) {
  const std::string word = lower(without_sign(text));
  return word == ".nan" || word == ".inf";
}

inline std::variant<boost::json::value, ScalarRefusal> number(std::string_view text,
                                                              bool integral) {
  if (text.front() == '+') {
    text.remove_prefix(1);
  }
  const char* const end = text.data() + text.size();
  if (integral) {
    std::int64_t whole = 0;
    if (std::from_chars(text.data(), end, whole).ec == std::errc{}) {
      return boost::json::value(whole);
    }
    return ScalarRefusal{"is too large for a number; quote it if it is a text"};
  }
  double real = 0;
  const auto [stopped, error] = std::from_chars(text.data(), end, real);
  if (error != std::errc{} || stopped != end || !std::isfinite(real)) {
    return ScalarRefusal{"is too large or too small for a number; quote it if it is a text"};
  }
  return boost::json::value(real);
}

} // namespace yaml_detail

/// The value of a plain scalar. Nulls (empty, ~, null) are told apart by the YAML parser before
/// this is asked.
inline std::variant<boost::json::value, ScalarRefusal> typed_plain_scalar(std::string_view text) {
  using namespace yaml_detail;
  if (text == "true" || text == "True" || text == "TRUE") {
    return boost::json::value(true);
  }
  if (text == "false" || text == "False" || text == "FALSE") {
    return boost::json::value(false);
  }
  const std::string word = lower(text);
  for (const std::string_view ambiguous : {"yes", "no", "on", "off", "y", "n", "true", "false"}) {
    if (word == ambiguous) {
      return ScalarRefusal{"can be read in two ways: write true or false, or quote it"};
    }
  }
  if (word == "null") {
    return ScalarRefusal{"can be read in two ways: write null, or quote it"};
  }
  if (is_not_finite(text)) {
    return ScalarRefusal{"is not a number that can be used: write a finite number, or quote it"};
  }
  if (has_other_base(text)) {
    return ScalarRefusal{"can be read in two ways: write the number in decimal, or quote it"};
  }
  const std::string_view unsigned_text = without_sign(text);
  bool integral = false;
  if (is_core_number(text, integral)) {
    if (unsigned_text.size() > 1 && unsigned_text[0] == '0' && is_digit(unsigned_text[1])) {
      return ScalarRefusal{"starts with 0 and can be read as octal: drop the zero, or quote it"};
    }
    return number(text, integral);
  }
  if (is_number_with_underscores(text)) {
    return ScalarRefusal{"can be read in two ways: write the number without _, or quote it"};
  }
  if (is_base_sixty(text)) {
    return ScalarRefusal{"can be read as a number in base 60: quote it"};
  }
  return boost::json::value(boost::json::string_view(text.data(), text.size()));
}

} // namespace lms_plugin

#endif
