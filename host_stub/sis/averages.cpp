#include "host_stub/sis/averages.hpp"

namespace host_stub::sis {

namespace {

struct Sum {
  double earned = 0;
  double possible = 0;
  int items = 0;
};

std::optional<double> number_member(const json::object& object, const char* name) {
  const auto* value = object.if_contains(name);
  return value != nullptr && value->is_number() ? std::optional(value->to_number<double>())
                                                : std::nullopt;
}

} // namespace

json::object averages_of_class(const Store& store, const RecordFlags& record_flags,
                               std::string_view class_id) {
  std::map<std::string, Sum> sums;
  json::object slots;
  store.each(Kind::result, [&](const Record& result) {
    const auto* item = store.find(Kind::line_item, ref_member(result.value, "lineItem"));
    const auto score = number_member(result.value, "score");
    if (item == nullptr || ref_member(item->value, "class") != class_id || !result.is_live() ||
        !item->is_live() || !score) {
      return;
    }
    const std::string student(ref_member(result.value, "student"));
    if (record_flags.slots.contains(item->id)) {
      auto& own = slots[student];
      if (!own.is_object()) {
        own = json::object();
      }
      own.as_object()[item->id] = *score;
    } else if (text_member(result.value, "scoreStatus") != "exempt") {
      auto& sum = sums[student];
      sum.earned += *score;
      sum.possible += number_member(item->value, "resultValueMax").value_or(100);
      ++sum.items;
    }
  });
  json::object students;
  for (const auto& [student, sum] : sums) {
    json::object entry{{"earned", sum.earned}, {"possible", sum.possible}, {"items", sum.items}};
    if (sum.possible > 0) {
      entry["average"] = sum.earned / sum.possible * 100;
    }
    students[student] = std::move(entry);
  }
  return {{"class", class_id}, {"students", std::move(students)}, {"slots", std::move(slots)}};
}

} // namespace host_stub::sis
