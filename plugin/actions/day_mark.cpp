#include "plugin/actions/day_mark.hpp"

#include <string_view>

#include <boost/json.hpp>

#include "plugin/gradebook/json_members.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;

std::set<std::string> mark_texts(const json::object& object, std::string_view name) {
  std::set<std::string> texts;
  if (const auto* found = object.if_contains(name); found != nullptr && found->is_array()) {
    for (const auto& one : found->get_array()) {
      if (one.is_string()) {
        texts.emplace(one.get_string());
      }
    }
  }
  return texts;
}

json::array readers_array(const std::set<std::string>& texts) {
  return json::array(texts.begin(), texts.end());
}

} // namespace

DayMark day_mark_from(const std::optional<std::string>& text) {
  DayMark mark;
  boost::system::error_code error;
  const auto value = json::parse(text.value_or("{}"), error);
  const auto* object = error ? nullptr : value.if_object();
  if (object == nullptr) {
    return mark;
  }
  mark.day = gradebook::text_member(*object, "day");
  mark.at_unix_ms = gradebook::number_member(*object, "at");
  mark.digest = mark_texts(*object, "told");
  if (const auto* ends = object->if_contains("period_ends"); ends != nullptr && ends->is_object()) {
    for (const auto& one : ends->get_object()) {
      if (one.value().is_object()) {
        const auto& of_day = one.value().get_object();
        mark.period_ends[std::string(one.key())] = {
            static_cast<int>(gradebook::number_member(of_day, "step")), mark_texts(of_day, "told")};
      }
    }
  }
  if (const auto* told = object->if_contains("credentials"); told != nullptr && told->is_object()) {
    mark.credentials = {gradebook::text_member(told->get_object(), "ends_on"),
                        static_cast<int>(gradebook::number_member(told->get_object(), "step"))};
  }
  return mark;
}

std::string to_text(const DayMark& mark) {
  json::object object{
      {"day", mark.day}, {"at", mark.at_unix_ms}, {"told", readers_array(mark.digest)}};
  if (!mark.period_ends.empty()) {
    json::object ends;
    for (const auto& [day, told] : mark.period_ends) {
      ends[day] = json::object{{"step", told.step}, {"told", readers_array(told.readers)}};
    }
    object["period_ends"] = std::move(ends);
  }
  if (mark.credentials) {
    object["credentials"] =
        json::object{{"ends_on", mark.credentials->ends_on}, {"step", mark.credentials->step}};
  }
  return json::serialize(object);
}

} // namespace passback::actions
