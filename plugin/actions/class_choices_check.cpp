#include "plugin/actions/class_choices_check.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "plugin/actions/class_categories.hpp"
#include "plugin/gradebook/standard_activity.hpp"
#include "plugin/platform/try.hpp"

namespace passback::actions {
namespace {

using Ids = std::optional<std::set<std::string>>; // none = nobody can tell
using Map = std::map<std::string, std::string>;

struct ChosenId {
  std::string field, id;
};

void add_new_ones(std::vector<ChosenId>& chosen, const std::string& field,
                  const std::vector<gradebook::ActivityId>& before,
                  const std::vector<gradebook::ActivityId>& now) {
  for (const auto& id : now) {
    if (std::ranges::find(before, id) == before.end()) {
      chosen.push_back({field, id.value});
    }
  }
}

std::vector<ChosenId> new_values(std::string_view field, const Map& before, const Map& now) {
  std::vector<ChosenId> chosen;
  for (const auto& [key, id] : now) {
    const auto was = before.find(key);
    if (!id.empty() && (was == before.end() || was->second != id)) {
      chosen.push_back({std::string(field) + "." + key, id});
    }
  }
  return chosen;
}

void add(std::vector<ChosenId>& chosen, std::vector<ChosenId> more) {
  chosen.insert(chosen.end(), more.begin(), more.end());
}

std::vector<ChosenId> new_activities(const settings::ClassSettings& before,
                                     const settings::ClassSettings& now) {
  std::vector<ChosenId> chosen;
  add_new_ones(chosen, "excluded_activities", before.excluded_activities, now.excluded_activities);
  add_new_ones(chosen, "included_activities", before.included_activities, now.included_activities);
  const auto add_keys = [&](const std::string& field, const Map& stored, const Map& map) {
    for (const auto& [activity, what] : map) {
      if (!stored.contains(activity)) {
        chosen.push_back({field + "." + activity, activity});
      }
    }
  };
  add_keys("activity_periods", before.activity_periods, now.activity_periods);
  add_keys("activity_categories", before.activity_categories, now.activity_categories);
  return chosen;
}

std::vector<ChosenId> new_categories(const settings::ClassSettings& before,
                                     const settings::ClassSettings& now) {
  std::vector<ChosenId> chosen;
  const auto add_one = [&](const std::string& field, const std::string& was,
                           const std::string& id) {
    if (!id.empty() && id != was) {
      chosen.push_back({field, id});
    }
  };
  add_one("default_category", before.default_category, now.default_category);
  add_one("standards_category", before.standards_category, now.standards_category);
  add(chosen, new_values("category_map", before.category_map, now.category_map));
  add(chosen,
      new_values("activity_categories", before.activity_categories, now.activity_categories));
  return chosen;
}

std::vector<ChosenId> new_periods(const settings::ClassSettings& before,
                                  const settings::ClassSettings& now) {
  auto chosen = new_values("period_map", before.period_map, now.period_map);
  add(chosen, new_values("activity_periods", before.activity_periods, now.activity_periods));
  return chosen;
}

Result<Ids> known_activities(decision::UnitOfWork& work, const decision::Origin& origin) {
  PASSBACK_TRY_AS(const auto view, work.open_class_that_syncs(origin));
  PASSBACK_TRY_AS(const auto records, line_items_of_class(work, view));
  std::set<std::string> ids;
  for (const auto& record : records) {
    ids.insert(gradebook::host_activity(record.key.activity_id).value);
  }
  return ids.empty() ? Ids() : Ids(std::move(ids));
}

Result<Ids> categories_in_sis(decision::UnitOfWork& work, const decision::Origin& origin) {
  ClassCategories categories;
  PASSBACK_TRY(read_class_categories(work, origin, decision::Purpose::judging, categories));
  std::set<std::string> ids;
  for (const auto& choice : categories.choices()) {
    ids.insert(choice.value);
  }
  return ids.empty() ? Ids() : Ids(std::move(ids));
}

// Of every class of an SIS that the class feeds; one list that was not read may have the id.
template <class Read>
Result<Ids> ids_in_sis(decision::UnitOfWork& work, const decision::Origin& origin, Read&& read) {
  std::set<std::string> ids;
  PASSBACK_TRY_AS(const auto views, work.open_class_by_sis(origin));
  for (const auto& view : views) {
    if (!view.effective.connection) {
      continue;
    }
    const auto& connection = *view.effective.connection;
    PASSBACK_TRY_AS(const auto sis_classes, sis_classes_of(work, view));
    for (const auto& id : sis_classes) {
      PASSBACK_TRY_AS(const auto list,
                      read(decision::SisSubject{connection.id, connection.generation, id},
                           decision::Asked{decision::Purpose::judging, view.profile}));
      if (!list) {
        return Ids();
      }
      for (const auto& one : *list) {
        ids.insert(one.id.value);
      }
    }
  }
  return ids.empty() ? Ids() : Ids(std::move(ids));
}

/// What is said of an id that is not there: `text` names it by `param`.
struct NotThere {
  std::string_view text, param;
  Code next_step = Code::none;
};

void refuse_others(const std::vector<ChosenId>& chosen, const Ids& ids, const NotThere& not_there,
                   std::vector<Problem>& problems) {
  for (const auto& one : chosen) {
    if (!ids || ids->contains(one.id)) {
      continue;
    }
    auto why = say(std::string(not_there.text), {{std::string(not_there.param), one.id}});
    if (not_there.next_step != Code::none) {
      why += texts::teacher_of(not_there.next_step);
    }
    problems.push_back({one.field, std::move(why)});
  }
}

} // namespace

// What stood there before and is gone in the SIS since must not stop the save of everything else.
Status check_choices(decision::UnitOfWork& work, const decision::Origin& origin,
                     const settings::ClassSettings& stored, const settings::ClassSettings& now,
                     std::vector<Problem>& problems) {
  if (const auto chosen = new_categories(stored, now); !chosen.empty()) {
    PASSBACK_TRY_AS(const auto ids, categories_in_sis(work, origin));
    refuse_others(chosen, ids,
                  {"problem.category_not_in_sis", "category", Code::category_not_in_sis}, problems);
  }
  if (const auto chosen = new_activities(stored, now); !chosen.empty()) {
    PASSBACK_TRY_AS(const auto ids, known_activities(work, origin));
    refuse_others(chosen, ids, {"problem.activity_not_in_class", "id"}, problems);
  }
  if (const auto chosen = new_periods(stored, now); !chosen.empty()) {
    PASSBACK_TRY_AS(const auto ids, ids_in_sis(work, origin, [&](const auto& of, const auto& as) {
                      return work.in_sis.periods(of, as);
                    }));
    refuse_others(chosen, ids,
                  {"problem.period_not_in_sis", "id", Code::grading_period_not_of_class}, problems);
  }
  const auto slots = new_values("final_slots", stored.final_slots, now.final_slots);
  if (!slots.empty()) {
    PASSBACK_TRY_AS(const auto ids, ids_in_sis(work, origin, [&](const auto& of, const auto& as) {
                      return work.in_sis.slots(of, as);
                    }));
    refuse_others(slots, ids, {"problem.slot_not_in_sis", "id", Code::final_slot_gone}, problems);
  }
  return ok_status();
}

} // namespace passback::actions
