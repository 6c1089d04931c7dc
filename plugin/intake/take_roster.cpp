#include <algorithm>

#include "plugin/intake/changed_ids.hpp"
#include "plugin/intake/custom_data.hpp"
#include "plugin/intake/identity.hpp"
#include "plugin/intake/sweep.hpp"
#include "plugin/intake/take.hpp"
#include "plugin/outbox/domain_tree.hpp"
#include "plugin/outbox/pending.hpp"
#include "plugin/platform/try.hpp"

namespace passback::intake {
namespace {

using decision::Disposition;
using decision::Origin;
using decision::UnitOfWork;

Result<Outcome> stored(UnitOfWork& work) {
  PASSBACK_TRY_AS(auto seq, work.transaction.next_seq());
  return Outcome{Disposition::stored, seq, Code::none};
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
Change change_of(const std::optional<outbox::ClassRow>& before, const gradebook::ClassFacts& known,
                 const gradebook::DomainId& domain, const gradebook::ClassFacts& now) {
  if (!before || before->domain_id != domain || known.class_sis_id != now.class_sis_id) {
    return Change::placement;
  }
  return same_dates_and_terms(known, now) ? Change::none : Change::for_what_waits;
}

// The event's facts, with what is ours to remember: the classes of the SIS that the class was
// linked to by mistake, whose records are taken back. An event without an SIS class says nothing of
// it.
gradebook::ClassFacts facts_now(const gradebook::ClassFacts& known,
                                const gradebook::ClassFacts& said) {
  auto facts = said;
  facts.former_class_sis_ids = known.former_class_sis_ids;
  if (facts.class_sis_id.empty()) {
    facts.class_sis_id = known.class_sis_id;
  }
  if (!known.class_sis_id.empty() && known.class_sis_id != facts.class_sis_id) {
    facts.former_class_sis_ids.push_back(known.class_sis_id);
  }
  std::erase(facts.former_class_sis_ids, facts.class_sis_id);
  return facts;
}

Result<gradebook::ClassFacts> known_facts(const std::optional<outbox::ClassRow>& row) {
  return row && !row->facts.empty() ? gradebook::class_facts_from_json(row->facts)
                                    : Result<gradebook::ClassFacts>(gradebook::ClassFacts{});
}

// A student who changed sections has two enrolments in the class, and the end of the one before may
// be told last.
bool is_of_other_section(const outbox::EnrolmentRow& known, const EnrolmentEvent& event) {
  return !known.ended && !known.class_sis_id.empty() && !event.class_sis_id.empty() &&
         known.class_sis_id != event.class_sis_id;
}

// The same of two schools.
bool is_of_other_school(const outbox::EnrolmentRow& known, const gradebook::DomainId& own) {
  return !known.ended && !own.empty() && known.domain_id != own;
}

// The student's, where it is neither the class's nor above it: a host that fills in the class's, or
// the school of the department that the class is in, says nothing of the student with it.
Result<gradebook::DomainId> own_domain(UnitOfWork& work, const EnrolmentEvent& event) {
  const auto& said = event.origin.domain_id;
  if (event.role != Role::student || said.empty()) {
    return gradebook::DomainId();
  }
  PASSBACK_TRY_AS(const auto row,
                  work.transaction.lms_class(event.origin.class_id, event.origin.school_year));
  if (!row || row->domain_id.empty()) {
    return said;
  }
  if (row->domain_id == said) {
    return gradebook::DomainId();
  }
  PASSBACK_TRY_AS(const auto path, outbox::path_or_root(work.transaction, row->domain_id));
  return std::ranges::find(path, said) == path.end() ? said : gradebook::DomainId();
}

// Nothing goes for the enrolment yet: settings that cannot be read, or a domain that is not known,
// are no matter of the roster's.
Status ask_for_new(UnitOfWork& work, const Origin& origin,
                   const std::optional<outbox::EnrolmentRow>& before) {
  PASSBACK_TRY_AS(const bool used, uses_custom_data(work.transaction));
  if (before || !used) {
    return ok_status();
  }
  const auto view = work.open_class(origin);
  return view ? ask_where_unasked(work, *view, outbox::EnrolmentRow{}) : ok_status();
}

// Where something goes now that did not before, or to another SIS.
Status ask_for_class(UnitOfWork& work, const Origin& origin) {
  return ask_to_sweep(work.transaction, {origin.domain_id, origin.class_id, origin.school_year});
}

// Settings that cannot be read, or a domain that is not known, are no matter of the roster's.
bool may_anything_go(UnitOfWork& work, const Origin& origin) {
  const auto view = work.open_class_that_syncs(origin);
  return view && view->effective.allowed;
}

// A teacher of a pilot brings her classes into it, and takes them out of it: what the class was
// given while nothing of it went is known to the host alone.
Status follow_teacher(UnitOfWork& work, const Origin& origin, bool went) {
  work.forget_class();
  const bool goes = may_anything_go(work, origin);
  if (goes == went) {
    return ok_status();
  }
  outbox::Affected affected;
  affected.class_id = origin.class_id;
  affected.school_year = origin.school_year;
  PASSBACK_TRY(outbox::ask_to_reconsider(work.transaction, affected));
  return goes ? ask_for_class(work, {{}, origin.school_year, origin.class_id}) : ok_status();
}

// The student is of another domain than before; empty = of the class's.
Status follow_domain(UnitOfWork& work, const Origin& origin, const gradebook::DomainId& domain) {
  if (!domain.empty()) {
    // Learns its path now, so that no score has to. Settings there that cannot be read are no
    // matter of the roster's.
    const auto opened = work.open_class(origin, domain);
    if (!opened && work.unknown_domain()) {
      return opened.error();
    }
  }
  PASSBACK_TRY_AS(const auto row, work.transaction.lms_class(origin.class_id, origin.school_year));
  return row ? ask_for_class(work, {{}, origin.school_year, origin.class_id}) : ok_status();
}

} // namespace

bool is_older(std::int64_t rev, std::int64_t epoch, std::int64_t stored_rev,
              std::int64_t stored_epoch) {
  if (rev == 0) {
    return false;
  }
  return epoch != stored_epoch ? epoch < stored_epoch : rev < stored_rev;
}

Result<Outcome> take_class(UnitOfWork& work, const ClassEvent& event) {
  const auto& origin = event.origin;
  PASSBACK_TRY_AS(auto before, work.transaction.lms_class(origin.class_id, origin.school_year));
  if (before &&
      is_older(origin.host_rev, origin.host_epoch, before->host_rev, before->host_epoch)) {
    return superseded();
  }
  if (event.withdrawn) {
    // Grades that the SIS has stay there when a class leaves the LMS; its rows wait for a person.
    return Outcome{};
  }
  PASSBACK_TRY_AS(auto known, known_facts(before));
  const auto facts = facts_now(known, event.facts);
  outbox::ClassRow row;
  row.class_id = origin.class_id;
  row.school_year = origin.school_year;
  row.domain_id = work.said_of_class(origin);
  row.incarnation = origin.class_incarnation;
  row.host_rev = origin.host_rev;
  row.host_epoch = origin.host_epoch;
  row.facts = gradebook::to_json(facts);
  const auto change = change_of(before, known, row.domain_id, facts);
  PASSBACK_TRY(work.transaction.put_class(row));
  if (before) {
    PASSBACK_TRY(note_changed_class(work, row, before->custom.over(known.class_sis_id),
                                    before->custom.over(facts.class_sis_id)));
  }
  work.forget_class();
  // Learns the domain's path now, so that no score has to.
  PASSBACK_TRY_AS(const auto view, work.open_class(origin));
  PASSBACK_TRY(ask_where_unasked(work, view, before.value_or(row)));
  if (!before || before->domain_id.empty()) {
    PASSBACK_TRY(find_at_home(work, row));
  } else if (before->domain_id != row.domain_id) {
    PASSBACK_TRY(ask_for_class(work, origin));
  }
  if (change != Change::none) {
    outbox::Affected affected;
    affected.class_id = origin.class_id;
    affected.school_year = origin.school_year;
    affected.only_waiting = change == Change::for_what_waits;
    PASSBACK_TRY(outbox::ask_to_reconsider(work.transaction, affected));
  }
  return stored(work);
}

Result<Outcome> take_enrolment(UnitOfWork& work, const EnrolmentEvent& event) {
  const auto& origin = event.origin;
  auto before = work.transaction.enrolment(origin.class_id, origin.school_year, event.user_id);
  if (!before) {
    return before.error();
  }
  if (*before &&
      is_older(origin.host_rev, origin.host_epoch, (*before)->host_rev, (*before)->host_epoch)) {
    return superseded();
  }
  PASSBACK_TRY_AS(auto own, own_domain(work, event));
  if (event.withdrawn &&
      (!*before || is_of_other_section(**before, event) || is_of_other_school(**before, own))) {
    return Outcome{};
  }
  outbox::EnrolmentRow row;
  row.class_id = origin.class_id;
  row.school_year = origin.school_year;
  row.user_id = event.user_id;
  row.role = static_cast<std::int32_t>(event.role);
  // Without an id the student is not linked, whatever a score said before.
  row.class_sis_id = event.class_sis_id;
  row.user_sis_id = event.user_sis_id;
  if (event.withdrawn && event.user_sis_id.empty()) {
    row.user_sis_id = (*before)->user_sis_id;
  }
  row.domain_id = event.withdrawn ? (*before)->domain_id : std::move(own);
  row.ended = event.withdrawn;
  row.host_rev = origin.host_rev;
  row.host_epoch = origin.host_epoch;
  const auto teacher = static_cast<std::int32_t>(Role::teacher);
  const bool taught = *before && (*before)->role == teacher && !(*before)->ended;
  const bool changes_teachers = taught != (row.role == teacher && !row.ended);
  const bool went = changes_teachers && may_anything_go(work, origin);
  PASSBACK_TRY(keep_enrolment(work, *before, row));
  if (changes_teachers) {
    PASSBACK_TRY(follow_teacher(work, origin, went));
  }
  if (row.domain_id != (*before ? (*before)->domain_id : gradebook::DomainId())) {
    PASSBACK_TRY(follow_domain(work, origin, row.domain_id));
  }
  PASSBACK_TRY(ask_for_new(work, origin, *before));
  return stored(work);
}

Result<Outcome> take_domain(UnitOfWork& work, const DomainEvent& event) {
  if (event.withdrawn) {
    return Outcome{};
  }
  PASSBACK_TRY_AS(auto before, work.transaction.domain(event.domain_id));
  const outbox::DomainRow row{event.domain_id, event.parent_id, event.title};
  PASSBACK_TRY(work.transaction.put_domain(row));
  work.forget_class();
  if (before && before->parent_id != event.parent_id) {
    PASSBACK_TRY(ask_to_sweep(work.transaction, {event.domain_id, {}, {}}));
    PASSBACK_TRY(outbox::ask_to_reconsider(work.transaction, {}));
  }
  return stored(work);
}

} // namespace passback::intake
