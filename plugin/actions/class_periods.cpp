#include "plugin/actions/class_periods.hpp"

#include <algorithm>
#include <utility>

#include "plugin/oneroster/documents/grading_periods.hpp"
#include "plugin/platform/time_zone.hpp"
#include "plugin/platform/try.hpp"
#include "plugin/settings/final_grades.hpp"
#include "plugin/settings/period_choice.hpp"

namespace passback::actions {
namespace {

using oneroster::SisAcademicSession;

// "Quarter 1, 2026-08-17 to 2026-10-16": two of one title are told apart by their dates.
std::string words_for(const SisAcademicSession& session) {
  std::string words = session.title.empty() ? session.id.value : session.title;
  if (!session.start_date.empty() && !session.end_date.empty()) {
    words += ", " + session.start_date + " to " + session.end_date;
  }
  return words;
}

// What was chosen once stays to be seen, also where the SIS does not show it any more.
std::vector<Choice> with_chosen(std::vector<Choice> offered,
                                const std::map<std::string, std::string>& chosen) {
  for (const auto& [of, id] : chosen) {
    if (std::ranges::find(offered, id, &Choice::value) == offered.end()) {
      offered.push_back({id, id, {"The SIS does not show this one for the class."}});
    }
  }
  return offered;
}

void add_field(FormDocument& form, const char* name, const char* label, const char* help,
               const std::map<std::string, std::string>& titles,
               const std::map<std::string, std::string>& chosen,
               const std::vector<Choice>& offered) {
  auto& field = form.field(name, "category_map", label, help, chosen_rows(titles, chosen));
  if (!offered.empty()) {
    form.choices(field, with_chosen(offered, chosen));
  }
}

} // namespace

Status PeriodReader::of_class(const gradebook::SourcedId& sis_class) {
  if (sis_class.empty() || read_.contains(sis_class.value)) {
    return ok_status();
  }
  const auto& connection = *view_.effective.connection;
  PASSBACK_TRY_AS(auto periods,
                  work_.in_sis.periods({connection.id, connection.generation, sis_class},
                                       {decision::Purpose::naming}));
  auto& sessions = read_[sis_class.value];
  sessions = std::move(periods).value_or(Sessions());
  for (const auto& session : sessions) {
    // Classes of one school share their periods.
    if (std::ranges::find(periods_.offered, session.id.value, &Choice::value) ==
        periods_.offered.end()) {
      periods_.offered.push_back({session.id.value, words_for(session)});
    }
  }
  return ok_status();
}

Status PeriodReader::of_activity(const outbox::Record& line_item,
                                 const gradebook::ActivityFacts& facts) {
  const auto& id = line_item.key.activity_id;
  periods_.titles.emplace(id.value, facts.title);
  if (facts.grading_period_sis_id.empty() && !facts.grading_period_id.empty()) {
    periods_.of_lms.emplace(facts.grading_period_id, facts.grading_period_id);
  }
  PASSBACK_TRY(of_class(line_item.key.sis_class_id));
  const auto found = read_.find(line_item.key.sis_class_id.value);
  if (found != read_.end() && several_fit(found->second, line_item, facts)) {
    periods_.of_activities.emplace(id.value, facts.title);
  }
  return ok_status();
}

bool PeriodReader::several_fit(const Sessions& sessions, const outbox::Record& line_item,
                               const gradebook::ActivityFacts& facts) const {
  const auto& effective = view_.effective;
  const bool asks = view_.profile != nullptr &&
                    view_.profile->grading_period != oneroster::Need::never &&
                    !settings::belongs_into_slot(facts, effective.grading);
  const bool named =
      !settings::named_period(line_item.key.activity_id, facts, effective.class_settings).empty();
  // Where it counts is the SIS's once it is there.
  if (!asks || named || line_item.confirmed.form == outbox::Form::present) {
    return false;
  }
  const auto days = platform::local_dates(effective.connection->time_zone);
  const auto day = days(
      settings::picking_moment(oneroster::with_moments(facts, days), line_item.created_unix_ms));
  if (day.empty()) {
    return false;
  }
  const auto choice = oneroster::choose_grading_period(sessions, day);
  std::vector<settings::FittingPeriod> fitting;
  for (const auto& session : choice.fitting) {
    fitting.push_back({session.id, session.title, session.start_date, session.end_date});
  }
  return fitting.size() > 1 && !settings::pick_period(fitting, effective.grading.period_level);
}

void add_period_fields(FormDocument& form, const settings::ClassSettings& own,
                       const ClassPeriods& periods) {
  const bool read = !periods.offered.empty();
  if (!periods.of_lms.empty() || !own.period_map.empty()) {
    auto titles = periods.of_lms;
    for (const auto& [id, chosen] : own.period_map) {
      titles.emplace(id, id);
    }
    add_field(form, "period_map", "Grading periods",
              read ? "Which grading period of the SIS each of yours is. Nothing chosen: the due "
                     "date decides."
                   : "Which grading period of the SIS each of yours is, by its id there. Nothing "
                     "chosen: the due date decides.",
              titles, own.period_map, periods.offered);
  }
  auto titles = periods.of_activities;
  for (const auto& [id, chosen] : own.activity_periods) {
    const auto known = periods.titles.find(id);
    titles.emplace(id, known == periods.titles.end() ? id : known->second);
  }
  if (!titles.empty()) {
    add_field(form, "activity_periods", "Activities that several grading periods fit",
              "Which of them each goes into. It counts until the activity is in the SIS; from then "
              "on it is moved there.",
              titles, own.activity_periods, periods.offered);
  }
}

} // namespace passback::actions
