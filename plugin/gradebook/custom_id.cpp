#include "plugin/gradebook/custom_id.hpp"

#include <boost/json.hpp>

namespace passback::gradebook {
namespace {

namespace json = boost::json;

SourcedId member_of(const json::object& object, std::string_view name) {
  const auto* found = object.if_contains(name);
  return SourcedId(found != nullptr && found->is_string() ? std::string(found->get_string())
                                                          : std::string());
}

} // namespace

std::string to_text(const CustomId& id) {
  if (!id.asked) {
    return {};
  }
  json::object object;
  if (!id.before.empty()) {
    object["before"] = id.before.value;
  }
  if (!id.roster) {
    object["roster"] = false;
  }
  if (!id.after.empty()) {
    object["after"] = id.after.value;
  }
  return json::serialize(object);
}

CustomId custom_id_from_text(std::string_view text) {
  json::error_code error;
  const auto parsed = text.empty() ? json::value() : json::parse(text, error);
  const auto* object = error ? nullptr : parsed.if_object();
  if (object == nullptr) {
    return {};
  }
  const auto* roster = object->if_contains("roster");
  return {true, member_of(*object, "before"),
          roster == nullptr || !roster->is_bool() || roster->get_bool(),
          member_of(*object, "after")};
}

} // namespace passback::gradebook
