#include "plugin/actions/class_grading_fields.hpp"

#include <algorithm>
#include <set>

#include "plugin/actions/action_transaction.hpp"
#include "plugin/actions/grading_fields.hpp"
#include "plugin/decision/records.hpp"
#include "plugin/platform/try.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;
using gradebook::ActivityKind;

bool takes_slots(const decision::ClassView& view) {
  return view.profile != nullptr &&
         view.profile->final_grades == oneroster::FinalGrades::sis_slot &&
         !view.effective.grading.final_as_assignment.value_or(false);
}

// An SIS may have a "Final grade" for each term: their periods, else their ids, tell them apart.
void tell_apart(std::vector<Choice>& slots,
                const std::map<std::string, gradebook::SourcedId>& periods,
                const std::vector<Choice>& offered) {
  std::map<std::string, int> of_title;
  for (const auto& slot : slots) {
    ++of_title[slot.label.verbatim()];
  }
  for (auto& slot : slots) {
    if (of_title[slot.label.verbatim()] < 2) {
      continue;
    }
    const auto period = std::ranges::find(offered, periods.at(slot.value).value, &Choice::value);
    slot.label = period == offered.end() ? Phrase(slot.label.verbatim() + " (" + slot.value + ")")
                                         : say("class_settings.slot_of_period",
                                               {{"title", slot.label}, {"period", period->label}});
  }
}

Status read_slots(decision::UnitOfWork& work, const decision::ClassView& view,
                  const std::set<std::string>& sis_classes, ClassGrading& grading) {
  const auto& connection = *view.effective.connection;
  grading.slots_read = !sis_classes.empty();
  std::map<std::string, gradebook::SourcedId> periods;
  for (const auto& sis_class : sis_classes) {
    PASSBACK_TRY_AS(const auto slots, work.in_sis.slots({connection.id, connection.generation,
                                                         gradebook::SourcedId(sis_class)},
                                                        {decision::Purpose::naming}));
    if (!slots) {
      grading.slots_read = false;
      continue;
    }
    for (const auto& slot : *slots) {
      grading.slots.push_back({slot.id.value, slot.title.empty() ? slot.id.value : slot.title});
      periods[slot.id.value] = slot.grading_period_id;
    }
  }
  tell_apart(grading.slots, periods, grading.periods.offered);
  return ok_status();
}

void add_standards_category(FormDocument& form, const std::string& chosen,
                            const std::vector<Choice>& sis_categories) {
  auto& field = form.field("standards_category", sis_categories.empty() ? "text" : "choice",
                           "class_settings.standards_category", json::string(chosen));
  if (!sis_categories.empty()) {
    form.choices(field, sis_categories);
  }
}

} // namespace

Status read_class_grading(decision::UnitOfWork& work, const decision::ClassView& view,
                          ClassGrading& grading) {
  grading = {};
  if (!view.effective.connection) {
    return ok_status();
  }
  PASSBACK_TRY_AS(auto records, line_items_of_class(work, view));
  PeriodReader periods(work, view, grading.periods);
  PASSBACK_TRY(periods.of_class(view.links.now));
  std::set<std::string> sis_classes;
  for (const auto& record : records) {
    const auto* facts = record.observed.facts.activity();
    if (record.observed.form != outbox::Form::present || !facts ||
        !decision::belongs_to(view, record)) {
      continue;
    }
    PASSBACK_TRY(periods.of_activity(record, *facts));
    if (facts->kind != ActivityKind::assignment && !record.key.sis_class_id.empty()) {
      grading
          .final_grades[settings::final_slot_key(record.key.sis_class_id, record.key.activity_id)] =
          facts->title;
      sis_classes.insert(record.key.sis_class_id.value);
    }
  }
  return takes_slots(view) ? read_slots(work, view, sis_classes, grading) : ok_status();
}

void add_class_grading_fields(FormDocument& form, const decision::ClassView& view,
                              const ClassGrading& grading,
                              const std::vector<Choice>& sis_categories) {
  const auto& own = view.effective.class_settings;
  add_period_fields(form, own, grading.periods);
  if (takes_slots(view) && !grading.final_grades.empty()) {
    auto& field = form.field("final_slots", "final_slots", "class_settings.final_slots",
                             chosen_rows(grading.final_grades, own.final_slots));
    if (grading.slots_read) {
      form.choices(field, grading.slots);
    }
  } else if (!grading.final_grades.empty() &&
             view.effective.grading.final_as_assignment.value_or(false)) {
    form.note("warning", Code::final_as_assignment, texts::sentence_of(Code::final_as_assignment));
  }
  if (view.profile != nullptr && view.profile->objectives == oneroster::Objectives::line_items) {
    add_standards_category(form, own.standards_category, sis_categories);
  }
  add_grade_form(form, own.grade_form, view.effective.grading);
  add_grading_exceptions(form, own.scales, own.objectives, view.effective.grading);
}

} // namespace passback::actions
