#include "plugin/oneroster/documents/objective_sets.hpp"

#include "plugin/oneroster/wire/ascii.hpp"
#include "plugin/oneroster/wire/json_text.hpp"

namespace passback::oneroster {
namespace {

using gradebook::Decimal;
using gradebook::ObjectiveScore;

SisObjective target_of(const Profile& profile, const ResultInput& input,
                       const ObjectiveScore& objective) {
  const auto found = input.objectives.find(objective.objective_id);
  SisObjective target =
      found == input.objectives.end() ? SisObjective{objective.objective_id} : found->second;
  if (target.source.empty()) {
    target.source = profile.objective_source;
  }
  return target;
}

bool may_go(const SisObjective& target) {
  return !target.id.empty() && (target.source != "case" || ascii::is_uuid(target.id));
}

Decimal as_kept(const Profile& profile, const Decimal& points) {
  return profile.decimals ? points.rounded(*profile.decimals, profile.rounding) : points;
}

} // namespace

std::string objective_sets(const Profile& profile, const ResultInput& input) {
  if (profile.objectives != Objectives::result_sets || input.cleared) {
    return {};
  }
  std::map<std::string, std::string> results_by_source;
  for (const ObjectiveScore& objective : input.facts.objectives) {
    const SisObjective target = target_of(profile, input, objective);
    if (!objective.points || !may_go(target)) {
      continue;
    }
    JsonObject result;
    result.text("learningObjectiveId", target.id)
        .number("score", as_kept(profile, *objective.points));
    std::string& results = results_by_source[target.source];
    results += (results.empty() ? "" : ",") + result.str();
  }
  std::string sets;
  for (const auto& [source, results] : results_by_source) {
    JsonObject set;
    set.text("source", source).raw("learningObjectiveResults", "[" + results + "]");
    sets += (sets.empty() ? "" : ",") + set.str();
  }
  return sets.empty() ? sets : "[" + sets + "]";
}

} // namespace passback::oneroster
