#include "plugin/intake/send_by_person.hpp"

#include "plugin/decision/class_over.hpp"
#include "plugin/decision/identity.hpp"
#include "plugin/decision/in_trial.hpp"
#include "plugin/decision/moved.hpp"
#include "plugin/decision/records.hpp"
#include "plugin/outbox/each_record.hpp"
#include "plugin/outbox/pending.hpp"
#include "plugin/outbox/transitions.hpp"
#include "plugin/platform/try.hpp"

namespace passback::intake {
namespace {

using decision::ClassView;
using decision::Disposition;
using decision::Placement;
using decision::UnitOfWork;
using outbox::Form;
using outbox::Kind;
using outbox::Record;
using outbox::State;

SendOutcome outcome_of(const Placement& placed) {
  switch (placed.disposition) {
  case Disposition::queued:
    return {SendAnswer::released, Code::none};
  case Disposition::unchanged:
  case Disposition::ignored:
    return {SendAnswer::unchanged, Code::none};
  case Disposition::stored:
  case Disposition::waiting:
  case Disposition::held:
  case Disposition::superseded:
  case Disposition::off:
  case Disposition::excluded:
    break;
  }
  return {placed.reason == Code::in_trial ? SendAnswer::in_trial : SendAnswer::not_now,
          placed.reason};
}

// The line item was removed in the SIS and is made again: its results went with it, and all of them
// follow it back.
Status bring_back(UnitOfWork& work, Record& line_item) {
  PASSBACK_TRY(decision::forget_in_sis(work, line_item));
  const auto followed =
      outbox::each_result_of(work.transaction, line_item, [&](Record& result) -> Status {
        if (!decision::may_have_left(result)) {
          return ok_status();
        }
        PASSBACK_TRY(decision::forget_in_sis(work, result));
        if (result.state == State::settled || result.state == State::manual) {
          outbox::enqueue(result, false, work.now_unix_ms);
        }
        return decision::put(work, result);
      });
  if (!followed) {
    return followed;
  }
  // Those that were never sent, because the line item was gone.
  outbox::Affected affected = outbox::affected_by(line_item);
  affected.only_waiting = true;
  return outbox::ask_to_reconsider(work.transaction, affected);
}

Status keep(UnitOfWork& work, const Record& before, Record& record, const PersonalSend& send) {
  PASSBACK_TRY(decision::put(work, record));
  const bool another = before.released.form != Form::none &&
                       !outbox::same_for_sis(record.key.kind, before.released, record.released);
  if (record.key.kind == Kind::line_item && another) {
    // What its results say depends on it.
    PASSBACK_TRY(outbox::ask_to_reconsider(work.transaction, outbox::affected_by(record)));
  }
  if (decision::stands_in_trial(record)) {
    return decision::stands_in_trial(before)
               ? ok_status()
               : decision::tell_history(work, record, record.observed.seq, "sent_in_trial",
                                        send.user);
  }
  return record.released.seq == before.released.seq && record.state == before.state
             ? ok_status()
             : decision::tell_history(
                   work, record, record.released.seq,
                   decision::to_text({"released", send.reason}), send.user);
}

Result<SendOutcome> send_line_item(UnitOfWork& work, const ClassView& view, Record record,
                                   const PersonalSend& send) {
  const Record before = record;
  if (record.state == State::unlinked) {
    PASSBACK_TRY(bring_back(work, record));
  }
  PASSBACK_TRY_AS(auto placed, decision::place_line_item(work, view, record, false,
                                                         {true, false, send.priority}));
  PASSBACK_TRY(keep(work, before, record, send));
  return outcome_of(placed);
}

Result<SendOutcome> send_result(UnitOfWork& work, const ClassView& view, Record record,
                                const PersonalSend& send) {
  PASSBACK_TRY_AS(auto student, decision::known_identity(work, view, record.key.student_id));
  PASSBACK_TRY(decision::follow_student(work, view, student, record));
  const Record before = record;
  PASSBACK_TRY_AS(auto line_item,
                  decision::find_or_make_line_item(
                      work, view, {record.key.sis_class_id, record.key.activity_id, {}}));
  const Record line_item_before = line_item;
  if (send.again && line_item.state == State::unlinked) {
    PASSBACK_TRY(bring_back(work, line_item));
    auto anew = work.transaction.record(record.id);
    if (!anew || !*anew) {
      return anew ? Error{Code::state, "the record is gone"} : anew.error();
    }
    record = std::move(**anew);
  }
  PASSBACK_TRY_AS(auto placed, decision::place_result(work, view, record, line_item,
                                                      {true, false, send.priority}));
  PASSBACK_TRY(keep(work, line_item_before, line_item, send));
  record.line_item_id = line_item.id;
  PASSBACK_TRY(keep(work, before, record, send));
  return outcome_of(placed);
}

// What waits for it follows once it is there.
Result<SendOutcome> send_category(UnitOfWork& work, const ClassView& view, Record record,
                                  const PersonalSend& send) {
  const Record before = record;
  auto placed = decision::place_category(work, view, record, {true, false, send.priority});
  PASSBACK_TRY(keep(work, before, record, send));
  return outcome_of(placed);
}

// It stands in another's record: sending it again is taking it out again.
Result<SendOutcome> take_out_again(UnitOfWork& work, const ClassView& view, Record record) {
  PASSBACK_TRY(decision::take_out(work, view, record, true));
  if (decision::stands_in_trial(record)) {
    return SendOutcome{SendAnswer::in_trial, Code::in_trial};
  }
  return outbox::needs_send(record) && record.state != State::waiting
             ? SendOutcome{SendAnswer::released, Code::none}
             : SendOutcome{SendAnswer::not_now, record.code};
}

// Another SIS has it; the person wants it in the present one too.
Result<SendOutcome> send_to_present_sis(UnitOfWork& work, const ClassView& view,
                                        const Record& elsewhere, const PersonalSend& send) {
  PASSBACK_TRY_AS(auto next, decision::successor_of(work, view, elsewhere));
  auto sent = next.key.kind == Kind::line_item ? send_line_item(work, view, std::move(next), send)
                                               : send_result(work, view, std::move(next), send);
  if (!sent || sent->answer == SendAnswer::not_now) {
    return sent;
  }
  PASSBACK_TRY(decision::end_offers(work, elsewhere.key));
  return sent;
}

} // namespace

Result<SendOutcome> send_by_person(UnitOfWork& work, const gradebook::ClassId& class_id,
                                   const PersonalSend& send) {
  PASSBACK_TRY_AS(auto found, work.transaction.record(send.record_id));
  if (!found || found->key.class_id != class_id) {
    return SendOutcome{};
  }
  const Record& record = *found;
  if (send.seq != 0 && record.observed.seq != send.seq) {
    return SendOutcome{SendAnswer::changed, Code::none};
  }
  if (decision::was_refused(record) && !send.again) {
    return SendOutcome{SendAnswer::not_now, record.code};
  }
  PASSBACK_TRY_AS(auto view, work.open_class_of(record));
  if (!decision::belongs_to(view, record)) {
    if (record.code == Code::moved_sis) {
      // Sent along with another record of the same cell or activity, perhaps a moment ago.
      return SendOutcome{SendAnswer::unchanged, Code::none};
    }
    return record.code == Code::other_sis && view.effective.connection
               ? send_to_present_sis(work, view, record, send)
               : SendOutcome{SendAnswer::not_now, Code::not_configured};
  }
  if (decision::stands_wrongly(view, record)) {
    return take_out_again(work, view, record);
  }
  if (record.key.kind == Kind::line_item) {
    return send_line_item(work, view, record, send);
  }
  if (record.key.kind == Kind::result) {
    return send_result(work, view, record, send);
  }
  return record.key.kind == Kind::category ? send_category(work, view, record, send)
                                           : Result<SendOutcome>(SendOutcome{});
}

} // namespace passback::intake
