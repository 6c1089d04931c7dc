#include "plugin/oneroster/answers/error_body.hpp"

#include <algorithm>
#include <array>

#include <boost/json/array.hpp>

#include "plugin/oneroster/answers/clean_words.hpp"
#include "plugin/oneroster/wire/ascii.hpp"
#include "plugin/oneroster/wire/json_read.hpp"

namespace passback::oneroster {
namespace {

namespace json = boost::json;

constexpr std::size_t kMostWords = 16;

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::ranges::any_of(
      names, [&](std::string_view known) { return ascii::same_without_case(name, known); });
}

class Collector {
 public:
  explicit Collector(ErrorBody& error) : error_(error) {}

  void look_into(const json::value& value) {
    if (const json::object* object = value.if_object()) {
      for (const auto& [name, inner] : *object) {
        take(name, inner);
      }
    } else if (const json::array* list = value.if_array()) {
      for (const json::value& inner : *list) {
        if (inner.is_string()) {
          add_description(text_of(&inner));
        }
        look_into(inner);
      }
    }
  }

 private:
  static bool is_code(std::string_view name) {
    return is_one_of(name,
                     {"imsx_codeMinor", "codeMinor", "code_minor", "imsx_codeMinorFieldValue",
                      "codeMinorFieldValue", "error", "code", "error_code"});
  }
  static bool is_description(std::string_view name) {
    return is_one_of(name, {"imsx_description", "description", "error_description", "message",
                            "detail", "title", "errorMessage", "reason", "fault", "faultstring"});
  }

  void take(std::string_view name, const json::value& value) {
    const std::string text = text_of(&value);
    if (!text.empty()) {
      if (is_code(name)) {
        add_code(text);
      } else if (is_description(name)) {
        add_description(text);
      }
      return;
    }
    if (const json::array* list = value.if_array(); list != nullptr && is_code(name)) {
      for (const json::value& inner : *list) {
        add_code(text_of(&inner));
        look_into(inner);
      }
      return;
    }
    if (const json::object* fields = value.if_object();
        fields != nullptr && is_one_of(name, {"errors"})) {
      // What is wrong, by the name of the member that it is about.
      for (const auto& [field, inner] : *fields) {
        if (!is_code(field) && !is_description(field)) {
          add_description(text_of(&inner));
        }
      }
    }
    look_into(value);
  }

  void add_code(std::string text) {
    if (!text.empty() && error_.codes.size() < kMostWords) {
      error_.codes.push_back(std::move(text));
    }
  }
  void add_description(const std::string& text) {
    if (!text.empty() && descriptions_++ < kMostWords) {
      error_.description += (error_.description.empty() ? "" : "; ") + text;
    }
  }

  ErrorBody& error_;
  std::size_t descriptions_ = 0;
};

} // namespace

ErrorBody read_error_body(std::string_view body) {
  ErrorBody error;
  if (const auto value = read_json(body)) {
    if (const json::string* text = value->if_string()) {
      error.description.assign(text->data(), text->size());
    } else {
      Collector(error).look_into(*value);
    }
  } else {
    error.description = std::string(body);
  }
  return error;
}

std::string words_for_support(const ErrorBody& error) {
  std::string words;
  for (const std::string& code : error.codes) {
    words += (words.empty() ? "" : ", ") + code;
  }
  if (!error.description.empty()) {
    words += (words.empty() ? "" : ": ") + error.description;
  }
  return clean_words(words);
}

} // namespace passback::oneroster
