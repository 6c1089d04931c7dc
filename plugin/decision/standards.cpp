#include "plugin/decision/standards.hpp"

#include <algorithm>

#include "plugin/decision/placement.hpp"
#include "plugin/decision/records.hpp"
#include "plugin/gradebook/standard_activity.hpp"
#include "plugin/outbox/transitions.hpp"
#include "plugin/platform/try.hpp"
#include "plugin/settings/final_grades.hpp"

namespace passback::decision {
namespace {

using gradebook::ActivityFacts;
using gradebook::ObjectiveScore;
using gradebook::ScoreFacts;
using outbox::Form;
using outbox::Kind;
using outbox::Record;

/// What the standards of one result are derived from.
struct Origins {
  const Record& result;
  const Record& line_item;
  const ScoreFacts& score;
  const ActivityFacts& activity;
};

/// As people in the SIS know it: its name there, unless that is only a number of CASE.
std::string name_of(const std::string& objective_id, const settings::Objectives& chosen) {
  const auto target = chosen.find(objective_id);
  const bool named =
      target != chosen.end() && !target->second.id.empty() && target->second.source != "case";
  return named ? target->second.id : objective_id;
}

ActivityFacts line_item_facts(const ClassView& view, const ActivityFacts& activity,
                              const ObjectiveScore& objective) {
  ActivityFacts facts;
  facts.title =
      activity.title + ": " + name_of(objective.objective_id, view.effective.grading.objectives);
  facts.points_possible = objective.possible;
  facts.assigned_at_unix_ms = activity.assigned_at_unix_ms;
  facts.due_at_unix_ms = activity.due_at_unix_ms;
  facts.dates_are_days = activity.dates_are_days;
  facts.student_dates = activity.student_dates;
  facts.grading_period_id = activity.grading_period_id;
  facts.grading_period_sis_id = activity.grading_period_sis_id;
  facts.category_sis_id = gradebook::SourcedId(view.effective.class_settings.standards_category);
  facts.published = activity.published;
  return facts;
}

ScoreFacts result_facts(const ScoreFacts& score, const ObjectiveScore& objective) {
  ScoreFacts facts;
  facts.points = objective.points;
  facts.possible = objective.possible;
  facts.scored_at_unix_ms = score.scored_at_unix_ms;
  facts.flags = score.flags;
  facts.only_read = score.only_read;
  facts.imported = score.imported;
  facts.in_trial = score.in_trial;
  facts.put_back = score.put_back;
  facts.sis_keeps_newer = score.sis_keeps_newer;
  facts.withdrawn_because = score.withdrawn_because;
  return facts;
}

// It goes for the reason that its activity goes for.
outbox::Facts as_gone(const Record& own, const gradebook::WithdrawalReason because) {
  const auto* known = own.observed.facts.activity();
  if (known == nullptr) {
    return own.observed.facts;
  }
  auto facts = *known;
  facts.withdrawn_because = because;
  return outbox::Facts::of(std::move(facts));
}

/// Whether it says something new. Their order is that of the score, so they have no revision of
/// their own.
Result<bool> observe_anew(UnitOfWork& work, Record& record, Form form, const outbox::Facts& facts) {
  if (record.observed.form == form && record.observed.facts == facts) {
    return false;
  }
  PASSBACK_TRY_AS(auto seq, work.transaction.next_seq());
  outbox::observe(record, form, facts, seq, 0, 0);
  return true;
}

Form form_of(const Origins& origins, const ObjectiveScore& objective, bool gone) {
  if (gone || origins.result.observed.form == Form::absent) {
    return Form::absent;
  }
  return objective.points ? Form::present : Form::cleared;
}

Status put_both(UnitOfWork& work, Record& result, Record& line_item, std::int64_t released_before) {
  PASSBACK_TRY(put(work, line_item));
  result.line_item_id = line_item.id;
  PASSBACK_TRY(put(work, result));
  return result.released.seq == released_before
             ? ok_status()
             : tell_history(work, result, result.released.seq, "released", "host");
}

/// The line item of one standard, as its activity says now.
Result<Record> derive_line_item(UnitOfWork& work, const ClassView& view, const Origins& origins,
                                const ObjectiveScore& objective, const Who& who) {
  auto line_item =
      find_or_make_record(work, view, Kind::line_item, {who.sis_class_id, who.activity_id, {}});
  if (!line_item) {
    return line_item;
  }
  const bool gone = origins.line_item.observed.form == Form::absent;
  const auto facts = gone ? as_gone(*line_item, origins.activity.withdrawn_because)
                          : outbox::Facts::of(line_item_facts(view, origins.activity, objective));
  PASSBACK_TRY_AS(auto changed,
                  observe_anew(work, *line_item, gone ? Form::absent : Form::present, facts));
  if (changed) {
    PASSBACK_TRY(place_line_item(work, view, *line_item, false));
  }
  return line_item;
}

Status place_one(UnitOfWork& work, const ClassView& view, const Origins& origins,
                 const ObjectiveScore& objective, bool gone) {
  const auto& key = origins.result.key;
  const Who who{key.sis_class_id,
                gradebook::activity_of_standard(key.activity_id, objective.objective_id),
                key.student_id};
  PASSBACK_TRY_AS(auto result, find_or_make_record(work, view, Kind::result, who));
  const Form form = form_of(origins, objective, gone);
  const bool worth_a_row =
      form == Form::present && origins.line_item.observed.form == Form::present;
  if (result.id == 0 && !worth_a_row) {
    return ok_status();
  }
  PASSBACK_TRY_AS(auto line_item, derive_line_item(work, view, origins, objective, who));
  const auto released_before = result.released.seq;
  auto said = result_facts(origins.score, objective);
  if (gone && origins.result.observed.form != Form::absent) {
    // The score of this standard alone was taken out of the score.
    said.withdrawn_because = gradebook::WithdrawalReason::teacher;
  }
  const auto facts = outbox::Facts::of(std::move(said));
  PASSBACK_TRY_AS(auto changed, observe_anew(work, result, form, facts));
  auto placed = place_result(work, view, result, line_item,
                             changed ? PlacementOptions{} : options_for(result));
  return placed ? put_both(work, result, line_item, released_before) : Status(placed.error());
}

bool lists(const std::vector<ObjectiveScore>& objectives, const std::string& id) {
  return std::ranges::find(objectives, id, &ObjectiveScore::objective_id) != objectives.end();
}

} // namespace

bool goes_as_line_item(const oneroster::Profile& profile, const settings::GradingChoices& choices,
                       const std::string& objective_id) {
  const auto target = choices.objectives.find(objective_id);
  return profile.objectives == oneroster::Objectives::line_items &&
         (target == choices.objectives.end() || !target->second.id.empty());
}

Status place_standards(UnitOfWork& work, const ClassView& view, const Record& result,
                       const Record& line_item, const outbox::Facts& facts_before) {
  const bool wanted = view.profile != nullptr && view.unusable == Code::none &&
                      view.profile->objectives == oneroster::Objectives::line_items &&
                      off_code(view, result.key.activity_id) == Code::none;
  if (!wanted || line_item.observed.form == Form::none) {
    return ok_status();
  }
  const auto* activity = line_item.observed.facts.activity();
  const auto* score = result.observed.facts.score();
  if (activity == nullptr || score == nullptr) {
    return unreadable_facts();
  }
  // The place of a final grade is the SIS's; standards have none there.
  if (settings::belongs_into_slot(*activity, view.effective.grading)) {
    return ok_status();
  }
  const Origins origins{result, line_item, *score, *activity};
  for (const auto& objective : origins.score.objectives) {
    const bool goes =
        goes_as_line_item(*view.profile, view.effective.grading, objective.objective_id);
    PASSBACK_TRY(place_one(work, view, origins, objective, !goes));
  }
  const auto* before = facts_before.score();
  if (before == nullptr) {
    return ok_status();
  }
  for (const auto& objective : before->objectives) {
    if (!lists(origins.score.objectives, objective.objective_id)) {
      PASSBACK_TRY(place_one(work, view, origins, objective, true));
    }
  }
  return ok_status();
}

} // namespace passback::decision
