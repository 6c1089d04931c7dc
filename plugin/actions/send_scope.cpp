#include "plugin/actions/send_scope.hpp"

#include <array>
#include <set>
#include <utility>

#include "plugin/decision/period_of_line_item.hpp"
#include "plugin/gradebook/standard_activity.hpp"
#include "plugin/platform/time_zone.hpp"
#include "plugin/platform/try.hpp"

namespace passback::actions {
namespace {

using gradebook::ActivityId;
using outbox::Record;

constexpr std::array<std::string_view, 6> kScopeMembers = {
    "activity_id", "activity_ids", "student_id", "student_ids", "category_id", "period"};
constexpr std::string_view kOpenPeriod = "open";

template <class Id>
std::optional<std::set<Id>> ids_of(const InputReader& input, std::string_view one,
                                   std::string_view several) {
  const auto single = input.text(one).value;
  const auto list = input.texts(several).value;
  if (!list && (!single || single->empty())) {
    return std::nullopt;
  }
  std::set<Id> ids;
  if (single && !single->empty()) {
    ids.insert(Id(*single));
  }
  for (const auto& id : list.value_or(std::vector<std::string>())) {
    ids.insert(Id(id));
  }
  return ids;
}

/// Which periods are open today at a place.
struct PeriodsOfPlace {
  PeriodsOfPlace(decision::UnitOfWork& in, const decision::ClassView& opened, const texts::Words&)
      : work(in), view(opened) {}

  Status prepare(const gradebook::SchoolYear&) {
    if (const auto& connection = view.effective.connection) {
      today = platform::local_dates(connection->time_zone)(work.now_unix_ms);
    }
    return ok_status();
  }
  bool is_open(const oneroster::SisAcademicSession& period) const {
    return period.start_date <= today && today <= period.end_date;
  }

  decision::UnitOfWork& work;
  const decision::ClassView& view;
  std::string today;
};

/// The activities of the class that are of the category and the period.
class ActivitiesAsked {
 public:
  ActivitiesAsked(decision::UnitOfWork& work, const texts::Words& words, const ScopeAsked& asked)
      : work_(work), places_(work, words), asked_(asked) {}

  Status add(const Record& line_item) {
    const auto* facts = line_item.observed.facts.activity();
    // A standard that goes as a line item of its own belongs to its activity.
    if (!facts || gradebook::standard_of(line_item.key.activity_id) ||
        (!asked_.category_id.empty() && facts->category_id.value != asked_.category_id)) {
      return ok_status();
    }
    if (!asked_.period.empty()) {
      PASSBACK_TRY_AS(const bool in_period, is_in_period(line_item));
      if (!in_period) {
        return ok_status();
      }
    }
    ids_.insert(gradebook::host_activity(line_item.key.activity_id));
    return ok_status();
  }

  bool period_is_known() const { return period_is_known_; }
  std::set<ActivityId> take() { return std::move(ids_); }

 private:
  Result<bool> is_in_period(const Record& line_item) {
    PASSBACK_TRY_AS(const auto* place, places_.of(line_item));
    PASSBACK_TRY_AS(const auto period,
                    decision::period_of_line_item(work_, place->view, line_item));
    if (asked_.period == kOpenPeriod) {
      return !period || place->is_open(*period);
    }
    PASSBACK_TRY_AS(const auto in_sis, work_.class_in_sis(place->view, line_item.key.sis_class_id));
    for (const auto& one : in_sis.periods.value_or(std::vector<oneroster::SisAcademicSession>())) {
      period_is_known_ = period_is_known_ || one.id.value == asked_.period;
    }
    return period && period->id.value == asked_.period;
  }

  decision::UnitOfWork& work_;
  ByPlace<PeriodsOfPlace> places_;
  const ScopeAsked& asked_;
  std::set<ActivityId> ids_;
  bool period_is_known_ = false;
};

} // namespace

std::span<const std::string_view> scope_members() {
  return kScopeMembers;
}

ScopeAsked read_scope(const Asker& asker, const InputReader& input) {
  ScopeAsked asked;
  asked.cells = cells_of_class(asker);
  asked.cells.activities = ids_of<ActivityId>(input, "activity_id", "activity_ids");
  asked.cells.students = ids_of<gradebook::StudentId>(input, "student_id", "student_ids");
  if (!asker.activity.empty()) {
    asked.cells.activities = std::set{asker.activity};
  }
  asked.category_id = input.text("category_id").value.value_or("");
  asked.period = input.text("period").value.value_or("");
  return asked;
}

Result<CellFilter> cells_in_scope(decision::UnitOfWork& work, const texts::Words& words,
                                  const ScopeAsked& asked, std::vector<Problem>& problems) {
  auto cells = asked.cells;
  if (asked.category_id.empty() && asked.period.empty()) {
    return cells;
  }
  ActivitiesAsked activities(work, words, asked);
  auto line_items = asked.cells;
  line_items.students.reset();
  line_items.kind = outbox::Kind::line_item;
  PASSBACK_TRY(
      each_record(work, line_items, [&](Record& record) { return activities.add(record); }));
  if (!asked.period.empty() && asked.period != kOpenPeriod && !activities.period_is_known()) {
    problems.push_back({"period", say("problem.no_such_period")});
  }
  cells.activities = activities.take();
  return cells;
}

} // namespace passback::actions
