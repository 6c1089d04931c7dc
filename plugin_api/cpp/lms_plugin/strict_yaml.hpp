// strict_yaml.hpp - reads a YAML file that people edit (a plugin manifest, an SIS profile, a
// settings file) as JSON.
//
// Strict means: one document; no anchors, aliases, merge keys or tags; no key twice; no scalar that
// two readers may read differently (see yaml_scalar.hpp); at most kYamlMaxDepth levels and
// kYamlMaxBytes. So the file says one thing only, and what a schema then finds can be named by
// line.
//
// Pure, any thread, throws nothing but std::bad_alloc. Needs yaml-cpp and Boost.JSON: link
// lms_plugin_api::strict_yaml.
//
// SPDX-License-Identifier: Apache-2.0
#ifndef LMS_PLUGIN_STRICT_YAML_HPP
#define LMS_PLUGIN_STRICT_YAML_HPP

#include <map>
#include <sstream>
#include <utility>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include "lms_plugin/yaml_scalar.hpp"

namespace lms_plugin {

inline constexpr std::size_t kYamlMaxBytes = 1048576;
inline constexpr std::size_t kYamlMaxDepth = 32;

/// A place in the text. Both count from 1.
struct YamlPlace {
  int line = 1;
  int column = 1;
};

/// Why a text was refused: a plain sentence without a full stop, about the thing at line and
/// column.
struct YamlError {
  int line = 1;
  int column = 1;
  std::string message;
};

struct YamlDocument {
  boost::json::value value;
  /// Where each value began, by RFC 6901 JSON pointer; "" is the document. A member's place is that
  /// of its key.
  std::map<std::string, YamlPlace, std::less<>> places;

  /// The place of that pointer or, if the text has no such value, of the nearest one that holds it.
  [[nodiscard]] YamlPlace place_of(std::string_view pointer) const {
    for (;;) {
      if (const auto found = places.find(pointer); found != places.end()) {
        return found->second;
      }
      const std::size_t slash = pointer.rfind('/');
      if (slash == std::string_view::npos) {
        return {};
      }
      pointer = pointer.substr(0, slash);
    }
  }
};

using StrictYamlResult = std::variant<YamlDocument, YamlError>;

namespace yaml_detail {

inline YamlPlace place(const YAML::Mark& mark) {
  return mark.is_null() ? YamlPlace{} : YamlPlace{mark.line + 1, mark.column + 1};
}

// Leaves the yaml-cpp parser from inside an event; caught in parse_strict_yaml.
struct Refused {
  YamlError error;
};

[[noreturn]] inline void refuse(YamlPlace at, std::string message) {
  throw Refused{{at.line, at.column, std::move(message)}};
}

inline std::string in_quotes(std::string_view text) {
  constexpr std::size_t kLongest = 60;
  if (text.size() <= kLongest) {
    return "'" + std::string(text) + "'";
  }
  std::size_t end = kLongest;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80) {
    --end;
  }
  return "'" + std::string(text.substr(0, end)) + "…'";
}

inline std::string pointer_token(std::string_view key) {
  std::string out = "/";
  for (const char c : key) {
    out += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
  }
  return out;
}

class JsonBuilder final : public YAML::EventHandler {
 public:
  void OnDocumentStart(const YAML::Mark& mark) override {
    if (std::exchange(started_, true)) {
      refuse(place(mark), "a second document begins here; keep one");
    }
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    refuse_anchor(mark, anchor);
    if (awaits_key()) {
      refuse(place(mark), "a key is empty or null; give it a name, or quote it");
    }
    add(place(mark), nullptr);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    refuse(place(mark), "an alias (*name) is not allowed; write the value out");
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& text) override {
    refuse_anchor(mark, anchor);
    const bool plain = tag == "?";
    if (!plain && tag != "!") {
      refuse(place(mark), "a tag (" + tag + ") is not allowed; remove it");
    }
    if (awaits_key()) {
      take_key(place(mark), text, plain);
      return;
    }
    if (!plain) {
      add(place(mark), boost::json::string_view(text));
      return;
    }
    auto typed = typed_plain_scalar(text);
    if (const auto* refusal = std::get_if<ScalarRefusal>(&typed)) {
      refuse(place(mark), in_quotes(text) + " " + refusal->message);
    }
    add(place(mark), std::move(std::get<boost::json::value>(typed)));
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, boost::json::array());
  }
  void OnSequenceEnd() override { close(); }

  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, boost::json::object());
  }
  void OnMapEnd() override { close(); }

  YamlDocument take() { return std::move(document_); }

 private:
  struct Open {
    boost::json::value value;
    std::string pointer;
    std::string key;
    bool has_key = false;
    std::map<std::string, int> lines_of_keys;
  };

  static void refuse_anchor(const YAML::Mark& mark, YAML::anchor_t anchor) {
    if (anchor != 0) {
      refuse(place(mark),
             "an anchor (&name) is not allowed; write the value out where it is needed");
    }
  }

  [[nodiscard]] bool awaits_key() const {
    return !open_.empty() && open_.back().value.is_object() && !open_.back().has_key;
  }

  void take_key(YamlPlace at, const std::string& text, bool plain) {
    if (plain && text == "<<") {
      refuse(at, "a merge key (<<) is not allowed; write the members out");
    }
    if (plain) {
      const auto typed = typed_plain_scalar(text);
      if (const auto* refusal = std::get_if<ScalarRefusal>(&typed)) {
        refuse(at, "the key " + in_quotes(text) + " " + refusal->message);
      }
      const auto& value = std::get<boost::json::value>(typed);
      if (!value.is_string() && !value.is_int64()) {
        refuse(at, "the key " + in_quotes(text) + " is not a text; quote it");
      }
    }
    Open& map = open_.back();
    const auto [first, is_new] = map.lines_of_keys.emplace(text, at.line);
    if (!is_new) {
      refuse(at, "the key " + in_quotes(text) + " was already given on line " +
                     std::to_string(first->second) + "; keep one of the two");
    }
    map.key = text;
    map.has_key = true;
    document_.places.emplace(map.pointer + pointer_token(text), at);
  }

  std::string next_pointer(YamlPlace at) {
    if (open_.empty()) {
      document_.places.emplace("", at);
      return "";
    }
    const Open& parent = open_.back();
    if (parent.value.is_object()) {
      return parent.pointer + pointer_token(parent.key);
    }
    std::string pointer = parent.pointer + "/" + std::to_string(parent.value.get_array().size());
    document_.places.emplace(pointer, at);
    return pointer;
  }

  void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
            boost::json::value empty) {
    refuse_anchor(mark, anchor);
    if (tag != "?" && !tag.empty()) {
      refuse(place(mark), "a tag (" + tag + ") is not allowed; remove it");
    }
    if (awaits_key()) {
      refuse(place(mark), "a key must be a text, not a list or a map");
    }
    if (open_.size() >= kYamlMaxDepth) {
      refuse(place(mark), "nested more than " + std::to_string(kYamlMaxDepth) + " levels deep");
    }
    Open entered;
    entered.pointer = next_pointer(place(mark));
    entered.value = std::move(empty);
    open_.push_back(std::move(entered));
  }

  void close() {
    boost::json::value value = std::move(open_.back().value);
    open_.pop_back();
    attach(std::move(value));
  }

  void add(YamlPlace at, boost::json::value value) {
    next_pointer(at);
    attach(std::move(value));
  }

  void attach(boost::json::value value) {
    if (open_.empty()) {
      document_.value = std::move(value);
      return;
    }
    Open& parent = open_.back();
    if (auto* array = parent.value.if_array()) {
      array->push_back(std::move(value));
      return;
    }
    parent.value.get_object().emplace(parent.key, std::move(value));
    parent.has_key = false;
  }

  std::vector<Open> open_;
  YamlDocument document_;
  bool started_ = false;
};

// Length of the UTF-8 sequence at the front of text, or 0 if it is broken (overlong, surrogate, cut
// off).
inline std::size_t utf8_sequence(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned first = byte(0);
  if (first < 0x80) {
    return 1;
  }
  const std::size_t size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < size) {
    return 0;
  }
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0U) != 0x80) {
      return 0;
    }
  }
  const unsigned second = byte(1);
  const bool out_of_range = (first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F) ||
                            (first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F);
  return out_of_range ? 0 : size;
}

// yaml-cpp replaces broken bytes in silence and stops at a NUL, so the text is checked before it
// sees it.
inline void refuse_broken_text(std::string_view text) {
  if (text.size() > kYamlMaxBytes) {
    refuse({}, "longer than " + std::to_string(kYamlMaxBytes) + " bytes");
  }
  YamlPlace at;
  while (!text.empty()) {
    const std::size_t size = utf8_sequence(text);
    if (size == 0) {
      refuse(at, "not UTF-8; save the file as UTF-8");
    }
    const auto c = static_cast<unsigned char>(text.front());
    if ((c < 0x20 && c != '\n' && c != '\r' && c != '\t') || c == 0x7F) {
      refuse(at, "a control character is not allowed");
    }
    at = c == '\n' ? YamlPlace{at.line + 1, 1} : YamlPlace{at.line, at.column + 1};
    text.remove_prefix(size);
  }
}

} // namespace yaml_detail

/// Reads text as one strict YAML document.
[[nodiscard]] inline StrictYamlResult parse_strict_yaml(std::string_view text) {
  try {
    yaml_detail::refuse_broken_text(text);
    std::istringstream in{std::string(text)};
    YAML::Parser parser(in);
    yaml_detail::JsonBuilder builder;
    if (!parser.HandleNextDocument(builder)) {
      return YamlError{1, 1, "there is nothing in it"};
    }
    parser.HandleNextDocument(builder); // refuses a second document
    return builder.take();
  } catch (const yaml_detail::Refused& refused) {
    return refused.error;
  } catch (const YAML::Exception& e) {
    const YamlPlace at = yaml_detail::place(e.mark);
    return YamlError{at.line, at.column, "this is not YAML: " + e.msg};
  }
}

} // namespace lms_plugin

#endif
