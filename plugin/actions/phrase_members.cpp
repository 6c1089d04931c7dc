#include "plugin/actions/phrase_members.hpp"

#include <string>
#include <utility>

namespace passback::actions {

namespace json = boost::json;

void put_phrase(json::object& object, std::string_view name, const texts::Words& words,
                const Phrase& phrase) {
  const std::string member(name);
  object[name] = words.say(phrase);
  if (!phrase.key().empty()) {
    object[member + "_key"] = phrase.key();
  }
  json::object params;
  json::array more;
  const auto add_params = [&](const Phrase& one) {
    for (const auto& param : one.params()) {
      params[param.name] = words.say(param.value);
    }
  };
  add_params(phrase);
  for (const auto& next : phrase.more()) {
    more.emplace_back(next.key());
    add_params(next);
  }
  if (!params.empty()) {
    object[member + "_params"] = std::move(params);
  }
  if (!more.empty()) {
    object[member + "_more_keys"] = std::move(more);
  }
}

} // namespace passback::actions
