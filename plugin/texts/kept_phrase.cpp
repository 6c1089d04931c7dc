#include "plugin/texts/kept_phrase.hpp"

#include <string>
#include <utility>
#include <vector>

#include <boost/json.hpp>

#include "plugin/texts/catalogue.hpp"

namespace passback::texts {
namespace {

namespace json = boost::json;

// What was kept may have been damaged: nothing deep is followed.
constexpr int kDeepest = 8;

std::optional<Phrase> read_phrase(const json::value& kept, int depth);

std::optional<std::vector<Param>> read_params(const json::object& object, int depth) {
  std::vector<Param> params;
  const auto* given = object.if_contains("params");
  if (given == nullptr) {
    return params;
  }
  if (!given->is_object()) {
    return std::nullopt;
  }
  for (const auto& one : given->get_object()) {
    auto value = read_phrase(one.value(), depth + 1);
    if (!value) {
      return std::nullopt;
    }
    params.push_back({std::string(one.key()), std::move(*value)});
  }
  return params;
}

std::optional<Phrase> read_object(const json::object& object, int depth) {
  Phrase phrase;
  if (const auto* text = object.if_contains("text"); text != nullptr && text->is_string()) {
    phrase = Phrase(std::string_view(text->get_string()));
  } else {
    const auto* key = object.if_contains("key");
    auto params = read_params(object, depth);
    if (key == nullptr || !key->is_string() || !has_text(key->get_string()) || !params) {
      return std::nullopt;
    }
    phrase = say(key->get_string(), std::move(*params));
  }
  if (const auto* more = object.if_contains("more"); more != nullptr && more->is_array()) {
    for (const auto& one : more->get_array()) {
      auto next = read_phrase(one, depth + 1);
      if (!next) {
        return std::nullopt;
      }
      phrase += std::move(*next);
    }
  }
  return phrase;
}

std::optional<Phrase> read_phrase(const json::value& kept, int depth) {
  if (depth > kDeepest) {
    return std::nullopt;
  }
  if (const auto* text = kept.if_string()) {
    return Phrase(std::string_view(*text));
  }
  const auto* object = kept.if_object();
  return object == nullptr ? std::nullopt : read_object(*object, depth);
}

json::value kept_alone(const Phrase& phrase) {
  if (phrase.key().empty()) {
    return json::value(phrase.verbatim());
  }
  json::object object{{"key", phrase.key()}};
  if (!phrase.params().empty()) {
    json::object params;
    for (const auto& param : phrase.params()) {
      params[param.name] = kept(param.value);
    }
    object["params"] = std::move(params);
  }
  return object;
}

} // namespace

json::value kept(const Phrase& phrase) {
  auto value = kept_alone(phrase);
  if (phrase.more().empty()) {
    return value;
  }
  json::array more;
  for (const auto& next : phrase.more()) {
    more.push_back(kept(next));
  }
  json::object object;
  if (value.is_object()) {
    object = std::move(value.get_object());
  } else {
    object["text"] = std::move(value);
  }
  object["more"] = std::move(more);
  return object;
}

std::optional<Phrase> phrase_of(const json::value& kept) {
  return read_phrase(kept, 0);
}

} // namespace passback::texts
