#include "host_stub/commands/settings_card.hpp"

namespace host_stub::commands {
namespace json = boost::json;

namespace {

std::string text_at(const json::value& object, std::string_view member) {
  const auto* value = object.is_object() ? object.get_object().if_contains(member) : nullptr;
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

} // namespace

json::object save_request(json::object settings) {
  if (!settings.contains("op")) {
    settings["op"] = "save";
  }
  return settings;
}

namespace {

void name_by_host_ids(gradebook::RosterStore& roster, json::value* list) {
  if (list == nullptr || !list->is_array()) {
    return;
  }
  for (auto& typed : list->get_array()) {
    if (!typed.is_string()) {
      continue;
    }
    if (const auto domain = roster.domain(std::string(typed.get_string()))) {
      typed = domain->id;
    }
  }
}

} // namespace

void name_domains_by_host_ids(gradebook::RosterStore& roster, json::object& settings) {
  name_by_host_ids(roster, settings.if_contains("excluded_domains"));
  auto* pilot = settings.if_contains("on_for");
  if (pilot != nullptr && pilot->is_object()) {
    name_by_host_ids(roster, pilot->get_object().if_contains("domains"));
  }
}

Answer answer_of_card(json::value reply, const std::string& domain_title) {
  const auto* object = reply.if_object();
  const auto* ok = object == nullptr ? nullptr : object->if_contains("ok");
  bool refused = ok != nullptr && ok->is_bool() && !ok->get_bool();
  std::string text = (refused ? "The SIS settings of " + domain_title + " were not saved. "
                              : domain_title + ": ") +
                     text_at(reply, "message") + "\n";
  const auto* problems = object == nullptr ? nullptr : object->if_contains("problems");
  if (problems != nullptr && problems->is_array()) {
    for (const auto& problem : problems->get_array()) {
      text += "  " + text_at(problem, "field") + ": " + text_at(problem, "message") + "\n";
    }
  }
  return {std::move(reply), std::move(text), refused ? ExitCode::refused_by_plugin : ExitCode::ok};
}

} // namespace host_stub::commands
