#include "plugin/oneroster/documents/grading_periods.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace passback::oneroster {
namespace {

using gradebook::SourcedId;

/// The sessions as a tree, from whichever end its links were told.
class Tree {
 public:
  explicit Tree(std::span<const SisAcademicSession> sessions) {
    for (const SisAcademicSession& session : sessions) {
      if (!session.active) {
        continue;
      }
      by_id_.emplace(session.id, &session);
      if (!session.parent_id.empty()) {
        link(session.parent_id, session.id);
      }
      for (const SourcedId& child : session.child_ids) {
        link(session.id, child);
      }
    }
  }

  std::set<SourcedId> parents_of(const std::set<SourcedId>& ids) const {
    std::set<SourcedId> found;
    for (const SourcedId& id : ids) {
      for (auto [at, end] = parents_.equal_range(id); at != end; ++at) {
        found.insert(at->second);
      }
    }
    return found;
  }

  /// The grading periods among those sessions and what is below them.
  std::vector<const SisAcademicSession*> periods_below(const std::set<SourcedId>& ids) const {
    std::vector<const SisAcademicSession*> periods;
    std::vector<SourcedId> waiting(ids.begin(), ids.end());
    std::set<SourcedId> seen;
    while (!waiting.empty()) {
      const SourcedId id = std::move(waiting.back());
      waiting.pop_back();
      if (!seen.insert(id).second) {
        continue;
      }
      if (const auto found = by_id_.find(id);
          found != by_id_.end() && found->second->is_grading_period()) {
        periods.push_back(found->second);
      }
      for (auto [at, end] = children_.equal_range(id); at != end; ++at) {
        waiting.push_back(at->second);
      }
    }
    return periods;
  }

 private:
  void link(const SourcedId& parent, const SourcedId& child) {
    children_.emplace(parent, child);
    parents_.emplace(child, parent);
  }

  std::map<SourcedId, const SisAcademicSession*> by_id_;
  std::multimap<SourcedId, SourcedId> children_, parents_;
};

using Periods = std::vector<const SisAcademicSession*>;

Periods all_periods(std::span<const SisAcademicSession> sessions) {
  Periods periods;
  std::set<SourcedId> seen;
  for (const SisAcademicSession& session : sessions) {
    if (session.active && session.is_grading_period() && seen.insert(session.id).second) {
      periods.push_back(&session);
    }
  }
  return periods;
}

Periods reachable_periods(std::span<const SisAcademicSession> sessions,
                          std::span<const SourcedId> term_ids) {
  const Tree tree(sessions);
  std::set<SourcedId> level(term_ids.begin(), term_ids.end());
  std::set<SourcedId> seen = level;
  Periods found = tree.periods_below(level);
  while (found.empty() && !level.empty()) {
    std::set<SourcedId> above;
    for (const SourcedId& id : tree.parents_of(level)) {
      if (seen.insert(id).second) {
        above.insert(id);
      }
    }
    level = std::move(above);
    found = tree.periods_below(level);
  }
  return found;
}

bool falls_into(const SisAcademicSession& period, std::string_view day) {
  const bool dated = !period.start_date.empty() || !period.end_date.empty();
  return dated && (period.start_date.empty() || period.start_date <= day) &&
         (period.end_date.empty() || day <= period.end_date);
}

} // namespace

std::vector<SisAcademicSession> grading_periods_of(std::span<const SisAcademicSession> sessions,
                                                   std::span<const SourcedId> term_ids,
                                                   PeriodSource source) {
  Periods found = source == PeriodSource::own_terms ? all_periods(sessions)
                                                    : reachable_periods(sessions, term_ids);
  if (found.empty() && source == PeriodSource::last_way) {
    found = all_periods(sessions);
  }
  std::vector<SisAcademicSession> periods;
  for (const SisAcademicSession* period : found) {
    periods.push_back(*period);
  }
  std::ranges::sort(periods, {}, [](const SisAcademicSession& period) {
    return std::tie(period.start_date, period.end_date, period.id);
  });
  return periods;
}

PeriodChoice choose_grading_period(std::span<const SisAcademicSession> periods,
                                   std::string_view day) {
  PeriodChoice choice;
  for (const SisAcademicSession& period : periods) {
    if (falls_into(period, day)) {
      choice.fitting.push_back(period);
    }
  }
  const bool one_begins = std::ranges::any_of(
      choice.fitting, [&](const SisAcademicSession& period) { return period.start_date == day; });
  if (one_begins) {
    std::erase_if(choice.fitting, [&](const SisAcademicSession& period) {
      return period.end_date == day && period.start_date != day;
    });
  }
  using Kind = PeriodChoice::Kind;
  choice.kind = choice.fitting.empty()       ? Kind::none
                : choice.fitting.size() == 1 ? Kind::one
                                             : Kind::several;
  return choice;
}

std::vector<SisAcademicSession> periods_beside(std::span<const SisAcademicSession> periods,
                                               std::string_view day, bool earlier) {
  std::vector<SisAcademicSession> before, after;
  std::string last_end, next_start;
  for (const SisAcademicSession& period : periods) {
    if (falls_into(period, day)) {
      return {};
    }
    if (!period.end_date.empty() && period.end_date < day) {
      before.push_back(period);
      last_end = std::max(last_end, period.end_date);
    } else if (!period.start_date.empty() && period.start_date > day) {
      after.push_back(period);
      next_start = next_start.empty() ? period.start_date : std::min(next_start, period.start_date);
    }
  }
  if (before.empty() || after.empty()) {
    return {};
  }
  std::erase_if(before, [&](const auto& period) { return period.end_date != last_end; });
  std::erase_if(after, [&](const auto& period) { return period.start_date != next_start; });
  return earlier ? before : after;
}

const SisAcademicSession* find_period(std::span<const SisAcademicSession> periods,
                                      const SourcedId& id) {
  const auto found = std::ranges::find(periods, id, &SisAcademicSession::id);
  return found == periods.end() ? nullptr : &*found;
}

} // namespace passback::oneroster
