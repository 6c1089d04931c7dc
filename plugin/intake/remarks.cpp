#include "plugin/intake/remarks.hpp"

#include <algorithm>

#include "plugin/oneroster/ascii.hpp"

namespace passback::intake {
namespace {

std::ptrdiff_t code_points(const std::string& text) {
  return std::ranges::count_if(text, [](char c) { return (c & 0xC0) != 0x80; });
}

/// It weighs in the weighted sum (gradebook/weighted_score.hpp).
bool counts(const gradebook::ObjectiveScore& objective) {
  return objective.points && objective.possible && !objective.possible->is_zero() &&
         !(objective.weight && objective.weight->is_zero());
}

} // namespace

std::string title_to_compare(const std::string& title) {
  return oneroster::ascii::lower(oneroster::ascii::trimmed(title));
}

std::vector<Remark> remarks_on(const gradebook::ActivityFacts& facts,
                               const oneroster::Profile& profile,
                               const settings::GradingChoices& choices, bool title_taken) {
  std::vector<Remark> remarks;
  const bool is_final = facts.kind != gradebook::ActivityKind::assignment;
  const bool as_assignment = choices.final_as_assignment.value_or(false);
  if (is_final && !as_assignment) {
    return remarks; // the place is the SIS's, with its own title
  }
  if (is_final) {
    remarks.push_back({Code::final_as_assignment});
  }
  if (profile.title_max > 0 && code_points(facts.title) > profile.title_max) {
    remarks.push_back({Code::title_shortened});
  }
  if (profile.title_unique == oneroster::TitleUnique::in_class && title_taken) {
    remarks.push_back({Code::title_not_unique});
  }
  return remarks;
}

std::vector<Remark> remarks_on(const gradebook::ScoreFacts& facts,
                               const oneroster::Profile& profile,
                               const settings::GradingChoices& choices) {
  Remark left_out{Code::standards_left_out};
  Remark counted{Code::counted_from_standards, {}, "info"};
  for (const auto& objective : facts.objectives) {
    const auto target = choices.objectives.find(objective.objective_id);
    const bool goes = profile.objectives != oneroster::Objectives::leave_out &&
                      target != choices.objectives.end() && !target->second.id.empty();
    if (objective.points && !goes) {
      left_out.about.push_back(objective.objective_id);
    }
    if (counts(objective)) {
      counted.about.push_back(objective.objective_id);
    }
  }
  std::vector<Remark> remarks;
  if (facts.by_objectives() && !counted.about.empty()) {
    remarks.push_back(std::move(counted));
  }
  if (!left_out.about.empty()) {
    remarks.push_back(std::move(left_out));
  }
  return remarks;
}

} // namespace passback::intake
