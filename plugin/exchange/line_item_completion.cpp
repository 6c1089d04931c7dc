#include "plugin/exchange/line_item_completion.hpp"

#include <algorithm>
#include <span>
#include <utility>

#include "plugin/exchange/record_request.hpp"
#include "plugin/oneroster/documents/period_pick.hpp"
#include "plugin/oneroster/values/one_line.hpp"
#include "plugin/platform/try.hpp"

namespace passback::exchange {

namespace {

using oneroster::DueDateFallback;
using oneroster::LineItemInput;
using oneroster::Need;
using settings::CategoryChoice;

bool nobody_chose(const CategoryChoice& choice) {
  return choice.kind == CategoryChoice::Kind::none || choice.kind == CategoryChoice::Kind::missing;
}

bool by_name(const PlannedRequest& planned) {
  const auto& profile = *planned.route->profile;
  const bool named_alike =
      profile.category_strategy == oneroster::CategoryStrategy::by_exact_name &&
      nobody_chose(planned.wanted.category);
  return profile.category != Need::never &&
         profile.reads.categories != oneroster::CategoryRoute::none &&
         (named_alike || planned.wanted.category.kind == CategoryChoice::Kind::titled) &&
         !planned.wanted.category_title.empty();
}

bool wants_sessions(const PlannedRequest& planned, const LineItemInput& line_item) {
  const auto& profile = *planned.route->profile;
  if (profile.reads.grading_periods == oneroster::PeriodRoute::none) {
    return false;
  }
  const bool picks = profile.grading_period != Need::never && planned.wanted.period.empty();
  const bool end_stands_in =
      line_item.facts.due_at_unix_ms == 0 &&
      std::ranges::find(profile.missing_due_date, DueDateFallback::period_end) !=
          profile.missing_due_date.end();
  return picks || end_stands_in || profile.outside_period != oneroster::OutsidePeriod::send;
}

Status put_category(PlannedRequest& planned, LineItemInput& line_item, bool all_read) {
  if (!by_name(planned) || (!all_read && !planned.known.categories)) {
    return ok_status();
  }
  const bool required = planned.route->profile->category == Need::required;
  if (!planned.known.categories) {
    return required ? Status(Error{Code::category_missing, {}}) : ok_status();
  }
  std::vector<gradebook::SourcedId> found;
  for (const auto& category : *planned.known.categories) {
    if (category.active && oneroster::one_line(category.title) == planned.wanted.category_title) {
      found.push_back(category.id);
    }
  }
  // Two of one name: which one is meant, only a person can say.
  if (found.size() == 1) {
    line_item.category_id = found.front();
    return ok_status();
  }
  return required ? Status(Error{Code::category_not_found, {}}) : ok_status();
}

oneroster::PeriodPreference preference_of(const PlannedRequest& planned,
                                          const LineItemInput& line_item) {
  return {planned.wanted.period,  planned.wanted.day,
          planned.wanted.level,   line_item.facts.due_at_unix_ms != 0,
          planned.read_line_item, planned.wanted.between};
}

Status put_period(PlannedRequest& planned, LineItemInput& line_item) {
  const auto& profile = *planned.route->profile;
  line_item.class_end = planned.wanted.class_end;
  // That a period is missing where one is needed the document says itself.
  const auto picked = oneroster::put_period(profile, planned.known.sessions,
                                            preference_of(planned, line_item), line_item);
  if (picked.against != Code::none) {
    return Error{picked.against, {}};
  }
  if (picked.period != nullptr && shows_shut_window(profile, picked.period->metadata)) {
    return Error{Code::window_shut, {}};
  }
  return ok_status();
}

} // namespace

std::set<Lookup> lookups_for(const PlannedRequest& planned) {
  std::set<Lookup> wanted;
  const auto* line_item = std::get_if<LineItemInput>(&planned.content);
  if (line_item == nullptr || planned.write == Write::look) {
    return wanted;
  }
  const auto& profile = *planned.route->profile;
  const bool sessions = wants_sessions(planned, *line_item);
  const bool school =
      (profile.school != Need::never || posts_to_school(planned)) && line_item->school_id.empty();
  // The sessions of a class are found through its terms.
  if (school || sessions) {
    wanted.insert(Lookup::sis_class);
  }
  if (sessions) {
    wanted.insert(Lookup::sessions);
  }
  if (by_name(planned)) {
    wanted.insert(Lookup::categories);
  }
  if (profile.title_unique == oneroster::TitleUnique::in_class &&
      planned.creation == Creation::none) {
    wanted.insert(Lookup::line_items);
  }
  return wanted;
}

Status complete_line_item(PlannedRequest& planned, bool all_read) {
  auto* line_item = std::get_if<LineItemInput>(&planned.content);
  if (line_item == nullptr) {
    return ok_status();
  }
  const auto& known = planned.known;
  if (known.sis_class) {
    if (line_item->school_id.empty()) {
      line_item->school_id = known.sis_class->school_id;
    }
    if (shows_shut_window(*planned.route->profile, known.sis_class->metadata)) {
      return Error{Code::window_shut, {}};
    }
  }
  if (known.line_items) {
    take_titles(planned, *known.line_items);
  }
  PASSBACK_TRY(put_category(planned, *line_item, all_read));
  return put_period(planned, *line_item);
}

void take_titles(PlannedRequest& planned, std::span<const oneroster::SisLineItem> in_sis) {
  auto* line_item = std::get_if<LineItemInput>(&planned.content);
  if (line_item == nullptr) {
    return;
  }
  line_item->taken_titles.clear();
  for (const auto& other : in_sis) {
    if (other.active && other.id != line_item->wire_id) {
      line_item->taken_titles.push_back(other.title);
    }
  }
}

void complete_as(const PlannedRequest& planned, oneroster::LineItemInput& version) {
  PlannedRequest then = planned;
  then.content = version;
  if (complete_line_item(then)) {
    version = std::get<LineItemInput>(then.content);
  }
}

bool adopt_result(PlannedRequest& planned) {
  if (!planned.known.results || planned.student_id.empty()) {
    return false;
  }
  const auto found =
      std::ranges::find(*planned.known.results, planned.student_id, &KnownResult::student_id);
  if (found == planned.known.results->end() || found->id == planned.wire_id) {
    return false;
  }
  take_id(planned, found->id, outbox::WireIdOrigin::adopted);
  return true;
}

} // namespace passback::exchange
