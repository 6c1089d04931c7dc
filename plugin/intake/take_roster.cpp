#include "plugin/intake/reconsider.hpp"
#include "plugin/intake/sweep.hpp"
#include "plugin/intake/take.hpp"

namespace passback::intake {
namespace {

Result<Outcome> stored(Desk& desk) {
  auto seq = desk.transaction.next_seq();
  if (!seq) {
    return seq.error();
  }
  return Outcome{Disposition::stored, *seq, Code::none};
}

Result<Outcome> superseded() {
  return Outcome{Disposition::superseded, 0, Code::none};
}

enum class Change { none, for_what_waits, placement };

bool same_dates_and_terms(const gradebook::ClassFacts& a, const gradebook::ClassFacts& b) {
  return a.term_sis_ids == b.term_sis_ids && a.school_sis_id == b.school_sis_id &&
         a.starts_at_unix_ms == b.starts_at_unix_ms && a.ends_at_unix_ms == b.ends_at_unix_ms;
}

// What placed records: the SIS class and the domain with its settings. What they may have waited
// for: the rest of the class.
Result<Change> change_of(const std::optional<outbox::ClassRow>& before, const ClassEvent& event) {
  if (!before || before->domain_id != event.origin.domain_id) {
    return Change::placement;
  }
  gradebook::ClassFacts known;
  if (!before->facts.empty()) {
    auto facts = gradebook::class_facts_from_json(before->facts);
    if (!facts) {
      return facts.error();
    }
    known = std::move(*facts);
  }
  if (known.class_sis_id != event.facts.class_sis_id) {
    return Change::placement;
  }
  return same_dates_and_terms(known, event.facts) ? Change::none : Change::for_what_waits;
}

// The student was linked to the SIS, has left the class or is back.
Status reconsider_student(Desk& desk, const EnrolmentEvent& event, bool only_waiting) {
  Affected affected;
  affected.class_id = event.origin.class_id;
  affected.school_year = event.origin.school_year;
  affected.student_id = gradebook::StudentId(event.user_id);
  affected.only_waiting = only_waiting;
  outbox::RecordFilter filter;
  filter.class_id = affected.class_id;
  filter.school_year = affected.school_year;
  if (only_waiting) {
    filter.state = outbox::State::waiting;
  }
  filter.limit = 1;
  auto any = desk.transaction.records(filter);
  if (!any) {
    return any.error();
  }
  return any->empty() ? ok_status() : ask_to_reconsider(desk.transaction, affected);
}

} // namespace

bool is_older(std::int64_t rev, std::int64_t epoch, std::int64_t stored_rev,
              std::int64_t stored_epoch) {
  if (rev == 0 || stored_rev == 0) {
    return false;
  }
  return epoch != stored_epoch ? epoch < stored_epoch : rev < stored_rev;
}

Result<Outcome> take_class(Desk& desk, const ClassEvent& event) {
  const auto& origin = event.origin;
  auto before = desk.transaction.lms_class(origin.class_id, origin.school_year);
  if (!before) {
    return before.error();
  }
  if (*before &&
      is_older(origin.host_rev, origin.host_epoch, (*before)->host_rev, (*before)->host_epoch)) {
    return superseded();
  }
  if (event.withdrawn) {
    // Grades that the SIS has stay there when a class leaves the LMS; its rows wait for a person.
    return Outcome{};
  }
  auto change = change_of(*before, event);
  if (!change) {
    return change.error();
  }
  outbox::ClassRow row;
  row.class_id = origin.class_id;
  row.school_year = origin.school_year;
  row.domain_id = origin.domain_id;
  row.incarnation = origin.class_incarnation;
  row.host_rev = origin.host_rev;
  row.host_epoch = origin.host_epoch;
  row.facts = gradebook::to_json(event.facts);
  if (auto put = desk.transaction.put_class(row); !put) {
    return put.error();
  }
  desk.forget_class();
  // Learns the domain's path now, so that no score has to.
  if (auto view = desk.open_class(origin); !view) {
    return view.error();
  }
  if (*before && (*before)->domain_id != origin.domain_id) {
    if (auto asked =
            ask_to_sweep(desk.transaction, {origin.domain_id, origin.class_id, origin.school_year});
        !asked) {
      return asked.error();
    }
  }
  if (*change != Change::none) {
    Affected affected;
    affected.class_id = origin.class_id;
    affected.school_year = origin.school_year;
    affected.only_waiting = *change == Change::for_what_waits;
    if (auto asked = ask_to_reconsider(desk.transaction, affected); !asked) {
      return asked.error();
    }
  }
  return stored(desk);
}

Result<Outcome> take_enrolment(Desk& desk, const EnrolmentEvent& event) {
  const auto& origin = event.origin;
  auto before = desk.transaction.enrolment(origin.class_id, origin.school_year, event.user_id);
  if (!before) {
    return before.error();
  }
  if (*before &&
      is_older(origin.host_rev, origin.host_epoch, (*before)->host_rev, (*before)->host_epoch)) {
    return superseded();
  }
  if (!*before && event.withdrawn) {
    return Outcome{};
  }
  outbox::EnrolmentRow row;
  row.class_id = origin.class_id;
  row.school_year = origin.school_year;
  row.user_id = event.user_id;
  row.role = static_cast<std::int32_t>(event.role);
  row.class_sis_id = event.class_sis_id;
  row.user_sis_id = event.user_sis_id;
  row.ended = event.withdrawn;
  row.host_rev = origin.host_rev;
  row.host_epoch = origin.host_epoch;
  if (auto put = desk.transaction.put_enrolment(row); !put) {
    return put.error();
  }
  const bool linked = !*before || (*before)->class_sis_id != row.class_sis_id ||
                      (*before)->user_sis_id != row.user_sis_id;
  const bool left = *before && !(*before)->ended && row.ended;
  const bool came_back = *before && (*before)->ended && !row.ended;
  if (event.role == Role::student && (linked || left || came_back)) {
    if (auto asked = reconsider_student(desk, event, !left); !asked) {
      return asked.error();
    }
  }
  return stored(desk);
}

Result<Outcome> take_domain(Desk& desk, const DomainEvent& event) {
  if (event.withdrawn) {
    return Outcome{};
  }
  auto before = desk.transaction.domain(event.domain_id);
  if (!before) {
    return before.error();
  }
  const outbox::DomainRow row{event.domain_id, event.parent_id, event.title};
  if (auto put = desk.transaction.put_domain(row); !put) {
    return put.error();
  }
  desk.forget_class();
  if (*before && (*before)->parent_id != event.parent_id) {
    if (auto asked = ask_to_sweep(desk.transaction, {event.domain_id, {}, {}}); !asked) {
      return asked.error();
    }
    if (auto asked = ask_to_reconsider(desk.transaction, {}); !asked) {
      return asked.error();
    }
  }
  return stored(desk);
}

} // namespace passback::intake
