#include "plugin/oneroster/values/scales.hpp"

#include "plugin/oneroster/wire/ascii.hpp"

namespace passback::oneroster {

const Scale* scale_for(const Profile& profile, std::string_view scale_id) {
  auto found = profile.scales.find(std::string(scale_id));
  if (found == profile.scales.end()) {
    found = profile.scales.find("default");
  }
  return found == profile.scales.end() ? nullptr : &found->second;
}

const ScaleStep* step_of_text(const Scale& scale, std::string_view text) {
  for (const ScaleStep& step : scale.steps) {
    if (ascii::same_without_case(ascii::trimmed(step.text), ascii::trimmed(text))) {
      return &step;
    }
  }
  return nullptr;
}

const ScaleStep* step_of_percent(const Scale& scale, const gradebook::Fraction& percent) {
  // Not by the order of the file: a table that is not sorted must not give an A for a D.
  const ScaleStep* best = nullptr;
  for (const ScaleStep& step : scale.steps) {
    const auto order = percent.compared_to(gradebook::Fraction(step.from));
    if (order && *order >= 0 && (best == nullptr || step.from > best->from)) {
      best = &step;
    }
  }
  return best;
}

} // namespace passback::oneroster
