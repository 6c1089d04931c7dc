#include "plugin/decision/moved.hpp"

#include <algorithm>
#include <utility>

#include "plugin/decision/final_slot.hpp"
#include "plugin/decision/in_trial.hpp"
#include "plugin/decision/records.hpp"
#include "plugin/decision/wire_ids.hpp"
#include "plugin/decision/write.hpp"
#include "plugin/outbox/each_record.hpp"
#include "plugin/outbox/transitions.hpp"
#include "plugin/platform/try.hpp"

namespace passback::decision {
namespace {

using outbox::Form;
using outbox::Kind;
using outbox::Record;
using outbox::State;
using outbox::Whereabouts;

Status tell_moved(UnitOfWork& work, const Record& record, Code code) {
  outbox::HistoryRow row;
  row.record_id = record.id;
  row.seq = record.observed.seq;
  row.at_unix_ms = work.now_unix_ms;
  row.event = "moved";
  row.actor = "host";
  row.code = code;
  row.connection_id = record.key.connection_id;
  return work.transaction.append_history(row);
}

/// What the host said of the cell, and what may go of it.
void copy_word(const Record& from, Record& to) {
  to.observed = from.observed;
  to.released = from.released;
  to.host_rev = from.host_rev;
  to.host_epoch = from.host_epoch;
}

/// The cell has another record now, which knows all that this one knew.
void empty_out(Record& record) {
  record.observed = {};
  record.released = {};
  record.sent = {};
  record.confirmed = {};
  record.in_doubt = false;
  outbox::park(record, State::settled, Code::none);
}

outbox::RecordKey key_now(const ClassView& view, const Record& record,
                          const gradebook::SourcedId& sis_class_id) {
  auto key =
      key_of(view, record.key.kind, {sis_class_id, record.key.activity_id, record.key.student_id});
  key.incarnation = record.key.incarnation;
  return key;
}

/// A student is in that class of the SIS, or the class is it.
Result<bool> is_named(UnitOfWork& work, const ClassView& view,
                      const gradebook::SourcedId& sis_class_id) {
  PASSBACK_TRY_AS(const auto people, work.transaction.enrolments(view.class_id, view.school_year));
  return sis_class_id == view.links.now ||
         std::ranges::any_of(people, [&](const outbox::EnrolmentRow& one) {
           return one.own_class() == sis_class_id;
         });
}

/// The class of the SIS that a record belongs to now. An id that nobody names any more was given by
/// another SIS, for a student who has left its school.
Result<gradebook::SourcedId> class_now(UnitOfWork& work, const ClassView& view,
                                       const Record& record) {
  const auto& before = record.key.sis_class_id;
  if (record.key.kind == Kind::result) {
    PASSBACK_TRY_AS(auto student, known_identity(work, view, record.key.student_id));
    if (!student.sis_class_id.empty()) {
      return student.sis_class_id;
    }
  }
  if (view.links.was(before)) {
    return view.links.now;
  }
  PASSBACK_TRY_AS(const bool named, is_named(work, view, before));
  return named ? before : view.links.now;
}

/// What one record says is newer than what its heir says. Under one number the host said it once,
/// and the heir was taken out since.
bool is_newer(const Record& record, const Record& heir) {
  const auto& said = record.observed;
  const auto& known = heir.observed;
  return said.seq > known.seq ||
         (said.seq == known.seq && said.form == Form::present && known.form != Form::present);
}

/// The record under that key, made if there is none; the newer word of the two counts.
Result<Record> heir(UnitOfWork& work, const ClassView& view, const Record& record,
                    const outbox::RecordKey& key) {
  PASSBACK_TRY_AS(auto found, work.transaction.find(key));
  Record made;
  if (found) {
    made = std::move(*found);
  } else {
    made.key = key;
    made.domain_id = view.domain_id;
    made.created_unix_ms = record.created_unix_ms;
    PASSBACK_TRY(make_wire_id(work.transaction, made));
  }
  if (is_newer(record, made)) {
    copy_word(record, made);
  }
  return made;
}

/// Only its key follows, or what it says if there is a record under that key already.
Status move_unsent(UnitOfWork& work, const outbox::RecordKey& key, Record& record) {
  PASSBACK_TRY_AS(auto other, work.transaction.find(key));
  if (!other) {
    PASSBACK_TRY(give_key(work, record, key));
    if (was_refused(record)) {
      outbox::park(record, State::settled, Code::none);
    }
    return ok_status();
  }
  if (is_newer(record, *other)) {
    copy_word(record, *other);
  }
  if (record.confirmed.form == Form::none) {
    empty_out(record);
  }
  PASSBACK_TRY(put(work, record));
  record = std::move(*other);
  return ok_status();
}

/// What of this cell still stands in that person's record, from before.
Result<std::optional<Record>> left_behind_with(UnitOfWork& work, const Record& result,
                                               const gradebook::SourcedId& person) {
  auto filter = outbox::records_of_cell(result.key);
  filter.connection_id = result.key.connection_id;
  PASSBACK_TRY_AS(auto found, work.transaction.records(filter));
  for (auto& one : found) {
    if (outbox::is_left_behind(one) && one.key.sis_class_id == result.key.sis_class_id &&
        !one.sent.in_flight && outbox::holder_of(one) == person) {
      return std::optional(std::move(one));
    }
  }
  return std::optional<Record>();
}

/// The id was corrected twice, and is what it was: the record that was to be taken back is the
/// right one again.
Status take_up_again(UnitOfWork& work, const gradebook::SourcedId& person, Record& result) {
  auto before = left_behind_with(work, result, person);
  if (!before || !*before) {
    return before ? ok_status() : Status(before.error());
  }
  result.wire_id = (*before)->wire_id;
  result.wire_id_origin = (*before)->wire_id_origin;
  result.sent = (*before)->sent;
  result.confirmed = (*before)->confirmed;
  result.in_doubt = (*before)->in_doubt;
  empty_out(**before);
  return put(work, **before);
}

/// The wrong person's record becomes a row of its own, so that each of the two is told and retried
/// for itself.
Status leave_behind(UnitOfWork& work, const ClassView& view, const Identity& student,
                    Record& result) {
  PASSBACK_TRY_AS(auto seq, work.transaction.next_seq());
  Record fresh;
  fresh.key = result.key;
  fresh.domain_id = result.domain_id;
  fresh.created_unix_ms = result.created_unix_ms;
  fresh.line_item_id = result.line_item_id;
  copy_word(result, fresh);
  result.key.incarnation = -seq;
  PASSBACK_TRY(take_out(work, view, result));
  PASSBACK_TRY(tell_moved(work, result, Code::moved_student));
  PASSBACK_TRY(renew_wire_id(work.transaction, fresh, seq));
  PASSBACK_TRY(take_up_again(work, student.student_sis_id, fresh));
  PASSBACK_TRY(put(work, fresh));
  result = std::move(fresh);
  PASSBACK_TRY(tell_moved(work, result, Code::moved_student));
  // The class may have been another one too.
  return follow_student(work, view, student, result);
}

/// How a record is taken out of the SIS; none = not from here.
Form way_out(const oneroster::Profile& profile, const Record& record) {
  const auto kind = record.key.kind;
  if (write_of(profile, kind, Form::absent)) {
    return Form::absent;
  }
  const bool clears = kind == Kind::result && write_of(profile, kind, Form::cleared).has_value();
  return clears ? Form::cleared : Form::none;
}

/// The last facts stay with a line item, for its successor. A cleared result says in whose record
/// it is.
outbox::Facts last_facts(const Record& record, Form form) {
  if (record.key.kind == Kind::line_item) {
    return record.observed.facts;
  }
  if (form != Form::cleared) {
    return {};
  }
  gradebook::ScoreFacts facts;
  facts.student_sis_id = outbox::holder_of(record);
  return outbox::Facts::of(std::move(facts));
}

/// The SIS removes the results of a line item with it. A place for final grades is the SIS's own
/// and stays.
Result<std::optional<Record>> line_item_it_goes_with(UnitOfWork& work, const ClassView& view,
                                                     const Record& record) {
  if (record.key.kind != Kind::result || !view.links.was(record.key.sis_class_id) ||
      !write_of(*view.profile, Kind::line_item, Form::absent)) {
    return std::optional<Record>();
  }
  PASSBACK_TRY_AS(auto parent, work.transaction.record(record.line_item_id));
  return parent && !stays_in_sis(*parent) ? std::move(parent) : std::optional<Record>();
}

/// What its profile lets us do.
Status take_out_as_profiled(UnitOfWork& work, const ClassView& view, Record& record,
                            bool by_person) {
  PASSBACK_TRY_AS(const auto line_item, line_item_it_goes_with(work, view, record));
  if (line_item) {
    go_with_line_item(record, *line_item);
    return ok_status();
  }
  const Form form = way_out(*view.profile, record);
  if (form == Form::none) {
    park_waiting(record, Code::wrong_record);
    return ok_status();
  }
  if (was_refused(record) && record.released.form == form && !by_person) {
    return ok_status();
  }
  if (record.observed.form != form) {
    // Under its old number: this is no word of the host's, and no newer one than its successor's.
    record.observed = {record.observed.seq, form, last_facts(record, form)};
  }
  // Whoever let the grade go did not mean this record, so nobody is asked again.
  auto released_before = record.released;
  outbox::release(record);
  outbox::enqueue(record, true, work.now_unix_ms, by_person ? 1 : 0);
  hold_for_trial(view.effective, std::move(released_before), record);
  return ok_status();
}

Status leave_class(UnitOfWork& work, const ClassView& view, const gradebook::SourcedId& now,
                   Code code, Record& record) {
  PASSBACK_TRY_AS(auto next, heir(work, view, record, key_now(view, record, now)));
  const bool is_new = next.id == 0;
  PASSBACK_TRY(put(work, next));
  if (code == Code::moved_class ||
      view.effective.grading.withdraw_from_old_section.value_or(false)) {
    PASSBACK_TRY(take_out(work, view, record));
  } else {
    outbox::park(record, State::settled, code);
    PASSBACK_TRY(put(work, record));
  }
  if (is_new) {
    PASSBACK_TRY(tell_moved(work, record, code));
    PASSBACK_TRY(tell_moved(work, next, code));
  }
  record = std::move(next);
  return ok_status();
}

} // namespace

Result<bool> is_asked_about(UnitOfWork& work, const ClassView& view, const Record& record) {
  if (record.key.kind != Kind::result) {
    return record.key.kind == Kind::line_item && view.links.is_asked;
  }
  PASSBACK_TRY_AS(const auto student, known_identity(work, view, record.key.student_id));
  return student.is_asked;
}

bool stands_wrongly(const ClassView& view, const Record& record) {
  return outbox::is_left_behind(record) ||
         (record.key.kind != Kind::category && view.links.was(record.key.sis_class_id));
}

Status take_out(UnitOfWork& work, const ClassView& view, Record& record, bool by_person) {
  PASSBACK_TRY_AS(const bool asked, is_asked_about(work, view, record));
  if (const Code off = off_code(view, record.key.activity_id); off != Code::none) {
    park_off(record, off);
  } else if (view.unusable != Code::none) {
    park_waiting(record, view.unusable);
  } else if (!outbox::stands_at_sis(record)) {
    if (record.state != State::withdrawn) {
      outbox::park(record, State::settled, Code::none);
    }
  } else if (asked) {
    park_waiting(record, Code::ids_changed);
  } else if (stays_in_sis(record)) {
    outbox::park(record, State::settled, Code::none);
  } else if (auto out = take_out_as_profiled(work, view, record, by_person); !out) {
    return out;
  }
  return put(work, record);
}

Status follow_student(UnitOfWork& work, const ClassView& view, const Identity& student,
                      Record& result, bool corrected) {
  switch (outbox::whereabouts(result, student, view.links)) {
  case Whereabouts::right:
    if (corrected && !student.is_asked && !outbox::stands_at_sis(result) &&
        !student.student_sis_id.empty()) {
      return take_up_again(work, student.student_sis_id, result);
    }
    return ok_status();
  case Whereabouts::not_sent:
    return move_unsent(work, key_now(view, result, student.sis_class_id), result);
  case Whereabouts::wrong_student:
    return leave_behind(work, view, student, result);
  case Whereabouts::wrong_class:
    return leave_class(work, view, student.sis_class_id, Code::moved_class, result);
  case Whereabouts::old_section:
    return leave_class(work, view, student.sis_class_id, Code::moved_section, result);
  }
  return ok_status();
}

Status follow_class(UnitOfWork& work, const ClassView& view, Record& line_item) {
  switch (outbox::whereabouts(line_item, {}, view.links)) {
  case Whereabouts::not_sent:
    return move_unsent(work, key_now(view, line_item, view.links.now), line_item);
  case Whereabouts::wrong_class:
    return leave_class(work, view, view.links.now, Code::moved_class, line_item);
  case Whereabouts::right:
  case Whereabouts::wrong_student:
  case Whereabouts::old_section:
    break;
  }
  return ok_status();
}

namespace {

bool is_of_test_server(const ClassView& view, const Record& record) {
  const auto& connection = view.effective.connection;
  return connection && connection->id == record.key.connection_id &&
         settings::was_test_server(*connection, record.key.connection_generation);
}

// The real SIS has nothing of it, and whether it gets what was graded until now is asked as it is
// when sync is switched on.
Status forget_test_server(UnitOfWork& work, Record& record) {
  PASSBACK_TRY(forget_in_sis(work, record));
  record.sent = {};
  record.in_doubt = false;
  record.released = {};
  const bool of_result = record.key.kind == Kind::result;
  if (const auto* score = of_result ? record.observed.facts.score() : nullptr; score != nullptr) {
    auto facts = *score;
    facts.only_read = true;
    record.observed.facts = outbox::Facts::of(std::move(facts));
  }
  return ok_status();
}

} // namespace

Result<Record> successor_of(UnitOfWork& work, const ClassView& view, const Record& record) {
  PASSBACK_TRY_AS(auto sis_class, class_now(work, view, record));
  auto made = heir(work, view, record, key_now(view, record, sis_class));
  if (made && made->id == 0) {
    // Another SIS has been told nothing yet: whoever sends it releases it.
    made->released = {};
  }
  return made;
}

Result<bool> follow_connection(UnitOfWork& work, const ClassView& view, Record& record) {
  if (is_of_test_server(view, record)) {
    PASSBACK_TRY(forget_test_server(work, record));
  }
  const bool sent = outbox::stands_at_sis(record);
  if (!view.effective.connection || !view.effective.allowed || view.profile == nullptr ||
      record.key.kind == Kind::category || outbox::is_left_behind(record)) {
    park_off(record, view.effective.allowed ? Code::not_configured : view.effective.why_not);
    return false;
  }
  if (!sent) {
    PASSBACK_TRY_AS(auto sis_class, class_now(work, view, record));
    record.domain_id = view.domain_id;
    PASSBACK_TRY(move_unsent(work, key_now(view, record, sis_class), record));
    return true;
  }
  // Each SIS has its own id of the class, so the records of one cell need not have the same.
  PASSBACK_TRY_AS(const auto there, has_present_record(work, view, record));
  if (there) {
    outbox::park(record, State::settled, Code::moved_sis);
  } else {
    park_off(record, Code::other_sis);
  }
  return false;
}

} // namespace passback::decision
