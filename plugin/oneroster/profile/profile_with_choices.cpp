#include "plugin/oneroster/profile/profile_with_choices.hpp"

#include <utility>

namespace passback::oneroster {
namespace {

Objectives chosen(Objectives of_profile, settings::Standards choice) {
  switch (choice) {
  case settings::Standards::with_result:
    return of_profile == Objectives::result_sets ? of_profile : Objectives::leave_out;
  case settings::Standards::line_items:
    return Objectives::line_items;
  case settings::Standards::leave_out:
    break;
  }
  return Objectives::leave_out;
}

Scale scale_of(const settings::ScaleTable& table) {
  Scale scale;
  scale.sourced_id = table.sis_scale;
  for (const auto& step : table.steps) {
    scale.steps.push_back({step.text, step.percent, step.from});
  }
  return scale;
}

} // namespace

bool changes_profile(const Profile& profile, const settings::GradingChoices& choices) {
  return !choices.scales.empty() ||
         (choices.standards &&
          chosen(profile.objectives, *choices.standards) != profile.objectives) ||
         (choices.grade_form && (*choices.grade_form == settings::GradeForm::percent) !=
                                    (profile.score_form == ScoreForm::percent)) ||
         (profile.comments && !choices.send_comments.value_or(true));
}

Profile with_choices(Profile profile, const settings::GradingChoices& choices) {
  for (const auto& [id, table] : choices.scales) {
    profile.scales[id] = scale_of(table);
  }
  if (choices.standards) {
    profile.objectives = chosen(profile.objectives, *choices.standards);
  }
  if (choices.grade_form) {
    profile.score_form = *choices.grade_form == settings::GradeForm::percent ? ScoreForm::percent
                                                                             : ScoreForm::points;
  }
  profile.comments = profile.comments && choices.send_comments.value_or(true);
  return profile;
}

} // namespace passback::oneroster
