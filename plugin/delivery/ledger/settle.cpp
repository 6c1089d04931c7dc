#include "plugin/delivery/ledger/settle.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "plugin/decision/wire_ids.hpp"
#include "plugin/delivery/account_notice.hpp"
#include "plugin/delivery/retry_policy.hpp"
#include "plugin/delivery/worker/refusal_scope.hpp"
#include "plugin/outbox/bounds.hpp"
#include "plugin/outbox/each_record.hpp"
#include "plugin/outbox/lease.hpp"
#include "plugin/outbox/sis_news.hpp"
#include "plugin/outbox/transitions.hpp"
#include "plugin/platform/try.hpp"

namespace passback::delivery {

namespace {

using outbox::Form;
using outbox::Kind;
using outbox::Record;
using outbox::State;

constexpr std::int64_t kSetAsideTryMs = 24LL * 60 * 60 * 1000;
constexpr int kHistoryLooks = 200;

class Settling {
 public:
  Settling(outbox::Transaction& transaction, const SettleRequest& request, SettleResult& result)
      : transaction_(transaction), request_(request), result_(result) {}

  Status outcome(const exchange::Outcome& outcome);
  Status account(const AccountChange& change);
  Status refusal(const std::string& connection_id,
                 std::optional<outbox::CredentialRefusal> refusal);
  Status learn(const outbox::SisDocumentRow& document);

 private:
  Status fenced(const exchange::Outcome& outcome, Record record);
  void doubted(const exchange::Outcome& outcome, Record& record);
  void set_aside(const exchange::Outcome& outcome, Record& record) const;
  void waits(const exchange::Outcome& outcome, Record& record, State state);
  void missed(const exchange::Outcome& outcome, Record& line_item) const;
  Status seen(const exchange::Outcome& outcome, Record& line_item);
  Status apply(const exchange::Outcome& outcome, Record& record);
  Status free_children(const Record& parent);
  Status forget_results(const Record& line_item);
  Result<bool> has_spent_id(const exchange::Outcome& outcome, const Record& record);
  Result<bool> leave_id(const exchange::Outcome& outcome, Record& record);
  Status disbelieve_list_of(const Record& result);
  Result<bool> waits_for_bounds(const Record& result);
  Status maximum_again(std::int64_t line_item_id);
  Status follow(const exchange::Outcome& outcome, const Record& record);
  Status miss_parent(const exchange::Outcome& outcome);
  Status free_waiting(const outbox::SisDocumentRow& document);
  Status save(const exchange::Outcome& outcome, Record& record, std::string_view event);

  outbox::Transaction& transaction_;
  const SettleRequest& request_;
  SettleResult& result_;
};

std::string_view event_of(exchange::Fate fate, bool set_aside) {
  switch (fate) {
  case exchange::Fate::confirmed:
    return "confirmed";
  case exchange::Fate::in_doubt:
    return set_aside ? "failed" : "doubt";
  case exchange::Fate::not_sent:
    return set_aside ? "failed" : "not_sent";
  case exchange::Fate::lacking:
    return "waiting";
  case exchange::Fate::refused:
  case exchange::Fate::student_gone:
    return "rejected";
  case exchange::Fate::unclear:
    return "conflict";
  case exchange::Fate::line_item_gone:
    return "unlinked";
  }
  return "settled";
}

/// Codes of what the SIS's own class, periods or categories decide.
bool waits_for_sis(Code code) {
  switch (code) {
  case Code::category_missing:
  case Code::category_not_found:
  case Code::school_unknown:
  case Code::grading_period_missing:
  case Code::grading_period_ambiguous:
  case Code::due_date_missing:
  case Code::due_date_outside_period:
    return true;
  default:
    return false;
  }
}

Status Settling::save(const exchange::Outcome& outcome, Record& record, std::string_view event) {
  record.updated_unix_ms = request_.now_unix_ms;
  PASSBACK_TRY(transaction_.put_record(record));
  outbox::HistoryRow row;
  row.record_id = record.id;
  row.seq = event == "confirmed" ? record.confirmed.seq : record.sent.seq;
  row.at_unix_ms = request_.now_unix_ms;
  row.epoch = outcome.epoch;
  row.event = event;
  row.actor = "worker";
  row.request_id = outcome.request_id;
  row.http_status = outcome.http_status;
  row.code = outcome.code;
  return transaction_.append_history(row);
}

Status Settling::outcome(const exchange::Outcome& outcome) {
  PASSBACK_TRY_AS(auto found, transaction_.record(outcome.record_id));
  if (!found) {
    return ok_status();
  }
  PASSBACK_TRY_AS(auto ours, outbox::holds_lease(transaction_, request_.account_key,
                                                 request_.owner_id, outcome.epoch));
  if (!ours) {
    result_.lost = result_.lost || outcome.epoch == request_.epoch;
    return outcome.nothing_left ? ok_status() : fenced(outcome, std::move(*found));
  }
  // Another request than this one: somebody has settled it already.
  if (found->sent.request_id != outcome.request_id) {
    return ok_status();
  }
  return apply(outcome, *found);
}

Status Settling::fenced(const exchange::Outcome& outcome, Record record) {
  outbox::fence(record, request_.now_unix_ms, outcome.epoch);
  result_.moved = result_.moved || record.state == State::ready;
  ++result_.doubtful;
  return save(outcome, record, "fenced");
}

void Settling::doubted(const exchange::Outcome& outcome, Record& record) {
  const bool newer_waits = record.released.seq != record.sent.seq;
  outbox::doubt(record, outcome.code, outcome.http_status, outcome.retry_unix_ms);
  if (outcome.blameless) {
    record.attempts = outcome.attempts;
  }
  // Still in doubt, so that a person who sends it again sends it whatever was confirmed before.
  if (outcome.set_aside && !newer_waits) {
    set_aside(outcome, record);
  }
}

void Settling::set_aside(const exchange::Outcome& outcome, Record& record) const {
  if (record.state != State::ready) {
    return;
  }
  outbox::park(record, State::failed, outcome.code);
  record.http_status = outcome.http_status;
  record.detail = outcome.sis_words;
  // Tried by itself once a day (survey.cpp), each time once.
  record.attempts = kSetAsideAfter - 1;
  record.next_attempt_unix_ms = saturating_add(request_.now_unix_ms, kSetAsideTryMs);
}

void Settling::waits(const exchange::Outcome& outcome, Record& record, State state) {
  outbox::not_sent(record, outcome.code, outcome.http_status, request_.now_unix_ms);
  // Parked meanwhile, or nothing to send any more: it stays where it is.
  if (record.state == State::ready) {
    outbox::park(record, state, outcome.code);
  }
}

Status Settling::apply(const exchange::Outcome& outcome, Record& record) {
  const auto now = request_.now_unix_ms;
  if (outcome.other_id && !outcome.other_id->empty()) {
    record.wire_id = *outcome.other_id;
    record.wire_id_origin = outcome.id_origin;
  }
  switch (outcome.fate) {
  case exchange::Fate::confirmed:
    if (outcome.write == decision::Write::look && record.missed_unix_ms != 0) {
      return seen(outcome, record);
    }
    outbox::confirm(record, now, outcome.late_ms);
    ++result_.confirmed;
    break;
  case exchange::Fate::in_doubt:
    doubted(outcome, record);
    ++result_.doubtful;
    break;
  case exchange::Fate::not_sent: {
    const bool newer_waits = record.released.seq != record.sent.seq;
    outbox::not_sent(record, outcome.code, outcome.http_status, outcome.retry_unix_ms);
    record.attempts = outcome.attempts + (outcome.blameless ? 0 : 1);
    if (outcome.set_aside && !newer_waits) {
      set_aside(outcome, record);
    }
    break;
  }
  case exchange::Fate::lacking:
    waits(outcome, record, State::waiting);
    break;
  case exchange::Fate::refused:
  case exchange::Fate::student_gone: {
    PASSBACK_TRY_AS(auto left, leave_id(outcome, record));
    if (left) {
      break;
    }
    PASSBACK_TRY_AS(auto measured, waits_for_bounds(record));
    if (measured) {
      waits(outcome, record, State::waiting_parent);
      record.code = Code::parent_not_confirmed;
    } else {
      outbox::refuse(record, State::rejected, outcome.code, outcome.http_status, outcome.sis_words,
                     outcome.by_hearsay);
    }
    break;
  }
  case exchange::Fate::unclear:
    outbox::unclear(record, outcome.code, outcome.http_status, outcome.sis_words);
    break;
  case exchange::Fate::line_item_gone:
    if (outcome.kind == Kind::line_item) {
      missed(outcome, record);
    } else {
      waits(outcome, record, State::waiting_parent);
    }
    break;
  }
  result_.moved = result_.moved || record.state == State::ready;
  const bool looks = outcome.fate == exchange::Fate::line_item_gone &&
                     outcome.kind == Kind::line_item && record.state != State::unlinked;
  PASSBACK_TRY(
      save(outcome, record, looks ? "missed" : event_of(outcome.fate, outcome.set_aside)));
  if (outcome.fate == exchange::Fate::line_item_gone && outcome.kind == Kind::result) {
    return miss_parent(outcome);
  }
  return follow(outcome, record);
}

/// What the outcome of one record changes for those above and below it.
Status Settling::follow(const exchange::Outcome& outcome, const Record& record) {
  if (outcome.fate == exchange::Fate::refused && record.key.kind == Kind::line_item) {
    auto freed = free_children(record);
    return freed ? maximum_again(record.id) : freed;
  }
  if (outcome.fate != exchange::Fate::confirmed) {
    return ok_status();
  }
  if (record.key.kind == Kind::result) {
    if (record.confirmed.form == Form::absent) {
      PASSBACK_TRY(disbelieve_list_of(record));
    }
    return maximum_again(record.line_item_id);
  }
  // A slot that is not wanted any more is only looked at: nothing goes with it.
  const bool removed = record.key.kind == Kind::line_item &&
                       record.confirmed.form == Form::absent &&
                       outcome.write != decision::Write::look;
  return removed ? forget_results(record) : free_children(record);
}

/// The results that the SIS was seen to have of that line item are fewer now: whoever looks for his
/// own reads them anew.
Status Settling::disbelieve_list_of(const Record& result) {
  PASSBACK_TRY_AS(auto parent, transaction_.record(result.line_item_id));
  if (!parent) {
    return ok_status();
  }
  PASSBACK_TRY_AS(auto list, transaction_.sis_document(
                                 result.key.connection_id, result.key.connection_generation,
                                 kept_as(exchange::Lookup::results), parent->wire_id.value));
  if (!list) {
    return ok_status();
  }
  list->read_unix_ms = 0;
  return transaction_.put_sis_document(*list);
}

/// They went with it. Where it is wanted again already they follow it back.
Status Settling::forget_results(const Record& line_item) {
  const bool back = line_item.released.form == Form::present;
  return outbox::each_result_of(transaction_, line_item, [&](Record& result) {
    const bool was_there =
        result.confirmed.form != Form::none && result.confirmed.form != Form::absent;
    const bool waited = result.state == State::waiting_parent;
    if (!was_there && !waited) {
      return ok_status();
    }
    if (was_there) {
      result.confirmed = {};
      result.confirmed.form = Form::absent;
      result.confirmed.at_unix_ms = request_.now_unix_ms;
    }
    const bool rests = waited || result.state == State::settled ||
                       result.state == State::withdrawn || result.state == State::ready;
    if (rests && back) {
      outbox::enqueue(result, false, request_.now_unix_ms);
    } else if (rests) {
      outbox::park(result, State::withdrawn, Code::none);
    }
    result.updated_unix_ms = request_.now_unix_ms;
    return transaction_.put_record(result);
  });
}

/// The SIS had it once, has it no more, and keeps its id for ever (409, 410).
Result<bool> Settling::has_spent_id(const exchange::Outcome& outcome, const Record& record) {
  constexpr int kConflict = 409, kGone = 410;
  const bool may_be_spent = outcome.http_status == kConflict || outcome.http_status == kGone;
  if (!may_be_spent || record.confirmed.form != Form::none ||
      !decision::has_first_wire_id(record)) {
    return false;
  }
  PASSBACK_TRY_AS(auto rows, transaction_.history(record.id, kHistoryLooks));
  return std::ranges::any_of(
      rows, [](const outbox::HistoryRow& row) { return row.event == "confirmed"; });
}

/// The line item is there, and the SIS does not have the result under the id that it gave itself:
/// somebody removed it there. It is made anew, after it was looked for.
bool has_lost_its_record(const exchange::Outcome& outcome, const Record& record) {
  return outcome.fate == exchange::Fate::student_gone && record.key.kind == Kind::result &&
         record.wire_id_origin != outbox::WireIdOrigin::derived;
}

/// It comes back under another id. Tried once; the history keeps the id before.
Result<bool> Settling::leave_id(const exchange::Outcome& outcome, Record& record) {
  if (outcome.write != decision::Write::put) {
    return false;
  }
  PASSBACK_TRY_AS(const auto spent, has_spent_id(outcome, record));
  const bool lost = has_lost_its_record(outcome, record);
  if (!spent && !lost) {
    return false;
  }
  PASSBACK_TRY(save(outcome, record, "left_id " + record.wire_id.value));
  decision::renew_wire_id(record, record.sent.seq);
  if (lost) {
    record.confirmed = {};
  }
  outbox::not_sent(record, outcome.code, outcome.http_status, request_.now_unix_ms);
  return true;
}

/// The SIS measured it by a line item whose newer version is still on its way.
Result<bool> Settling::waits_for_bounds(const Record& result) {
  if (result.key.kind != Kind::result || result.released.form != Form::present) {
    return false;
  }
  auto parent = transaction_.record(result.line_item_id);
  if (!parent) {
    return parent.error();
  }
  return *parent && (*parent)->confirmed.form == Form::present &&
         ((*parent)->state == State::ready || (*parent)->state == State::sending) &&
         outbox::waits_for_line_item(**parent, result);
}

/// A maximum that was refused below the scores that the SIS had fits once the new ones are there.
Status Settling::maximum_again(std::int64_t line_item_id) {
  PASSBACK_TRY_AS(auto found, transaction_.record(line_item_id));
  if (!found || found->state != State::rejected || !outbox::is_lowered(*found)) {
    return ok_status();
  }
  auto& line_item = *found;
  bool on_their_way = false, newer = false;
  const auto walked = outbox::each_result_of(transaction_, line_item, [&](Record& result) {
    on_their_way = on_their_way || result.state == State::ready || result.state == State::sending ||
                   result.state == State::waiting_parent;
    newer = newer || result.confirmed.at_unix_ms >= line_item.next_attempt_unix_ms;
    return ok_status();
  });
  if (!walked || on_their_way || !newer) {
    return walked;
  }
  outbox::enqueue(line_item, true, request_.now_unix_ms);
  // Behind the scores that are there now, so that these are no reason for another try.
  line_item.next_attempt_unix_ms = request_.now_unix_ms + 1;
  line_item.updated_unix_ms = request_.now_unix_ms;
  result_.moved = true;
  return transaction_.put_record(line_item);
}

Status Settling::free_children(const Record& parent) {
  const bool parental = parent.key.kind == Kind::line_item || parent.key.kind == Kind::category;
  // What waits for its line item to go is not free because that was refused.
  if (!parental || parent.confirmed.form != Form::present ||
      parent.released.form == Form::absent) {
    return ok_status();
  }
  PASSBACK_TRY_AS(auto waiting, transaction_.children(parent.id, State::waiting_parent));
  for (const auto id : waiting) {
    PASSBACK_TRY_AS(auto child, transaction_.record(id));
    if (!child) {
      continue;
    }
    const bool waits =
        child->key.kind == Kind::result && outbox::waits_for_line_item(parent, *child);
    outbox::enqueue(*child, !waits, request_.now_unix_ms, child->priority);
    child->updated_unix_ms = request_.now_unix_ms;
    PASSBACK_TRY(transaction_.put_record(*child));
    result_.moved = true;
  }
  return ok_status();
}

/// The line item of a result was not there: it is looked at itself before that is believed.
Status Settling::miss_parent(const exchange::Outcome& outcome) {
  PASSBACK_TRY_AS(auto parent, transaction_.record(outcome.parent_id));
  // One in flight puts it there again, and what we take out ourselves nobody removed there.
  if (!parent || parent->sent.in_flight || parent->missed_unix_ms != 0 ||
      parent->confirmed.form == Form::absent || parent->released.form != Form::present) {
    return ok_status();
  }
  outbox::miss(*parent, request_.now_unix_ms);
  result_.moved = true;
  exchange::Outcome of_parent = outcome;
  of_parent.code = Code::missed;
  return save(of_parent, *parent, "missed");
}

/// It is there after all: what waited for it goes on.
Status Settling::seen(const exchange::Outcome& outcome, Record& line_item) {
  outbox::seen(line_item, request_.now_unix_ms);
  ++result_.confirmed;
  result_.moved = result_.moved || line_item.state == State::ready;
  PASSBACK_TRY(save(outcome, line_item, "seen"));
  PASSBACK_TRY(outbox::note_sis_news(
      transaction_, {line_item.key.connection_id, line_item.key.sis_class_id, 0}));
  return free_children(line_item);
}

/// The SIS did not show the line item. Once it is believed to be gone, it is still looked for now
/// and then: somebody may put it back.
void Settling::missed(const exchange::Outcome& outcome, Record& line_item) const {
  const auto now = request_.now_unix_ms;
  if (!outbox::miss(line_item, now)) {
    return;
  }
  outbox::refuse(line_item, State::unlinked, Code::line_item_gone, outcome.http_status,
                 outcome.sis_words);
  line_item.next_attempt_unix_ms = saturating_add(now, kSetAsideTryMs);
}

Status Settling::learn(const outbox::SisDocumentRow& document) {
  auto news = outbox::keep_sis_document(transaction_, document);
  if (!news) {
    return news.error();
  }
  return *news ? free_waiting(document) : ok_status();
}

// What waited for something in the SIS is tried again when the SIS shows something new.
Status Settling::free_waiting(const outbox::SisDocumentRow& document) {
  const bool of_class =
      document.kind == "class" || document.kind == "sessions" || document.kind == "categories";
  if (!of_class) {
    return ok_status();
  }
  const outbox::WaitingFilter of_sis_class{document.connection_id,
                                           gradebook::SourcedId(document.key)};
  return outbox::each_waiting(transaction_, of_sis_class, [&](Record& record) {
    // What was never released waits at intake, which places it anew (outbox/sis_news.hpp).
    if (record.key.kind != Kind::line_item || !waits_for_sis(record.code) ||
        record.released.form == Form::none) {
      return ok_status();
    }
    outbox::enqueue(record, true, request_.now_unix_ms, record.priority);
    record.updated_unix_ms = request_.now_unix_ms;
    result_.moved = true;
    return transaction_.put_record(record);
  });
}

Status Settling::account(const AccountChange& change) {
  PASSBACK_TRY_AS(auto ours, outbox::holds_lease(transaction_, request_.account_key,
                                                 request_.owner_id, request_.epoch));
  if (!ours) {
    result_.lost = true;
    return ok_status();
  }
  PASSBACK_TRY_AS(auto found, transaction_.account(request_.account_key));
  if (!found) {
    return ok_status();
  }
  auto& row = *found;
  if (row.state != change.state) {
    row.since_unix_ms = request_.now_unix_ms;
  }
  row.state = change.state;
  row.code = change.code;
  row.failures = change.failures;
  row.retry_unix_ms = change.retry_unix_ms;
  if (notice_due(row, request_.now_unix_ms)) {
    row.notice_unix_ms = request_.now_unix_ms;
    result_.notify = true;
  } else if (change.works && is_over(row)) {
    row.notice_unix_ms = -request_.now_unix_ms;
    result_.notify = true;
  }
  result_.account = row;
  PASSBACK_TRY(transaction_.put_account(row));
  const bool refused = change.state == outbox::AccountState::unauthorised;
  return transaction_.put_meta(refused_mark_name(row.key),
                               refused ? std::to_string(change.settings_generation) : "");
}

// Beside others of the account that fare well: told to its own domain, once a day.
Status Settling::refusal(const std::string& connection_id,
                         std::optional<outbox::CredentialRefusal> refusal) {
  PASSBACK_TRY_AS(auto ours, outbox::holds_lease(transaction_, request_.account_key,
                                                 request_.owner_id, request_.epoch));
  if (!ours) {
    result_.lost = true;
    return ok_status();
  }
  PASSBACK_TRY_AS(auto told, outbox::refusal_notice_of(transaction_, connection_id));
  outbox::AccountRow row;
  row.key = request_.account_key;
  row.state = refusal ? refusal->state() : outbox::AccountState::ok;
  row.code = refusal ? refusal->code : Code::none;
  row.notice_unix_ms = told;
  if (notice_due(row, request_.now_unix_ms)) {
    row.notice_unix_ms = request_.now_unix_ms;
    result_.refused.emplace(connection_id, row);
  } else if (is_over(row)) {
    row.notice_unix_ms = -request_.now_unix_ms;
    result_.refused.emplace(connection_id, row);
  }
  if (!refusal) {
    return outbox::end_refusal(transaction_, connection_id, row.notice_unix_ms);
  }
  refusal->notice_unix_ms = row.notice_unix_ms;
  return outbox::put_refusal(transaction_, connection_id, refusal);
}

} // namespace

std::string refused_mark_name(const std::string& account_key) {
  return "refused." + account_key;
}

Status settle(outbox::Transaction& transaction, const SettleRequest& request,
              SettleResult& result) {
  result = SettleResult{};
  Settling settling(transaction, request, result);
  for (const auto& outcome : request.outcomes) {
    PASSBACK_TRY(settling.outcome(outcome));
  }
  for (const auto& document : request.learned) {
    PASSBACK_TRY(settling.learn(document));
  }
  for (const auto& [connection_id, refusal] : request.refusals) {
    PASSBACK_TRY(settling.refusal(connection_id, refusal));
  }
  return request.account ? settling.account(*request.account) : ok_status();
}

} // namespace passback::delivery
