#include "plugin/settings/choice_origins.hpp"

#include <type_traits>

namespace passback::settings {

Origins origins_of(std::span<const PathStep> path) {
  Origins origins;
  Locks locks;
  for (const auto& step : path) {
    if (!step.settings) {
      continue;
    }
    auto own = *step.settings;
    close_locked(own, locks);
    each_teacher_choice(
        [&](std::string_view name, std::string_view, auto, std::string_view, auto value) {
          if constexpr (!std::is_same_v<decltype(value), NoDomainValue>) {
            if (value(own) != std::remove_cvref_t<decltype(value(own))>{}) {
              origins[std::string(name)] = step.domain;
            }
          }
        });
    for (const auto& choice : own.locked) {
      locks.try_emplace(choice, step.domain);
    }
  }
  return origins;
}

} // namespace passback::settings
