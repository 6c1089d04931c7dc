#include "plugin/outbox/children.hpp"

#include "plugin/outbox/bounds.hpp"
#include "plugin/outbox/each_record.hpp"
#include "plugin/outbox/transitions.hpp"
#include "plugin/platform/try.hpp"

namespace passback::outbox {

Result<bool> free_children(Transaction& transaction, const Record& parent,
                           std::int64_t now_unix_ms) {
  const bool parental = parent.key.kind == Kind::line_item || parent.key.kind == Kind::category;
  // What waits for its line item to go is not free because that was refused.
  if (!parental || parent.confirmed.form != Form::present || parent.released.form == Form::absent) {
    return false;
  }
  bool freed = false;
  PASSBACK_TRY_AS(auto waiting, transaction.children(parent.id, State::waiting_parent));
  for (const auto id : waiting) {
    PASSBACK_TRY_AS(auto child, transaction.record(id));
    if (!child) {
      continue;
    }
    const bool waits = child->key.kind == Kind::result && waits_for_line_item(parent, *child);
    enqueue(*child, !waits, now_unix_ms, child->priority);
    child->updated_unix_ms = now_unix_ms;
    PASSBACK_TRY(transaction.put_record(*child));
    freed = true;
  }
  return freed;
}

Status forget_results(Transaction& transaction, const Record& line_item, std::int64_t now_unix_ms) {
  const bool back = line_item.released.form == Form::present;
  return each_result_of(transaction, line_item, [&](Record& result) {
    const bool was_there =
        result.confirmed.form != Form::none && result.confirmed.form != Form::absent;
    const bool waited = result.state == State::waiting_parent;
    if (!was_there && !waited) {
      return ok_status();
    }
    if (was_there) {
      result.confirmed = {};
      result.confirmed.form = Form::absent;
      result.confirmed.at_unix_ms = now_unix_ms;
    }
    const bool rests = waited || result.state == State::settled ||
                       result.state == State::withdrawn || result.state == State::ready;
    if (rests && back) {
      enqueue(result, false, now_unix_ms);
    } else if (rests) {
      park(result, State::withdrawn, Code::none);
    }
    result.updated_unix_ms = now_unix_ms;
    return transaction.put_record(result);
  });
}

} // namespace passback::outbox
