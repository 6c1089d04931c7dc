#include "plugin/oneroster/answers/answer_body.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string>
#include <string_view>

#include <boost/json/array.hpp>

#include "plugin/oneroster/answers/clean_words.hpp"
#include "plugin/oneroster/wire/ascii.hpp"
#include "plugin/oneroster/wire/json_read.hpp"

namespace passback::oneroster {
namespace {

namespace json = boost::json;

bool is_any_of(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::ranges::any_of(
      words, [&](std::string_view word) { return ascii::same_without_case(text, word); });
}

bool is_labelled_as_page(const HttpAnswer& answer) {
  const std::string type = ascii::lower(header(answer, "Content-Type").value_or(""));
  return type.find("text/html") != std::string::npos ||
         type.find("application/xhtml") != std::string::npos;
}

std::string_view text_in(const HttpAnswer& answer) {
  constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
  std::string_view text = answer.body;
  if (text.starts_with(kByteOrderMark)) {
    text.remove_prefix(kByteOrderMark.size());
  }
  return ascii::trimmed(text);
}

bool is_status_info(std::string_view name) {
  const std::string lower = ascii::lower(name);
  return lower.starts_with("imsx_") || lower.starts_with("statusinfo") ||
         is_any_of(lower, {"codeMajor", "codeMinor"});
}

bool speaks_oneroster(const json::value& value) {
  if (const json::object* object = value.if_object()) {
    return std::ranges::any_of(*object, [](const json::key_value_pair& pair) {
      return is_status_info(pair.key()) || speaks_oneroster(pair.value());
    });
  }
  const json::array* list = value.if_array();
  return list != nullptr && std::ranges::any_of(*list, speaks_oneroster);
}

/// An `error` that is null, empty, zero or "none" says that there is none.
bool says_something(const json::value& value) {
  if (const json::array* list = value.if_array()) {
    return std::ranges::any_of(*list, says_something);
  }
  if (const json::object* object = value.if_object()) {
    return std::ranges::any_of(
        *object, [](const json::key_value_pair& pair) { return says_something(pair.value()); });
  }
  if (const bool* flag = value.if_bool()) {
    return *flag;
  }
  const std::string text(ascii::trimmed(text_of(&value)));
  return (!text.empty() || value.is_double()) &&
         !is_any_of(text, {"0", "no", "none", "null", "false", "ok", "no error", "no errors"});
}

bool is_no(const json::value& value) {
  const bool* flag = value.if_bool();
  return flag != nullptr ? !*flag : ascii::same_without_case(text_of(&value), "false");
}

bool is_status_of_error(const json::value& value) {
  const std::string text = text_of(&value);
  return is_any_of(text, {"error", "fail", "failed", "failure"}) ||
         (text.size() == 3 && (text[0] == '4' || text[0] == '5') && ascii::is_digit(text[1]) &&
          ascii::is_digit(text[2]));
}

/// What OneRoster puts a record, or several, into.
bool is_envelope(std::string_view name) {
  return is_any_of(name, {"result", "results", "lineItem", "lineItems", "category", "categories",
                          "assessmentResult", "assessmentResults", "assessmentLineItem",
                          "assessmentLineItems"});
}

enum class About {
  read,  ///< of the records in it nothing is asked
  write, ///< a record may be in it, of whose parts, as its metadata, nothing is asked
  whole, ///< everything in it is about the request, as in a 207
};

class Listener {
 public:
  explicit Listener(About about) : about_(about) {}

  void hear(const json::value& value) {
    if (const json::array* list = value.if_array()) {
      std::ranges::for_each(*list, [this](const json::value& one) { hear(one); });
      return;
    }
    const json::object* object = value.if_object();
    if (object == nullptr) {
      return;
    }
    const json::value* major = member(*object, "imsx_codeMajor");
    major = major == nullptr ? member(*object, "codeMajor") : major;
    const json::value* severity = member(*object, "imsx_severity");
    if (major != nullptr) {
      const std::string word = text_of(major);
      oneroster_failed = oneroster_failed || is_any_of(word, {"failure", "unsupported"});
      later = later || is_any_of(word, {"processing"});
    } else if (severity != nullptr && is_any_of(text_of(severity), {"error"})) {
      oneroster_failed = true;
    }
    for (const auto& [name, inner] : *object) {
      hear_member(name, inner);
    }
  }

  bool oneroster_failed = false, failed = false, later = false;

 private:
  void hear_member(std::string_view name, const json::value& value) {
    if (is_any_of(name, {"error", "errors", "errorMessage", "error_message", "exception", "fault",
                         "faults"})) {
      failed = failed || says_something(value);
    } else if (is_any_of(name, {"success", "succeeded", "isSuccess"})) {
      failed = failed || is_no(value);
    } else if (is_any_of(name, {"status", "statusCode", "status_code"})) {
      failed = failed || is_status_of_error(value);
    }
    const std::string lower = ascii::lower(name);
    if (about_ == About::whole || lower.starts_with("statusinfo") ||
        lower.starts_with("imsx_statusinfo") || (about_ == About::write && is_envelope(name))) {
      hear(value);
    }
  }

  About about_;
};

Report report_of_words(std::string_view text) {
  while (!text.empty() && (text.back() == '.' || text.back() == '!')) {
    text.remove_suffix(1);
  }
  return is_any_of(text, {"", "ok", "true", "success", "successful", "done", "created", "updated",
                          "saved", "deleted"})
             ? Report::done
             : Report::unclear;
}

/// Words of whoever answered, and nothing of a record or of OneRoster: a gateway says "Invalid API
/// key" so. Good words are believed.
bool says_only_words(const json::value& body) {
  const json::object* object = body.if_object();
  if (object == nullptr) {
    return false;
  }
  bool any = false;
  for (const auto& [name, value] : *object) {
    const std::string_view called(name);
    const bool words = is_any_of(called, {"message", "messages", "msg", "detail", "details",
                                          "description", "reason", "title", "text"});
    const bool beside =
        is_any_of(called, {"code", "timestamp", "path", "requestId", "request_id", "type"});
    if (!words && !beside) {
      return false;
    }
    const bool good = value.is_string() && report_of_words(text_of(&value)) == Report::done;
    any = any || (words && !good && says_something(value));
  }
  return any;
}

Report report_of(const HttpAnswer& answer, bool of_write) {
  const std::string_view text = text_in(answer);
  const auto body = read_json(text);
  if (!body) {
    return report_of_words(text);
  }
  if (const json::string* words = body->if_string()) {
    return report_of_words({words->data(), words->size()});
  }
  if (const bool* flag = body->if_bool(); flag != nullptr && !*flag) {
    return Report::unclear;
  }
  constexpr int kMultiStatus = 207;
  Listener listener(!of_write                       ? About::read
                    : answer.status == kMultiStatus ? About::whole
                                                    : About::write);
  listener.hear(*body);
  if (listener.oneroster_failed || (of_write && listener.failed)) {
    return Report::failed;
  }
  if (of_write && says_only_words(*body)) {
    return Report::unclear;
  }
  return listener.later ? Report::later : Report::done;
}

} // namespace

bool is_page(const HttpAnswer& answer) {
  const std::string_view text = text_in(answer);
  if (text.starts_with('<')) {
    return true;
  }
  if (!is_labelled_as_page(answer)) {
    return false;
  }
  // Some web frameworks call all that they send HTML: "OK", nothing at all, and JSON too.
  const bool says_little = is_success(answer) && text.find('<') == std::string_view::npos;
  return !says_little && !read_json(text);
}

std::string title_of_page(const HttpAnswer& answer) {
  const std::string lower = ascii::lower(answer.body);
  const std::size_t tag = lower.find("<title");
  const std::size_t begin = tag == std::string::npos ? tag : lower.find('>', tag);
  const std::size_t end = begin == std::string::npos ? begin : lower.find("</title", begin);
  return end == std::string::npos ? std::string()
                                  : clean_words(answer.body.substr(begin + 1, end - begin - 1));
}

Voice voice_of(const HttpAnswer& answer) {
  if (is_page(answer)) {
    return Voice::page;
  }
  const auto body = read_json(answer.body);
  return body && speaks_oneroster(*body) ? Voice::oneroster : Voice::other;
}

Report report_of_write(const HttpAnswer& answer) {
  return report_of(answer, true);
}

Report report_of_read(const HttpAnswer& answer) {
  return report_of(answer, false);
}

int status_of_failure(const ErrorBody& error) {
  struct Row {
    std::string_view code;
    int status;
  };
  static constexpr std::array<Row, 11> kRows = {{{"unauthorisedrequest", 401},
                                                 {"unauthorizedrequest", 401},
                                                 {"unauthorized", 401},
                                                 {"invalid_token", 401},
                                                 {"forbidden", 403},
                                                 {"insufficient_scope", 403},
                                                 {"unknownobject", 404},
                                                 {"unknown object", 404},
                                                 {"server_busy", 429},
                                                 {"internal_server_error", 500},
                                                 {"invaliddata", 422}}};
  for (const std::string& code : error.codes) {
    for (const Row& row : kRows) {
      if (ascii::same_without_case(code, row.code)) {
        return row.status;
      }
    }
  }
  return 422;
}

bool says_not_there(const HttpAnswer& answer) {
  return (answer.status == 404 || answer.status == 410) && voice_of(answer) != Voice::page;
}

} // namespace passback::oneroster
