#include "plugin/settings/teacher_choices.hpp"

#include <type_traits>

namespace passback::settings {
namespace {

// Calls visit(name of the choice, name of the domain's member, accessor) for those that a domain
// has a value for.
template <class Visit> void each_domain_choice(Visit&& visit) {
  each_teacher_choice(
      [&](std::string_view name, std::string_view, auto, std::string_view of_domain, auto value) {
        if constexpr (!std::is_same_v<decltype(value), NoDomainValue>) {
          visit(name, of_domain, value);
        }
      });
}

// False: it was changed.
template <class Value> bool keep(const Value& stored, Value& now) {
  const bool untouched = now == stored || now == Value{};
  now = stored;
  return untouched;
}

} // namespace

bool is_teacher_choice(std::string_view name) {
  bool found = false;
  each_teacher_choice([&](std::string_view one, std::string_view, auto, std::string_view, auto) {
    found = found || one == name;
  });
  return found;
}

void close_locked(ClassSettings& settings, const Locks& locks) {
  each_teacher_choice(
      [&](std::string_view name, std::string_view, auto member, std::string_view, auto) {
        if (locks.contains(name)) {
          settings.*member = {};
        }
      });
  each_choice_beside([&](std::string_view, std::string_view locked_with, auto member) {
    if (locks.contains(locked_with)) {
      settings.*member = {};
    }
  });
}

void close_locked(DomainSettings& settings, const Locks& locks) {
  each_domain_choice([&](std::string_view name, std::string_view, auto value) {
    if (locks.contains(name)) {
      value(settings) = {};
    }
  });
}

std::vector<std::string> keep_locked(const ClassSettings& stored, ClassSettings& now,
                                     const Locks& locks) {
  std::vector<std::string> changed;
  each_teacher_choice(
      [&](std::string_view name, std::string_view, auto member, std::string_view, auto) {
        if (locks.contains(name) && !keep(stored.*member, now.*member)) {
          changed.emplace_back(name);
        }
      });
  each_choice_beside([&](std::string_view name, std::string_view locked_with, auto member) {
    if (locks.contains(locked_with) && !keep(stored.*member, now.*member)) {
      changed.emplace_back(name);
    }
  });
  return changed;
}

std::vector<std::string> keep_locked(const DomainSettings& stored, DomainSettings& now,
                                     const Locks& locks) {
  std::vector<std::string> changed;
  each_domain_choice([&](std::string_view name, std::string_view of_domain, auto value) {
    if (locks.contains(name) && !keep(value(stored), value(now))) {
      changed.emplace_back(of_domain);
    }
  });
  return changed;
}

} // namespace passback::settings
