#include "plugin/actions/taught_classes.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "plugin/actions/notices_off.hpp"
#include "plugin/oneroster/reads/sis_objects.hpp"
#include "plugin/platform/time_zone.hpp"
#include "plugin/platform/try.hpp"

namespace passback::actions {
namespace {

using Sessions = std::vector<oneroster::SisAcademicSession>;

/// The grading periods that delivery has read of the SIS. Classes of one term share them: one of
/// which nothing was read yet has those of another.
class PeriodsInSis {
 public:
  explicit PeriodsInSis(decision::UnitOfWork& work) : work_(work) {}

  Status learn(const ClassFigures& figures, const decision::ClassView& view) {
    const auto& sis_class = view.links.now;
    if (sis_class.empty()) {
      return ok_status();
    }
    const auto& connection = *view.effective.connection;
    PASSBACK_TRY_AS(auto periods,
                    work_.in_sis.periods({connection.id, connection.generation, sis_class},
                                         {decision::Purpose::naming}));
    if (!periods || periods->empty()) {
      return ok_status();
    }
    for (const auto& term : figures.term_sis_ids) {
      of_term_.try_emplace({connection.id, term}, *periods);
    }
    of_class_[{figures.class_id, figures.school_year}] = std::move(*periods);
    return ok_status();
  }
  std::vector<const Sessions*> of(const ClassFigures& figures, const std::string& connection) {
    const auto own = of_class_.find({figures.class_id, figures.school_year});
    if (own != of_class_.end()) {
      return {&own->second};
    }
    std::vector<const Sessions*> found;
    for (const auto& term : figures.term_sis_ids) {
      const auto known = of_term_.find({connection, term});
      if (known != of_term_.end()) {
        found.push_back(&known->second);
      }
    }
    return found;
  }

 private:
  decision::UnitOfWork& work_;
  std::map<std::pair<gradebook::ClassId, gradebook::SchoolYear>, Sessions> of_class_;
  std::map<std::pair<std::string, gradebook::SourcedId>, Sessions> of_term_;
};

// Of a quarter and its semester, which end on one day, the quarter is named: it began later.
EndingPeriod next_to_end(const std::vector<const Sessions*>& known, const std::string& today) {
  const oneroster::SisAcademicSession* next = nullptr;
  for (const auto* sessions : known) {
    for (const auto& one : *sessions) {
      const bool to_come = one.end_date >= today;
      const bool sooner = next == nullptr || one.end_date < next->end_date ||
                          (one.end_date == next->end_date && one.start_date > next->start_date);
      if (to_come && sooner) {
        next = &one;
      }
    }
  }
  return next == nullptr ? EndingPeriod() : EndingPeriod{next->title, next->end_date};
}

EndingPeriod end_of_class(const ClassFigures& figures, std::string_view zone,
                          const std::string& today) {
  const auto day = platform::local_date(figures.ends_unix_ms, zone);
  const bool to_come = figures.ends_unix_ms != 0 && day && *day >= today;
  return to_come ? EndingPeriod{{}, *day} : EndingPeriod();
}

Status find_readers(decision::UnitOfWork& work, TaughtClass& one) {
  for (const auto& teacher : one.teachers) {
    PASSBACK_TRY_AS(const bool off, has_notices_off(work.transaction, teacher));
    if (!off) {
      one.readers.push_back(teacher);
    }
  }
  return ok_status();
}

} // namespace

UnsentGrades& UnsentGrades::operator+=(const UnsentGrades& more) {
  to_send += more.to_send;
  refused += more.refused;
  waiting += more.waiting;
  on_the_way += more.on_the_way;
  return *this;
}

UnsentGrades unsent_in(const ClassFigures& figures) {
  UnsentGrades unsent;
  unsent.to_send = figures.count("ready") + figures.count("changed");
  for (const auto* state : {"rejected", "failed", "conflict", "unlinked"}) {
    unsent.refused += figures.count(state);
  }
  unsent.waiting = figures.count("not_ready") + figures.count("waiting");
  unsent.on_the_way = figures.count("on_its_way");
  return unsent;
}

Result<std::vector<TaughtClass>> taught_classes(decision::UnitOfWork& work,
                                                const TaughtClassesQuery& query) {
  std::vector<TaughtClass> taught;
  std::vector<settings::Connection> connections;
  PeriodsInSis periods(work);
  PASSBACK_TRY_AS(const auto figures, figures_below(work, query.domain, query.since_unix_ms));
  for (const auto& one : figures) {
    decision::Origin origin;
    origin.class_id = one.class_id;
    origin.school_year = one.school_year;
    origin.domain_id = one.domain;
    const auto view = work.open_class(origin);
    if (!view || !view->effective.allowed ||
        (!query.connection_id.empty() && view->effective.connection->id != query.connection_id)) {
      continue; // what nobody sends, or by settings that cannot be read, is told elsewhere
    }
    PASSBACK_TRY_AS(auto teachers, teachers_of(work, one));
    PASSBACK_TRY(periods.learn(one, *view));
    taught.push_back({one, std::move(teachers)});
    PASSBACK_TRY(find_readers(work, taught.back()));
    connections.push_back(*view->effective.connection);
  }
  for (std::size_t i = 0; i < taught.size(); ++i) {
    auto& one = taught[i];
    const auto zone = platform::zone_or_utc(connections[i].time_zone);
    const auto today = platform::local_date(work.now_unix_ms, zone);
    if (!today || unsent_in(one.figures).all() == 0) {
      continue;
    }
    const auto known = periods.of(one.figures, connections[i].id);
    one.period =
        known.empty() ? end_of_class(one.figures, zone, *today) : next_to_end(known, *today);
  }
  return taught;
}

} // namespace passback::actions
