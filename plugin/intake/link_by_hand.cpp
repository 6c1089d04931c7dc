#include "plugin/intake/link_by_hand.hpp"

#include <map>
#include <optional>

#include "plugin/intake/take.hpp"
#include "plugin/outbox/domain_tree.hpp"
#include "plugin/platform/try.hpp"

namespace passback::intake {
namespace {

using decision::UnitOfWork;
using outbox::ClassRow;
using outbox::EnrolmentRow;

// Under the number of the host's last word: its next one is newer.
template <class Row> decision::Origin origin_as_told(const Row& row) {
  decision::Origin origin;
  origin.domain_id = row.domain_id;
  origin.school_year = row.school_year;
  origin.class_id = row.class_id;
  origin.host_rev = row.host_rev;
  origin.host_epoch = row.host_epoch;
  return origin;
}

bool lacks_id(const EnrolmentRow& row) {
  return !row.ended && row.person().empty() && row.role == static_cast<std::int32_t>(Role::student);
}

Status link_class_at(UnitOfWork& work, const HandLink::Place& place,
                     const gradebook::SourcedId& sis_id) {
  PASSBACK_TRY_AS(const auto row, work.transaction.lms_class(place.class_id, place.school_year));
  if (!row) {
    return ok_status();
  }
  ClassEvent event;
  event.origin = origin_as_told(*row);
  event.origin.class_incarnation = row->incarnation;
  if (!row->facts.empty()) {
    PASSBACK_TRY_AS(event.facts, gradebook::class_facts_from_json(row->facts));
  }
  if (!row->custom.over(event.facts.class_sis_id).empty()) {
    return ok_status();
  }
  event.facts.class_sis_id = sis_id;
  PASSBACK_TRY(take_class(work, event));
  return ok_status();
}

Status link_student_at(UnitOfWork& work, const HandLink::Place& place, const HandLink& link) {
  PASSBACK_TRY_AS(const auto row,
                  work.transaction.enrolment(place.class_id, place.school_year, link.id));
  if (!row || !lacks_id(*row)) {
    return ok_status();
  }
  EnrolmentEvent event;
  event.origin = origin_as_told(*row);
  event.user_id = row->user_id;
  event.class_sis_id = row->class_sis_id;
  event.user_sis_id = link.sis_id;
  PASSBACK_TRY(take_enrolment(work, event));
  return ok_status();
}

/// Looks each domain up once.
class Inside {
 public:
  Inside(UnitOfWork& work, const LinkScope& scope)
      : work_(work), scope_(scope), below_(work.transaction, scope.domain) {}

  Result<bool> holds(const ClassRow& in_class, const gradebook::DomainId& domain) {
    PASSBACK_TRY_AS(const bool below, below_.holds(domain));
    if (!below) {
      return false;
    }
    PASSBACK_TRY_AS(const auto path, outbox::path_or_root(work_.transaction, domain));
    PASSBACK_TRY_AS(const auto effective, work_.settings().effective(path, in_class.class_id));
    return effective.connection && effective.connection->id == scope_.connection_id;
  }

 private:
  UnitOfWork& work_;
  const LinkScope& scope_;
  outbox::Below below_;
};

using LinksById = std::map<std::string, HandLink*, std::less<>>;

Status find_students_in(UnitOfWork& work, const ClassRow& in_class, Inside& inside,
                        const LinksById& students) {
  if (students.empty()) {
    return ok_status();
  }
  PASSBACK_TRY_AS(const auto rows,
                  work.transaction.enrolments(in_class.class_id, in_class.school_year));
  for (const auto& row : rows) {
    const auto found = students.find(row.user_id);
    if (found == students.end() || !lacks_id(row)) {
      continue;
    }
    PASSBACK_TRY_AS(
        const bool here,
        inside.holds(in_class, row.domain_id.empty() ? in_class.domain_id : row.domain_id));
    if (here) {
      found->second->places.push_back({in_class.class_id, in_class.school_year});
    }
  }
  return ok_status();
}

Status tell_linked(UnitOfWork& work, const HandLink& link, const std::string& connection_id,
                   const std::string& user) {
  outbox::HistoryRow line;
  line.at_unix_ms = work.now_unix_ms;
  line.event = (link.of_class ? "linked_class " : "linked_student ") + link.id;
  line.actor = user;
  line.connection_id = connection_id;
  return work.transaction.append_history(line);
}

} // namespace

Status find_link_places(UnitOfWork& work, std::vector<HandLink>& links, const LinkScope& scope) {
  Inside inside(work, scope);
  LinksById students, classes;
  for (auto& link : links) {
    link.places.clear();
    (link.of_class ? classes : students)[link.id] = &link;
  }
  PASSBACK_TRY_AS(const auto rows, work.transaction.classes({}));
  for (const auto& row : rows) {
    if (const auto found = classes.find(row.class_id.value); found != classes.end()) {
      PASSBACK_TRY_AS(const bool here, inside.holds(row, row.domain_id));
      if (here) {
        found->second->places.push_back({row.class_id, row.school_year});
      }
    }
    PASSBACK_TRY(find_students_in(work, row, inside, students));
  }
  return ok_status();
}

Status link_by_hand(UnitOfWork& work, std::span<const HandLink> links,
                    const std::string& connection_id, const std::string& user) {
  for (const auto& link : links) {
    for (const auto& place : link.places) {
      PASSBACK_TRY(link.of_class ? link_class_at(work, place, link.sis_id)
                                 : link_student_at(work, place, link));
    }
    if (!link.places.empty()) {
      PASSBACK_TRY(tell_linked(work, link, connection_id, user));
    }
  }
  return ok_status();
}

} // namespace passback::intake
