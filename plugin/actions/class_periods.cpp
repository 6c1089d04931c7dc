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

namespace json = boost::json;
using oneroster::SisAcademicSession;

// "Quarter 1, 2026-08-17 to 2026-10-16": two of one title are told apart by their dates.
Phrase label_of(const SisAcademicSession& session) {
  const std::string& title = session.title.empty() ? session.id.value : session.title;
  if (session.start_date.empty() || session.end_date.empty()) {
    return title;
  }
  return say("class_settings.period_with_dates",
             {{"title", title}, {"first", session.start_date}, {"last", session.end_date}});
}

// What was chosen once stays to be seen, also where the SIS does not show it any more.
std::vector<Choice> with_chosen(std::vector<Choice> offered,
                                const std::map<std::string, std::string>& chosen) {
  for (const auto& [of, id] : chosen) {
    if (std::ranges::find(offered, id, &Choice::value) == offered.end()) {
      offered.push_back({id, id, {say("class_settings.period_not_shown")}});
    }
  }
  return offered;
}

json::object& add_field(FormDocument& form, std::string_view name,
                        const std::map<std::string, std::string>& titles,
                        const std::map<std::string, std::string>& chosen,
                        const std::vector<Choice>& offered) {
  auto& field = form.field(name, "period_map", "class_settings." + std::string(name),
                           chosen_rows(titles, chosen));
  if (!offered.empty()) {
    form.choices(field, with_chosen(offered, chosen));
  }
  return field;
}

// A proposal is shown beside the row, and taken by nobody but a person.
void propose_by_title(json::object& rows, const std::vector<Choice>& titled) {
  for (auto& row : rows) {
    auto& object = row.value().as_object();
    const auto proposed = of_same_title(std::string(object.at("title").as_string()), titled);
    if (object.at("value").is_null() && !proposed.empty()) {
      object["proposed"] = proposed;
    }
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
      periods_.offered.push_back({session.id.value, label_of(session)});
      periods_.titled.push_back({session.id.value, session.title});
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
  if (effective.sending.between_periods == settings::BetweenPeriods::ask &&
      !oneroster::periods_beside(sessions, day, true).empty()) {
    return true;
  }
  std::vector<settings::FittingPeriod> fitting;
  for (const auto& session : choice.fitting) {
    fitting.push_back({session.id, session.title, session.start_date, session.end_date});
  }
  return fitting.size() > 1 && !settings::pick_period(fitting, effective.grading.period_level);
}

void add_period_fields(FormDocument& form, const settings::ClassSettings& own,
                       const ClassPeriods& periods) {
  if (!periods.of_lms.empty() || !own.period_map.empty()) {
    auto& field = add_field(form, "period_map", periods.of_lms, own.period_map, periods.offered);
    propose_by_title(field.at("value").as_object(), periods.titled);
    if (periods.offered.empty()) {
      form.help(field, say("class_settings.period_map.help_by_id"));
    }
  }
  auto titles = periods.of_activities;
  for (const auto& [id, chosen] : own.activity_periods) {
    const auto known = periods.titles.find(id);
    titles.emplace(id, known == periods.titles.end() ? id : known->second);
  }
  if (!titles.empty()) {
    add_field(form, "activity_periods", titles, own.activity_periods, periods.offered);
  }
}

} // namespace passback::actions
