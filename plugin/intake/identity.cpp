#include "plugin/intake/identity.hpp"

#include "plugin/decision/identity.hpp"
#include "plugin/intake/changed_ids.hpp"
#include "plugin/intake/custom_data.hpp"
#include "plugin/outbox/domain_tree.hpp"
#include "plugin/outbox/pending.hpp"
#include "plugin/platform/try.hpp"

namespace passback::intake {
namespace {

using decision::ClassView;
using decision::UnitOfWork;
using outbox::EnrolmentRow;
using outbox::Identity;

/// Another id than before, not the first one.
bool corrected(const gradebook::SourcedId& before, const gradebook::SourcedId& now) {
  return !before.empty() && before != now;
}

Result<bool> has_records(UnitOfWork& work, const EnrolmentRow& row) {
  outbox::RecordFilter filter;
  filter.class_id = row.class_id;
  filter.school_year = row.school_year;
  filter.kind = outbox::Kind::result;
  filter.student_id = gradebook::StudentId(row.user_id);
  filter.limit = 1;
  auto any = work.transaction.records(filter);
  return any ? Result<bool>(!any->empty()) : Result<bool>(any.error());
}

} // namespace

Result<Identity> learn_identity(UnitOfWork& work, const ClassView& view, const ScoreEvent& event) {
  PASSBACK_TRY_AS(auto row, work.transaction.enrolment(view.class_id, view.school_year,
                                                       event.student_id.value));
  EnrolmentRow now = row.value_or(EnrolmentRow{});
  if (!row) {
    now.class_id = view.class_id;
    now.school_year = view.school_year;
    now.user_id = event.student_id.value;
    now.role = static_cast<std::int32_t>(Role::student);
  }
  PASSBACK_TRY(ask_where_unasked(work, view, now));
  const Identity known = outbox::identity_of(row, view.links);
  const auto sis_class = view.named(event.class_sis_id);
  const auto& person = event.facts.student_sis_id;
  // What was asked for before the newest word replaces no id, but may give one where there is none.
  const bool stale =
      row && event.if_enrolment_seq_at_most && row->seq > *event.if_enrolment_seq_at_most;
  // It is a word of the roster, over which the LMS's own data may have another.
  const bool other_class = !sis_class.empty() && sis_class != known.sis_class_id &&
                           sis_class != now.class_sis_id && !view.links.was(sis_class) &&
                           !(stale && !now.class_sis_id.empty());
  const bool other_person = !person.empty() && person != known.student_sis_id &&
                            person != now.user_sis_id && !(stale && !now.user_sis_id.empty());
  // The host is asked for the ids of enrolments that are known.
  const bool to_be_asked = !row && view.links.asked_for.any();
  if (!other_class && !other_person && !to_be_asked) {
    return known;
  }
  if (other_class) {
    now.class_sis_id = sis_class;
  }
  if (other_person) {
    now.user_sis_id = person;
  }
  PASSBACK_TRY(keep_enrolment(work, row, now));
  // Its ids may be among many that changed.
  PASSBACK_TRY_AS(const auto opened, work.open_class(event.origin, event.student_id));
  return decision::known_identity(work, opened, event.student_id);
}

Status keep_enrolment(UnitOfWork& work, const std::optional<EnrolmentRow>& before,
                      EnrolmentRow now) {
  PASSBACK_TRY_AS(now.seq, work.transaction.next_seq());
  if (before) {
    now.custom_class = before->custom_class;
    now.custom_user = before->custom_user;
  }
  PASSBACK_TRY(work.transaction.put_enrolment(now));
  return follow_enrolment(work, before, now);
}

Status follow_enrolment(UnitOfWork& work, const std::optional<EnrolmentRow>& before,
                        const EnrolmentRow& now) {
  const EnrolmentRow was = before.value_or(EnrolmentRow{});
  const bool other_domain = was.domain_id != now.domain_id;
  if (other_domain) {
    work.forget_class();
  }
  const bool told = was.custom_class.asked != now.custom_class.asked ||
                    was.custom_user.asked != now.custom_user.asked;
  const bool linked = !before || other_domain || told || was.own_class() != now.own_class() ||
                      was.person() != now.person();
  // A preview student whose part was told late is placed anew, and so is one who became a student.
  const bool other_part = before && was.role != now.role;
  const bool is_student = now.role == static_cast<std::int32_t>(Role::student);
  if (!other_part && (!is_student || (!linked && was.ended == now.ended))) {
    return ok_status();
  }
  PASSBACK_TRY_AS(const bool any, has_records(work, now));
  if (before && is_student && !now.ended) {
    PASSBACK_TRY(note_changed_ids(work, *before, now, any));
  }
  if (!any) {
    return ok_status();
  }
  outbox::Affected affected;
  affected.class_id = now.class_id;
  affected.school_year = now.school_year;
  affected.student_id = gradebook::StudentId(now.user_id);
  affected.anew =
      corrected(was.person(), now.person()) || corrected(was.own_class(), now.own_class());
  const bool left = before && !was.ended && now.ended;
  // The first word about the class may differ from what the class said.
  const bool first_class = was.own_class().empty() && !now.own_class().empty();
  affected.only_waiting = !affected.anew && !left && !first_class && !other_domain && !other_part;
  return outbox::ask_to_reconsider(work.transaction, affected);
}

Status find_at_home(UnitOfWork& work, const outbox::ClassRow& row) {
  PASSBACK_TRY_AS(const auto path, outbox::path_or_root(work.transaction, row.domain_id));
  for (const auto& domain : path) {
    PASSBACK_TRY(work.transaction.forget_own_domain(row, domain));
  }
  work.forget_class();
  return ok_status();
}

} // namespace passback::intake
