#include "plugin/actions/locked_choices.hpp"

#include <algorithm>
#include <utility>

#include "plugin/settings/teacher_choices.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;

std::string title_of(const LockedBy& by, const gradebook::DomainId& domain) {
  const auto found = by.find(domain);
  return found == by.end() ? domain.value : found->second;
}

Phrase set_by(const LockedBy& by, const gradebook::DomainId& domain) {
  return say("locked.set_by", {{"domain", title_of(by, domain)}});
}

void put_lock(std::vector<std::string>& own, std::string_view name, bool on) {
  std::erase(own, name);
  if (on) {
    own.emplace_back(name);
    std::ranges::sort(own);
  }
}

} // namespace

LockedBy locked_by(const ActionParts& parts, const settings::Locks& locks) {
  LockedBy by;
  for (const auto& [choice, domain] : locks) {
    if (!by.contains(domain)) {
      auto title = parts.domains.title(domain);
      by[domain] = title.empty() ? domain.value : std::move(title);
    }
  }
  return by;
}

void lock_of_class(FormDocument& form, const settings::Locks& locks, const LockedBy& by) {
  for (const auto& [choice, domain] : locks) {
    form.lock(choice, set_by(by, domain));
  }
  settings::each_choice_beside([&](std::string_view name, std::string_view locked_with, auto) {
    if (const auto lock = locks.find(locked_with); lock != locks.end()) {
      form.lock(name, set_by(by, lock->second));
    }
  });
}

void lock_of_activity(FormDocument& form, const settings::Locks& locks, const LockedBy& by) {
  for (const auto& [choice, field] :
       {std::pair{"excluded_activities", "sync"}, std::pair{"category_map", "category"},
        std::pair{"activity_periods", "period"}}) {
    if (const auto lock = locks.find(choice); lock != locks.end()) {
      form.lock(field, set_by(by, lock->second));
    }
  }
}

void lock_of_domain(FormDocument& form, const settings::Locks& locks, const LockedBy& by) {
  settings::each_teacher_choice(
      [&](std::string_view name, std::string_view, auto, std::string_view of_domain, auto) {
        if (const auto lock = locks.find(name); lock != locks.end() && !of_domain.empty()) {
          form.lock(of_domain, set_by(by, lock->second));
        }
      });
}

void refuse_locked(const std::vector<std::string>& changed, const settings::Locks& locks,
                   const LockedBy& by, std::vector<Problem>& problems) {
  settings::each_teacher_choice([&](std::string_view name, std::string_view, auto,
                                    std::string_view of_domain, auto) {
    const auto lock = locks.find(name);
    const auto named = std::ranges::find_if(
        changed, [&](const std::string& one) { return one == name || one == of_domain; });
    if (lock != locks.end() && named != changed.end()) {
      problems.push_back({*named, say("problem.locked", {{"domain", title_of(by, lock->second)}})});
    }
  });
  settings::each_choice_beside([&](std::string_view name, std::string_view locked_with, auto) {
    const auto lock = locks.find(locked_with);
    if (lock != locks.end() && std::ranges::find(changed, name) != changed.end()) {
      problems.push_back(
          {std::string(name), say("problem.locked", {{"domain", title_of(by, lock->second)}})});
    }
  });
}

void add_locks(FormDocument& form, const std::vector<std::string>& own,
               const settings::Locks& above, const LockedBy& by) {
  settings::each_teacher_choice(
      [&](std::string_view name, std::string_view text, auto, std::string_view, auto) {
        const bool here = std::ranges::find(own, name) != own.end();
        const auto lock = above.find(name);
        const std::string field_name = "locked." + std::string(name);
        auto& field = form.field(field_name, "switch", "locked.choice", here);
        form.label(field, say("locked.choice.of", {{"choice", say(std::string(text) + ".label")}}));
        field["effective"] = here || lock != above.end();
        if (lock != above.end()) {
          form.lock(field_name, set_by(by, lock->second));
        }
      });
}

void read_locks(const json::object& object, std::vector<std::string>& own,
                std::vector<Problem>& problems) {
  const auto* given = object.if_contains("locked");
  if (given == nullptr) {
    return;
  }
  const auto take = [&](std::string_view name, const json::value& on) {
    if (!settings::is_teacher_choice(name) || !(on.is_bool() || on.is_null())) {
      problems.push_back({"locked." + std::string(name), say("problem.expected_lock")});
    } else {
      put_lock(own, name, on.is_bool() && on.get_bool());
    }
  };
  if (const auto* block = given->if_object()) {
    for (const auto& member : *block) {
      take(member.key(), member.value());
    }
  } else if (given->is_array() || given->is_null()) {
    own.clear();
    for (const auto& name : given->is_array() ? given->get_array() : json::array()) {
      take(name.is_string() ? std::string_view(name.get_string()) : std::string_view(), true);
    }
  } else {
    problems.push_back({"locked", say("problem.expected_lock")});
  }
}

void add_category_table(FormDocument& form, const settings::SendingRules& rules) {
  for (const auto& [title, in_sis] : rules.category_table.value_or(settings::CategoryTable())) {
    form.note("info", Code::none,
              say("class_settings.by_table", {{"title", title}, {"category", in_sis}}));
  }
}

} // namespace passback::actions
