#include "plugin/actions/class_grading_fields.hpp"

#include <set>

#include "plugin/actions/grading_fields.hpp"
#include "plugin/intake/records.hpp"
#include "plugin/oneroster/final_slots.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;
using gradebook::ActivityKind;

constexpr int kMostActivities = 2000;

bool takes_slots(const intake::ClassView& view) {
  return view.profile != nullptr &&
         view.profile->final_grades == oneroster::FinalGrades::sis_slot &&
         !view.effective.grading.final_as_assignment.value_or(false);
}

Status read_slots(intake::Desk& desk, const intake::ClassView& view,
                  const std::set<std::string>& sis_classes, ClassGrading& grading) {
  const auto& connection = *view.effective.connection;
  grading.slots_read = !sis_classes.empty();
  for (const auto& sis_class : sis_classes) {
    auto row =
        desk.transaction.sis_document(connection.id, connection.generation, "slots", sis_class);
    if (!row) {
      return row.error();
    }
    auto slots = *row ? oneroster::slots_from_json((*row)->document)
                      : Result<std::vector<oneroster::SlotInSis>>(Code::state);
    if (!slots) {
      grading.slots_read = false;
      continue;
    }
    for (const auto& slot : *slots) {
      grading.slots.push_back({slot.id.value, slot.title.empty() ? slot.id.value : slot.title});
    }
  }
  return ok_status();
}

json::object rows(const std::map<std::string, std::string>& titles,
                  const std::map<std::string, std::string>& chosen) {
  json::object map;
  for (const auto& [id, title] : titles) {
    const auto found = chosen.find(id);
    map[id] =
        json::object{{"title", title.empty() ? id : title},
                     {"value", found == chosen.end() ? json::value() : json::value(found->second)}};
  }
  return map;
}

void add_standards_category(Form& form, const std::string& chosen,
                            const std::vector<Choice>& sis_categories) {
  auto& field = form.field("standards_category", sis_categories.empty() ? "text" : "choice",
                           "Category for scores of standards",
                           "A category of the SIS without weight, so that they do not count.",
                           json::string(chosen));
  if (!sis_categories.empty()) {
    form.choices(field, sis_categories);
  }
}

} // namespace

Status read_class_grading(intake::Desk& desk, const intake::ClassView& view,
                          ClassGrading& grading) {
  grading = {};
  if (!view.effective.connection) {
    return ok_status();
  }
  outbox::RecordFilter filter;
  filter.class_id = view.class_id;
  filter.school_year = view.school_year;
  filter.kind = outbox::Kind::line_item;
  filter.limit = kMostActivities;
  auto records = desk.transaction.records(filter);
  if (!records) {
    return records.error();
  }
  std::set<std::string> sis_classes;
  for (const auto& record : *records) {
    auto facts = gradebook::activity_facts_from_json(record.observed.facts);
    if (record.observed.form != outbox::Form::present || !facts ||
        !intake::belongs_to(view, record)) {
      continue;
    }
    if (facts->grading_period_sis_id.empty() && !facts->grading_period_id.empty()) {
      grading.lms_periods.emplace(facts->grading_period_id, facts->grading_period_id);
    }
    if (facts->kind != ActivityKind::assignment && !record.key.sis_class_id.empty()) {
      grading
          .final_grades[settings::final_slot_key(record.key.sis_class_id, record.key.activity_id)] =
          facts->title;
      sis_classes.insert(record.key.sis_class_id.value);
    }
  }
  return takes_slots(view) ? read_slots(desk, view, sis_classes, grading) : ok_status();
}

void add_class_grading_fields(Form& form, const intake::ClassView& view,
                              const ClassGrading& grading,
                              const std::vector<Choice>& sis_categories) {
  const auto& own = view.effective.class_settings;
  if (!grading.lms_periods.empty() || !own.period_map.empty()) {
    form.field("period_map", "category_map", "Grading periods",
               "Which grading period of the SIS each of yours is. Nothing chosen: the due date "
               "decides.",
               rows(grading.lms_periods, own.period_map));
  }
  if (takes_slots(view) && !grading.final_grades.empty()) {
    auto& field = form.field("final_slots", "category_map", "Final grades",
                             "Which place of the SIS each of your final grades goes into.",
                             rows(grading.final_grades, own.final_slots));
    if (grading.slots_read) {
      form.choices(field, grading.slots);
    }
  } else if (!grading.final_grades.empty() &&
             view.effective.grading.final_as_assignment.value_or(false)) {
    form.note("warning", Code::final_as_assignment, info(Code::final_as_assignment).sentence);
  }
  if (view.profile != nullptr && view.profile->objectives == oneroster::Objectives::line_items) {
    add_standards_category(form, own.standards_category, sis_categories);
  }
  add_grading_exceptions(form, own.scales, own.objectives, view.effective.grading);
}

} // namespace passback::actions
