#include "plugin/delivery/ledger/record_ending.hpp"

#include "plugin/delivery/retry_policy.hpp"
#include "plugin/delivery/worker/refusal_scope.hpp"
#include "plugin/outbox/transitions.hpp"

namespace passback::delivery {

namespace {

using exchange::Outcome;
using exchange::RequestStatus;
using outbox::Record;
using outbox::State;

constexpr std::int64_t kSetAsideTryMs = 24LL * 60 * 60 * 1000;

Standing refused_if(bool stands) {
  return stands ? Standing::refused : Standing::open;
}

bool newer_waits(const Record& record) {
  return record.released.seq != record.sent.seq;
}

Ending set_aside(const Outcome& outcome, Record& record, std::int64_t now_unix_ms) {
  if (record.state != State::ready) {
    return {"failed"};
  }
  outbox::park(record, State::failed, outcome.code);
  record.http_status = outcome.http_status;
  record.detail = outcome.sis_words;
  // Tried by itself once a day (account_poll.cpp), each time once.
  record.attempts = kSetAsideAfter - 1;
  record.next_attempt_unix_ms = saturating_add(now_unix_ms, kSetAsideTryMs);
  return {"failed", Standing::refused};
}

Ending doubted(const Outcome& outcome, Record& record, std::int64_t now_unix_ms) {
  const bool newer = newer_waits(record);
  outbox::doubt(record, outcome.code, outcome.http_status, outcome.retry_unix_ms);
  if (outcome.blameless) {
    record.attempts = outcome.attempts;
  }
  if (!outcome.set_aside) {
    return {"doubt"};
  }
  // Still in doubt, so that a person who sends it again sends it whatever was confirmed before.
  return newer ? Ending{"failed"} : set_aside(outcome, record, now_unix_ms);
}

Ending not_sent(const Outcome& outcome, Record& record, std::int64_t now_unix_ms) {
  const bool newer = newer_waits(record);
  outbox::not_sent(record, outcome.code, outcome.http_status, outcome.retry_unix_ms);
  record.attempts = outcome.attempts + (outcome.blameless ? 0 : 1);
  if (outcome.code == Code::none) {
    return {"columns_read"}; // nothing is wrong: what the class has was looked at first
  }
  if (!outcome.set_aside) {
    return {"not_sent"};
  }
  return newer ? Ending{"failed"} : set_aside(outcome, record, now_unix_ms);
}

void wait(const Outcome& outcome, Record& record, State state, Code code,
          std::int64_t now_unix_ms) {
  outbox::not_sent(record, outcome.code, outcome.http_status, now_unix_ms);
  // Parked meanwhile, or nothing to send any more: it stays where it is.
  if (record.state == State::ready) {
    outbox::park(record, state, code);
  }
}

/// The SIS did not show the line item. Once it is believed to be gone, it is still looked for now
/// and then: somebody may put it back.
Ending missed(const Outcome& outcome, Record& line_item, std::int64_t now_unix_ms) {
  const bool known = line_item.missed_unix_ms == Record::kKnownGone;
  if (!outbox::miss(line_item, now_unix_ms)) {
    return {"missed"};
  }
  const bool stands = outbox::refuse(line_item, State::unlinked, Code::line_item_gone,
                                     outcome.http_status, outcome.sis_words);
  line_item.next_attempt_unix_ms = saturating_add(now_unix_ms, kSetAsideTryMs);
  return known ? Ending{"still_gone"} : Ending{"unlinked", refused_if(stands)};
}

} // namespace

Ending end_request(const Outcome& outcome, Record& record, std::int64_t now_unix_ms) {
  switch (outcome.status) {
  case RequestStatus::confirmed:
    outbox::confirm(record, now_unix_ms, outcome.late_ms);
    return {"confirmed", Standing::confirmed};
  case RequestStatus::still_there:
    outbox::still_there(record, now_unix_ms, outcome.late_ms);
    return {"still_there"};
  case RequestStatus::in_doubt:
    return doubted(outcome, record, now_unix_ms);
  case RequestStatus::not_sent:
    return not_sent(outcome, record, now_unix_ms);
  case RequestStatus::lacking:
    wait(outcome, record, State::waiting, outcome.code, now_unix_ms);
    return {"waiting"};
  case RequestStatus::refused:
  case RequestStatus::student_gone:
    return {"rejected",
            refused_if(outbox::refuse(record, State::rejected, outcome.code, outcome.http_status,
                                      outcome.sis_words, outcome.by_hearsay))};
  case RequestStatus::unclear:
    return {"conflict", refused_if(outbox::unclear(record, outcome.code, outcome.http_status,
                                                   outcome.sis_words))};
  case RequestStatus::line_item_gone:
    break;
  }
  if (outcome.kind == outbox::Kind::line_item) {
    return missed(outcome, record, now_unix_ms);
  }
  wait(outcome, record, State::waiting_parent, outcome.code, now_unix_ms);
  return {"unlinked"};
}

Ending end_early_request(const Outcome& outcome, Record& result, std::int64_t now_unix_ms) {
  wait(outcome, result, State::waiting_parent, Code::parent_not_confirmed, now_unix_ms);
  return {"rejected"};
}

} // namespace passback::delivery
