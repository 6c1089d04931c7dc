#include "plugin/actions/what_stays.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <string_view>

#include "plugin/gradebook/standard_activity.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;
using outbox::Kind;

constexpr std::size_t kMostReasons = 10;
constexpr std::size_t kMostActivities = 10;

bool needs_somebody(std::string_view state) {
  static constexpr std::array<std::string_view, 5> kStates = {"not_ready", "rejected", "failed",
                                                              "conflict", "unlinked"};
  return std::ranges::find(kStates, state) != kStates.end();
}

} // namespace

void WhatStays::add(const outbox::Record& record, bool sends, const CellWriter& writer) {
  const bool is_result = record.key.kind == Kind::result;
  const auto activity = gradebook::host_activity(record.key.activity_id);
  const auto* facts = record.observed.facts.activity();
  if (!is_result && facts != nullptr && !gradebook::standard_of(record.key.activity_id)) {
    titles_[activity] = facts->title;
  }
  if (sends) {
    grades_that_go_ += is_result ? 1 : 0;
    return;
  }
  const auto said = writer.words_of(record);
  if (said.reason == Code::none || !needs_somebody(said.id)) {
    return;
  }
  auto reasons = writer.missing_of(record, said.reason);
  if (reasons.empty()) {
    reasons.push_back(said.reason);
  }
  for (const Code reason : reasons) {
    auto& group = groups_[reason];
    if (group.words.empty()) {
      group.words = std::string(writer.state_of(record).at("words").as_string());
      group.reason = writer.reason_of(record, reason);
    }
    group.grades += is_result ? 1 : 0;
    group.activities[activity] += is_result ? 1 : 0;
  }
  grades_ += is_result ? 1 : 0;
}

json::array WhatStays::take() const {
  std::vector<const Group*> order;
  for (const auto& [code, group] : groups_) {
    order.push_back(&group);
  }
  std::ranges::stable_sort(order, std::ranges::greater(), &Group::grades);
  json::array list;
  for (const auto* group : order) {
    if (list.size() == kMostReasons) {
      break;
    }
    json::array activities;
    for (const auto& [id, grades] : group->activities) {
      if (activities.size() == kMostActivities) {
        break;
      }
      json::object one{{"activity_id", id.value}, {"grades", grades}};
      if (const auto title = titles_.find(id); title != titles_.end() && !title->second.empty()) {
        one["title"] = title->second;
      }
      activities.push_back(std::move(one));
    }
    list.push_back(json::object{{"reason", group->reason},
                                {"words", group->words},
                                {"grades", group->grades},
                                {"activities", std::move(activities)},
                                {"activities_all", group->activities.size()}});
  }
  return list;
}

} // namespace passback::actions
