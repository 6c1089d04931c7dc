#include "plugin/intake/take_back.hpp"

#include "plugin/decision/in_trial.hpp"
#include "plugin/decision/records.hpp"
#include "plugin/decision/write.hpp"
#include "plugin/gradebook/standard_activity.hpp"
#include "plugin/outbox/each_record.hpp"
#include "plugin/outbox/identity.hpp"
#include "plugin/outbox/pending.hpp"
#include "plugin/outbox/taken_back.hpp"
#include "plugin/outbox/transitions.hpp"
#include "plugin/platform/try.hpp"

namespace passback::intake {
namespace {

using decision::ClassView;
using decision::UnitOfWork;
using outbox::Form;
using outbox::Kind;
using outbox::Record;

SendOutcome refused_with(Code code) {
  return {code == Code::in_trial ? SendAnswer::in_trial : SendAnswer::not_now, code};
}

/// Why nothing of the record leaves the SIS from here, or Code::none.
Code stays_because(const ClassView& view, const Record& record) {
  if (!decision::belongs_to(view, record)) {
    return Code::other_sis;
  }
  if (!view.effective.allowed) {
    return view.effective.why_not;
  }
  return decision::is_in_trial(view.effective) ? Code::in_trial : view.unusable;
}

bool can_be_removed(const ClassView& view, const Record& record) {
  return !decision::stays_in_sis(record) &&
         decision::write_of(*view.profile, record.key.kind, Form::absent);
}

Status let_leave(UnitOfWork& work, Record& record, const PersonalSend& order) {
  outbox::take_back(record);
  outbox::enqueue(record, true, work.now_unix_ms, order.priority);
  PASSBACK_TRY(decision::put(work, record));
  return decision::tell_history(work, record, record.released.seq, "taken_back", order.user);
}

/// Where its line item stays: each result for itself.
Result<SendOutcome> take_back_results(UnitOfWork& work, const ClassView& view,
                                      const Record& line_item, const PersonalSend& order) {
  SendOutcome outcome{SendAnswer::unchanged, Code::none};
  PASSBACK_TRY(outbox::each_result_of(work.transaction, line_item, [&](Record& result) -> Status {
    if (!outbox::stands_at_sis(result) || outbox::is_taken_back(result)) {
      return ok_status();
    }
    if (!can_be_removed(view, result)) {
      outcome = refused_with(Code::withdrawal_unsupported);
      return ok_status();
    }
    outcome = {SendAnswer::released, Code::none};
    return let_leave(work, result, order);
  }));
  return outcome;
}

} // namespace

Result<SendOutcome> take_back_by_person(UnitOfWork& work, const gradebook::ClassId& class_id,
                                        const PersonalSend& order) {
  PASSBACK_TRY_AS(auto found, work.transaction.record(order.record_id));
  const bool of_class = found && found->key.class_id == class_id;
  if (!of_class || (found->key.kind != Kind::line_item && found->key.kind != Kind::result)) {
    return SendOutcome{};
  }
  Record& record = *found;
  PASSBACK_TRY_AS(const auto view, work.open_class_of(record));
  if (const Code why = stays_because(view, record); why != Code::none) {
    return refused_with(why);
  }
  if (!outbox::stands_at_sis(record) || outbox::is_taken_back(record)) {
    return SendOutcome{SendAnswer::unchanged, Code::none};
  }
  const bool of_line_item = record.key.kind == Kind::line_item;
  if (!can_be_removed(view, record)) {
    return of_line_item ? take_back_results(work, view, record, order)
                        : Result<SendOutcome>(refused_with(Code::withdrawal_unsupported));
  }
  PASSBACK_TRY(let_leave(work, record, order));
  if (of_line_item) {
    // Its results go with it.
    PASSBACK_TRY(outbox::ask_to_reconsider(work.transaction, outbox::affected_by(record)));
  }
  return SendOutcome{SendAnswer::released, Code::none};
}

Status include_again(UnitOfWork& work, const gradebook::ClassId& class_id,
                     const std::set<gradebook::ActivityId>& activities) {
  if (activities.empty()) {
    return ok_status();
  }
  outbox::RecordFilter filter;
  filter.class_id = class_id;
  return outbox::each_record(work.transaction, filter, [&](Record& record) -> Status {
    const bool included = activities.contains(gradebook::host_activity(record.key.activity_id));
    const bool there = record.key.kind == Kind::line_item || record.key.kind == Kind::result;
    if (!included || !there || record.observed.form != Form::present) {
      return ok_status();
    }
    const auto released_before = record.released.form;
    outbox::forget_taken_back(record);
    return record.released.form == released_before ? ok_status() : decision::put(work, record);
  });
}

} // namespace passback::intake
