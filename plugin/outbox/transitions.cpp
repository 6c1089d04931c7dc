#include "plugin/outbox/transitions.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "plugin/outbox/same_facts.hpp"
#include "plugin/outbox/taken_back.hpp"

namespace passback::outbox {

namespace {

/// Older than what is stored. A host without revisions (0) orders nothing.
bool is_superseded(const Record& record, std::int64_t host_rev, std::int64_t host_epoch) {
  if (host_rev == 0) {
    return false;
  }
  if (host_epoch != record.host_epoch) {
    return host_epoch < record.host_epoch;
  }
  return host_rev < record.host_rev;
}

bool is_in_flight(const Record& record) {
  return record.sent.in_flight || record.state == State::sending;
}

void clear_reason(Record& record) {
  record.code = Code::none;
  record.detail.clear();
  record.http_status = 0;
}

/// Where a record stands of which nothing has to be sent.
void rest(Record& record) {
  clear_reason(record);
  record.priority = 0;
  record.next_attempt_unix_ms = 0;
  if (is_taken_back(record)) {
    record.state = State::withdrawn;
    record.code = Code::taken_back;
  } else if (record.observed.form != Form::none &&
             !same_for_sis(record.key.kind, record.observed, record.released)) {
    record.state = State::manual;
  } else if (record.released.form == Form::absent && record.confirmed.form == Form::absent) {
    record.state = State::withdrawn;
  } else {
    record.state = State::settled;
  }
}

void go_at(Record& record, std::int64_t unix_ms) {
  if (needs_send(record)) {
    clear_reason(record);
    record.state = State::ready;
    record.next_attempt_unix_ms = unix_ms;
  } else {
    rest(record);
  }
}

void retry_at(Record& record, Code code, int http_status, std::int64_t retry_unix_ms) {
  // A record that was parked meanwhile keeps its place, and the reason for it.
  if (record.state != State::sending) {
    return;
  }
  go_at(record, retry_unix_ms);
  if (record.state == State::ready) {
    record.code = code;
    record.http_status = http_status;
  }
}

/// It waits for a time of its own, and for its parent besides: the parent does not let it go
/// before.
bool keeps_its_time(const Record& record, std::int64_t now_unix_ms, int priority) {
  return record.state == State::waiting_parent && priority <= 0 &&
         (record.code == Code::waits_for_edits || record.code == Code::waits_for_time) &&
         record.next_attempt_unix_ms > now_unix_ms;
}

/// A definite answer to this request; an earlier one may still be unanswered.
void end_flight(Record& record) {
  record.in_doubt = record.sent.doubt_before || record.sent.doubt_during;
  if (record.in_doubt) {
    record.sent.in_flight = false;
    record.sent.doubt_during = false;
  } else {
    record.sent = SentVersion{};
  }
}

} // namespace

Observed observe(Record& record, Form form, Facts facts, std::int64_t seq, std::int64_t host_rev,
                 std::int64_t host_epoch) {
  if (is_superseded(record, host_rev, host_epoch)) {
    ++record.superseded;
    return Observed::superseded;
  }
  // What the host lost in a restore the SIS may have: it is told once more.
  const bool restored = host_rev != 0 && record.host_rev != 0 && host_epoch > record.host_epoch;
  if (restored && record.confirmed.form != Form::none) {
    record.in_doubt = true;
  }
  if (host_rev != 0) {
    record.host_rev = host_rev;
    record.host_epoch = host_epoch;
  } else if (host_epoch > record.host_epoch) {
    // Revisions of before a restore order nothing after it.
    record.host_rev = 0;
    record.host_epoch = host_epoch;
  }
  Version now{seq, form, std::move(facts)};
  const bool same = same_for_sis(record.key.kind, record.observed, now);
  record.observed = std::move(now);
  return same ? Observed::same : Observed::changed;
}

bool release(Record& record) {
  const bool same = record.released.form == record.observed.form &&
                    record.released.facts == record.observed.facts;
  auto digest = same ? std::move(record.released.digest) : std::string();
  record.released = record.observed;
  record.released.digest = std::move(digest);
  return needs_send(record);
}

bool needs_send(const Record& record) {
  const Form released = record.released.form;
  if (released == Form::none) {
    return false;
  }
  if (record.in_doubt || record.missed_unix_ms != 0) {
    return true;
  }
  const bool takes_away = released == Form::absent || released == Form::cleared;
  const bool nothing_there =
      record.confirmed.form == Form::none || record.confirmed.form == Form::absent;
  if (takes_away && nothing_there) {
    return false;
  }
  return !same_for_sis(record.key.kind, record.released, record.confirmed);
}

bool says_otherwise(const Version& a, const Version& b) {
  const auto said = [](const Version& version) {
    return std::string_view(version.digest).substr(0, version.digest.find('.'));
  };
  return !a.digest.empty() && !b.digest.empty() && said(a) != said(b);
}

bool same_for_sis(Kind kind, const Version& a, const Version& b) {
  if (a.form != b.form || says_otherwise(a, b)) {
    return false;
  }
  // All that a result says stands in its document. A line item's facts bound its results as well.
  if (kind == Kind::result && !a.digest.empty() && a.digest == b.digest) {
    return true;
  }
  if (a.form == Form::none || a.form == Form::absent || a.facts == b.facts) {
    return true;
  }
  return same_facts(kind, a.facts, b.facts);
}

void enqueue(Record& record, bool parent_confirmed, std::int64_t now_unix_ms, int priority) {
  record.priority = std::max(record.priority, priority);
  if (is_in_flight(record)) {
    record.state = State::sending;
    return;
  }
  if (!needs_send(record)) {
    rest(record);
    return;
  }
  if (keeps_its_time(record, now_unix_ms, priority)) {
    record.state = parent_confirmed ? State::ready : State::waiting_parent;
    return;
  }
  if (!parent_confirmed) {
    clear_reason(record);
    record.state = State::waiting_parent;
    record.code = Code::parent_not_confirmed;
    return;
  }
  // What was taken waits only to be looked at once more; what is newer does not wait for that.
  const bool newer = record.code == Code::to_prove &&
                     !same_for_sis(record.key.kind, record.released, record.confirmed);
  const bool waits_for_retry = record.state == State::ready && record.code != Code::none &&
                               record.next_attempt_unix_ms > now_unix_ms && !newer;
  if (waits_for_retry && priority <= 0) {
    return;
  }
  // Who is in line already keeps the place there.
  const bool in_line = record.state == State::ready && record.code == Code::none &&
                       record.next_attempt_unix_ms <= now_unix_ms;
  clear_reason(record);
  record.state = State::ready;
  record.next_attempt_unix_ms = in_line ? record.next_attempt_unix_ms : now_unix_ms;
}

void park(Record& record, State state, Code code) {
  clear_reason(record);
  record.state = state;
  record.code = code;
  record.priority = 0;
}

bool may_be_removed(const Record& record) {
  const bool doubted = record.sent.in_flight ? record.sent.doubt_before : record.in_doubt;
  return doubted && record.sent.form == Form::absent &&
         (record.confirmed.form == Form::present || record.confirmed.form == Form::cleared);
}

bool removal_is_overtaken(const Record& record) {
  return may_be_removed(record) && record.released.form != Form::absent;
}

void mark_sent(Record& record, std::string request_id, std::int64_t epoch, std::int64_t now_unix_ms,
               std::int64_t late_ms) {
  const bool doubt_before = record.in_doubt;
  const bool overtaken = removal_is_overtaken(record);
  const bool may_come_late = doubt_before && !overtaken && record.sent.form != Form::none &&
                             !same_for_sis(record.key.kind, record.sent, record.released);
  if (may_come_late) {
    record.sent.late_until_unix_ms =
        std::max(record.sent.late_until_unix_ms, record.sent.at_unix_ms + late_ms);
  }
  if (!overtaken) {
    static_cast<Version&>(record.sent) = record.released;
    record.sent.at_unix_ms = now_unix_ms;
  }
  record.sent.request_id = std::move(request_id);
  record.sent.epoch = epoch;
  record.sent.doubt_before = doubt_before;
  record.sent.in_flight = true;
  record.sent.doubt_during = false;
  record.in_doubt = true;
  ++record.attempts;
  clear_reason(record);
  record.state = State::sending;
}

void mark_in_file(Record& record, std::string file_id, std::int64_t now_unix_ms) {
  const bool doubt_before = record.in_doubt;
  record.sent = SentVersion{};
  static_cast<Version&>(record.sent) = record.released;
  record.sent.request_id = std::move(file_id);
  record.sent.at_unix_ms = now_unix_ms;
  record.sent.doubt_before = doubt_before;
  record.sent.in_flight = true;
  record.in_doubt = true;
  clear_reason(record);
  record.state = State::sending;
}

void confirm(Record& record, std::int64_t now_unix_ms, std::int64_t late_ms) {
  static_cast<Version&>(record.confirmed) = record.sent;
  record.confirmed.at_unix_ms = now_unix_ms;
  record.missed_unix_ms = 0;
  const std::int64_t settles_at =
      record.sent.doubt_during ? now_unix_ms + late_ms : record.sent.late_until_unix_ms;
  // An earlier request that said the same does no harm, whichever came last.
  record.sent.doubt_before = settles_at > now_unix_ms;
  end_flight(record);
  record.attempts = 0;
  if (record.state != State::sending) {
    return;
  }
  const bool newer_waits = !same_for_sis(record.key.kind, record.released, record.confirmed);
  go_at(record, newer_waits ? now_unix_ms : settles_at);
  if (record.state == State::ready && !newer_waits && settles_at > now_unix_ms) {
    record.code = Code::to_prove;
  }
}

bool miss(Record& record, std::int64_t now_unix_ms) {
  // A server that only reads may show what was written some minutes later.
  constexpr std::int64_t kAtLeastMs = 120'000, kAfterOurWriteMs = 600'000, kFirstLookMs = 15'000;
  if (record.missed_unix_ms == 0 || record.missed_unix_ms > now_unix_ms) {
    record.missed_unix_ms = now_unix_ms;
  }
  const std::int64_t since = now_unix_ms - record.missed_unix_ms;
  const std::int64_t written = now_unix_ms - record.confirmed.at_unix_ms;
  if (since >= kAtLeastMs && (written >= kAfterOurWriteMs || written < 0)) {
    record.missed_unix_ms = Record::kKnownGone;
    return true;
  }
  // What was asked of it was the look, or a request of one of its results.
  if (record.sent.in_flight) {
    end_flight(record);
    record.attempts = 0;
  }
  const bool may_look = record.state != State::waiting && record.state != State::held &&
                        record.state != State::off && record.state != State::conflict;
  if (may_look) {
    clear_reason(record);
    record.state = State::ready;
    record.code = Code::missed;
    record.next_attempt_unix_ms = now_unix_ms + std::clamp(since, kFirstLookMs, kAtLeastMs);
  }
  return false;
}

void seen(Record& record, std::int64_t now_unix_ms) {
  record.missed_unix_ms = 0;
  end_flight(record);
  record.attempts = 0;
  if (record.state == State::sending) {
    go_at(record, now_unix_ms);
  }
}

void still_there(Record& record, std::int64_t now_unix_ms, std::int64_t late_ms) {
  record.missed_unix_ms = 0;
  record.attempts = 0;
  const auto late_until = record.sent.at_unix_ms + late_ms;
  if (removal_is_overtaken(record) && late_until > now_unix_ms) {
    const bool as_confirmed = same_for_sis(record.key.kind, record.released, record.confirmed);
    doubt(record, as_confirmed ? Code::to_prove : Code::none, 0, late_until);
    return;
  }
  record.sent = SentVersion{};
  if (record.state == State::sending) {
    go_at(record, now_unix_ms);
  }
}

void doubt(Record& record, Code code, int http_status, std::int64_t retry_unix_ms) {
  record.in_doubt = true;
  record.sent.in_flight = false;
  record.sent.doubt_during = false;
  retry_at(record, code, http_status, retry_unix_ms);
}

void not_sent(Record& record, Code code, int http_status, std::int64_t retry_unix_ms) {
  end_flight(record);
  record.attempts = std::max(0, record.attempts - 1);
  retry_at(record, code, http_status, retry_unix_ms);
}

bool refuse(Record& record, State state, Code code, int http_status, std::string detail,
            bool by_hearsay) {
  const bool was_parked = record.state != State::sending;
  // What was refused is not what would be sent now: only that version got its answer.
  const bool newer_waits = (state == State::rejected || state == State::failed) &&
                           !same_for_sis(record.key.kind, record.released, record.sent);
  record.sent.doubt_before = record.sent.doubt_before || by_hearsay;
  end_flight(record);
  record.attempts = 0;
  if (was_parked) {
    return false;
  }
  if (newer_waits) {
    go_at(record, record.next_attempt_unix_ms);
    return false;
  }
  record.state = state;
  record.code = code;
  record.http_status = http_status;
  record.detail = std::move(detail);
  record.priority = 0;
  return true;
}

bool unclear(Record& record, Code code, int http_status, std::string detail) {
  const bool stands = refuse(record, State::conflict, code, http_status, std::move(detail));
  record.in_doubt = true;
  return stands;
}

void distrust(Record& record, std::int64_t now_unix_ms) {
  record.in_doubt = true;
  if (is_in_flight(record)) {
    record.sent.doubt_during = true;
  } else if (record.state == State::settled) {
    go_at(record, now_unix_ms);
  }
}

void fence(Record& record, std::int64_t now_unix_ms, std::int64_t lost_epoch) {
  record.in_doubt = true;
  if (is_in_flight(record) && record.sent.epoch > lost_epoch) {
    record.sent.doubt_during = true;
    return;
  }
  record.sent.in_flight = false;
  record.sent.doubt_during = false;
  const bool may_go = record.state == State::sending || record.state == State::settled ||
                      record.state == State::withdrawn;
  if (may_go) {
    go_at(record, now_unix_ms);
  }
}

} // namespace passback::outbox
