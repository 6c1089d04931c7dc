#include "plugin/oneroster/documents/final_slots.hpp"

#include <boost/json.hpp>

#include "plugin/oneroster/wire/ascii.hpp"
#include "plugin/oneroster/wire/json_read.hpp"

namespace passback::oneroster {
namespace {

namespace json = boost::json;

std::string written(const json::value* value) {
  if (value != nullptr && value->is_bool()) {
    return value->get_bool() ? "true" : "false";
  }
  return text_of(value);
}

} // namespace

bool is_final_slot(const FinalSlot& sign, std::string_view title, std::string_view category,
                   const json::object& metadata) {
  if (sign.metadata.empty() && sign.title.empty() && sign.category_title.empty()) {
    return false;
  }
  for (const auto& [name, value] : sign.metadata) {
    if (!ascii::same_without_case(written(member(metadata, name)), value)) {
      return false;
    }
  }
  if (ascii::lower(title).find(ascii::lower(sign.title)) == std::string::npos) {
    return false;
  }
  return sign.category_title.empty() ||
         ascii::same_without_case(ascii::trimmed(category), sign.category_title);
}

void leave_out_slots(const Profile& profile, std::vector<SisLineItem>& line_items) {
  if (profile.final_grades == FinalGrades::sis_slot) {
    std::erase_if(line_items, [&](const SisLineItem& one) {
      return is_final_slot(profile.final_slot, one.title, "", one.metadata);
    });
  }
}

std::string to_json(std::span<const SlotInSis> slots) {
  json::array list;
  for (const auto& slot : slots) {
    json::object one{{"id", slot.id.value}, {"title", slot.title}};
    if (!slot.grading_period_id.empty()) {
      one["grading_period"] = slot.grading_period_id.value;
    }
    list.push_back(std::move(one));
  }
  return json::serialize(list);
}

Result<std::vector<SlotInSis>> slots_from_json(std::string_view text) {
  const auto value = read_json(text);
  if (!value || !value->is_array()) {
    return Error{Code::corrupt, "the slots of a class are no list"};
  }
  std::vector<SlotInSis> slots;
  for (const auto& item : value->get_array()) {
    const auto* object = item.if_object();
    if (object == nullptr) {
      return Error{Code::corrupt, "a slot is no object"};
    }
    slots.push_back({gradebook::SourcedId(text_of(member(*object, "id"))),
                     text_of(member(*object, "title")),
                     gradebook::SourcedId(text_of(member(*object, "grading_period")))});
  }
  return slots;
}

} // namespace passback::oneroster
