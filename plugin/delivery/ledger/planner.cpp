#include "plugin/delivery/ledger/planner.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "plugin/decision/in_trial.hpp"
#include "plugin/decision/permission.hpp"
#include "plugin/decision/sending_time.hpp"
#include "plugin/decision/wire_ids.hpp"
#include "plugin/decision/write.hpp"
#include "plugin/delivery/ledger/planned_record.hpp"
#include "plugin/delivery/ledger/send_policy.hpp"
#include "plugin/delivery/retry_policy.hpp"
#include "plugin/outbox/due.hpp"
#include "plugin/outbox/identity.hpp"
#include "plugin/outbox/lease.hpp"
#include "plugin/outbox/mark.hpp"
#include "plugin/outbox/site_hold.hpp"
#include "plugin/outbox/transitions.hpp"
#include "plugin/platform/try.hpp"

namespace passback::delivery {

namespace {

using outbox::Record;
using outbox::State;

// How many records one class gives before the next one has its turn.
constexpr int kPerClass = 4;
// A transaction must stay short, however many records turn out not to be for sending.
constexpr int kLooksMax = 64;
constexpr int kRecoverMax = 64;
// Settings that cannot be read are no word of anybody's: they are looked at again until somebody
// has mended them.
constexpr std::int64_t kUnreadableMs = 60'000;
// Shorter than the longest wait that is believed (outbox/due.hpp): quiet hours are looked at again.
constexpr std::int64_t kLookAgainMs = 1'800'000;
// Of a time of the day as well; and no shorter than the longest wait for edits, which it follows.
constexpr std::int64_t kTimeOfDayMs = 3'600'000;

outbox::HistoryRow history(const Record& record, std::string event, std::int64_t now_unix_ms) {
  outbox::HistoryRow row;
  row.record_id = record.id;
  row.seq = record.sent.seq;
  row.at_unix_ms = now_unix_ms;
  row.epoch = record.sent.epoch;
  row.event = std::move(event);
  row.actor = "worker";
  row.request_id = record.sent.request_id;
  row.code = record.code;
  row.connection_id = record.key.connection_id;
  return row;
}

/// When the SIS is certainly done with what nobody answered; also a person who waits waits for
/// that.
std::int64_t settled_at(const exchange::Route& route, const Record& record) {
  const auto rest = settle_ms(*route.profile, exchange::creation_of(*route.profile, record));
  return record.in_doubt && rest > 0 ? saturating_add(record.sent.at_unix_ms, rest) : 0;
}

/// The same was sent already, and nobody answered in time: it is looked at before it is written
/// again. A removal that was overtaken is only looked at.
bool is_perhaps_stored(const Record& record, const exchange::PlannedRequest& planned) {
  const bool silence = record.code == Code::sis_timeout || record.code == Code::sis_unreachable ||
                       record.code == Code::to_prove;
  const bool again = silence && outbox::same_for_sis(record.key.kind, record.sent, record.released);
  return record.in_doubt && (again || planned.overtaken) &&
         planned.creation == exchange::Creation::none && planned.write != exchange::Write::look;
}

class Round {
 public:
  Round(outbox::Transaction& transaction, const PlanRequest& request, PlanResult& result)
      : transaction_(transaction), request_(request), result_(result), policy_(transaction) {}

  Status recover();
  Status pick();

 private:
  bool full() const {
    return static_cast<int>(result_.requests.size()) >= request_.slots || looks_ >= kLooksMax;
  }
  int wanted(int at_most) const {
    return std::min(at_most, request_.slots - static_cast<int>(result_.requests.size()));
  }
  Status read_facts();
  Status pick_priority(const exchange::RoutePtr& route);
  Status pick_by_class(const exchange::RoutePtr& route);
  Status take(const exchange::RoutePtr& route, Record record);
  /// A POST makes several records: they share its id, and are committed as sent together.
  std::string request_id_of(const exchange::PlannedRequest& planned);
  Status park(Record& record, State state, Code code);
  /// What stops it longest of all that it needs; until 0: nothing does.
  Blocked blocked(const exchange::PlannedRequest& planned) const;
  Status leave_deleted_id(Record& record);
  /// It stays ready: what holds it back goes by itself.
  Status try_later(Record& record, Code code, std::int64_t wait_ms);

  outbox::Transaction& transaction_;
  const PlanRequest& request_;
  PlanResult& result_;
  SendPolicy policy_;
  RoundFacts facts_;
  int looks_ = 0;
  struct Post {
    std::string request_id;
    int members = 0;
  };
  std::map<std::string, Post> posts_; ///< open ones, by what they have in common
};

Status Round::recover() {
  for (const auto& route : request_.routes) {
    PASSBACK_TRY_AS(auto left_behind,
                    transaction_.abandoned(route->connection.id, request_.epoch, kRecoverMax));
    result_.more_to_recover =
        result_.more_to_recover || static_cast<int>(left_behind.size()) >= kRecoverMax;
    for (auto& record : left_behind) {
      outbox::fence(record, request_.now_unix_ms);
      record.updated_unix_ms = request_.now_unix_ms;
      PASSBACK_TRY(transaction_.put_record(record));
      auto line = history(record, "doubt", request_.now_unix_ms);
      line.code = Code::answer_not_heard;
      PASSBACK_TRY(transaction_.append_history(line));
    }
  }
  return ok_status();
}

Status Round::read_facts() {
  PASSBACK_TRY_AS(const auto generation, transaction_.settings_generation());
  PASSBACK_TRY_AS(const auto pending, transaction_.next_pending());
  facts_ = {request_.now_unix_ms, generation, !pending};
  return ok_status();
}

Status Round::pick() {
  PASSBACK_TRY(read_facts());
  std::vector<exchange::RoutePtr> open;
  std::ranges::copy_if(request_.routes, std::back_inserter(open),
                       [&](const exchange::RoutePtr& route) {
                         return !request_.closed.contains(route->connection.id);
                       });
  for (const auto& route : open) {
    PASSBACK_TRY(pick_priority(route));
  }
  for (const auto& route : open) {
    PASSBACK_TRY(pick_by_class(route));
  }
  return ok_status();
}

Status Round::pick_priority(const exchange::RoutePtr& route) {
  if (full()) {
    return ok_status();
  }
  PASSBACK_TRY_AS(auto due, transaction_.due_with_priority(
                                route->connection.id, request_.now_unix_ms, wanted(kLooksMax)));
  for (auto& record : due) {
    if (full()) {
      break;
    }
    PASSBACK_TRY(take(route, std::move(record)));
  }
  return ok_status();
}

Status Round::pick_by_class(const exchange::RoutePtr& route) {
  auto& cursor = result_.cursors[route->connection.id];
  // Round and round, until a whole turn has found nothing.
  int looks_at_start = cursor.empty() ? looks_ : -1;
  while (!full()) {
    PASSBACK_TRY_AS(
        auto next, transaction_.next_due_class(route->connection.id, request_.now_unix_ms, cursor));
    if (!next) {
      cursor = {};
      if (looks_at_start == looks_) {
        break;
      }
      looks_at_start = looks_;
      continue;
    }
    cursor = *next;
    PASSBACK_TRY_AS(auto due, transaction_.due_of_class(route->connection.id, cursor,
                                                        request_.now_unix_ms, wanted(kPerClass)));
    for (auto& record : due) {
      if (full()) {
        break;
      }
      PASSBACK_TRY(take(route, std::move(record)));
    }
  }
  return ok_status();
}

Status Round::park(Record& record, State state, Code code) {
  outbox::park(record, state, code);
  record.updated_unix_ms = request_.now_unix_ms;
  result_.moved = true;
  return transaction_.put_record(record);
}

Status Round::try_later(Record& record, Code code, std::int64_t wait_ms) {
  record.next_attempt_unix_ms = saturating_add(request_.now_unix_ms, wait_ms);
  record.code = code;
  result_.moved = true;
  return transaction_.put_record(record);
}

Blocked Round::blocked(const exchange::PlannedRequest& planned) const {
  Blocked longest;
  const auto blocked = request_.blocked.find(planned.route->connection.id);
  if (blocked == request_.blocked.end()) {
    return longest;
  }
  for (const exchange::ServiceCall call : service_calls_of(planned)) {
    const auto found = blocked->second.find(call);
    if (found != blocked->second.end() &&
        !outbox::is_due(found->second.until_unix_ms, request_.now_unix_ms) &&
        found->second.until_unix_ms > longest.until_unix_ms) {
      longest = found->second;
    }
  }
  return longest;
}

std::string Round::request_id_of(const exchange::PlannedRequest& planned) {
  if (planned.creation != exchange::Creation::post || planned.write == exchange::Write::remove) {
    return request_.new_request_id();
  }
  // The first one shows what becomes of the ids; one in doubt is looked for first. Both go alone.
  const bool of_line_item = planned.kind == outbox::Kind::result;
  if (planned.doubted || (!planned.proven && !of_line_item)) {
    return request_.new_request_id();
  }
  const std::string common =
      planned.route->connection.id + "/" +
      (of_line_item ? "r/" + planned.parent_wire_id.value : "l/" + planned.sis_class_id.value);
  auto& post = posts_[common];
  if (post.members == 0 || post.members >= std::max(1, planned.route->profile->writes.post_size)) {
    post = {request_.new_request_id(), 0};
  }
  ++post.members;
  return post.request_id;
}

/// What the SIS deleted on our word comes back under another id; the history keeps the one before.
Status Round::leave_deleted_id(Record& record) {
  if (decision::stays_in_sis(record) || record.confirmed.form != outbox::Form::absent ||
      record.released.form != outbox::Form::present) {
    return ok_status();
  }
  const auto event = decision::left_id_event(record);
  PASSBACK_TRY(decision::renew_wire_id(transaction_, record, record.released.seq));
  record.confirmed = {};
  return transaction_.append_history(history(record, event, request_.now_unix_ms));
}

Status Round::take(const exchange::RoutePtr& route, Record record) {
  ++looks_;
  if (record.state != State::ready || record.sent.in_flight) {
    return ok_status();
  }
  PASSBACK_TRY_AS(const auto held, policy_.of(record));
  const exchange::RoutePtr of_class = with_choices(route, held.effective->grading);
  const Code code = decision::off_code(*held.effective, of_class->profile, record);
  if (code == Code::config) {
    return try_later(record, code, kUnreadableMs);
  }
  if (code != Code::none) {
    return park(record, State::off, code);
  }
  if (!outbox::needs_send(record)) {
    outbox::enqueue(record, true, request_.now_unix_ms);
    result_.moved = true;
    return transaction_.put_record(record);
  }
  const auto& effective = *held.effective;
  if (decision::is_in_trial(effective)) {
    return park(record, State::manual, Code::in_trial);
  }
  if (effective.paused) {
    return park(record, State::waiting, Code::sync_paused);
  }
  if (const auto time = decision::sending_time(effective.sending, effective.connection->time_zone,
                                               record, request_.now_unix_ms);
      time.why != Code::none) {
    return try_later(record, time.why,
                     std::min(time.until_unix_ms - request_.now_unix_ms, kLookAgainMs));
  }
  if (record.code == Code::waits_for_time && record.priority <= 0) {
    const auto at = decision::time_to_go(effective.sending, effective.connection->time_zone, record,
                                         request_.now_unix_ms);
    if (at > request_.now_unix_ms) {
      return try_later(record, record.code, std::min(at - request_.now_unix_ms, kTimeOfDayMs));
    }
  }
  if (const auto settled = settled_at(*route, record); settled > request_.now_unix_ms) {
    record.next_attempt_unix_ms = settled;
    return transaction_.put_record(record);
  }
  PASSBACK_TRY(leave_deleted_id(record));
  PASSBACK_TRY_AS(auto prepared, prepare(transaction_, of_class, held, record, facts_));
  if (prepared.later_ms > 0) {
    return try_later(record, prepared.code, prepared.later_ms);
  }
  if (!prepared.go) {
    return park(record, prepared.state, prepared.code);
  }
  if (const auto stop = blocked(prepared.planned); stop.until_unix_ms != 0) {
    record.next_attempt_unix_ms = stop.until_unix_ms;
    record.code = stop.code;
    result_.moved = true;
    return transaction_.put_record(record);
  }
  auto& planned = prepared.planned;
  if (planned.creation != exchange::Creation::none) {
    PASSBACK_TRY_AS(auto proven, transaction_.has_proven_ids(route->connection.id,
                                                             route->connection.generation));
    planned.proven = proven;
  }
  planned.look_first = is_perhaps_stored(record, planned);
  planned.request_id = request_id_of(planned);
  planned.epoch = request_.epoch;
  if (!planned.overtaken) {
    record.released.digest = planned.digest;
    record.settings_generation = facts_.settings_generation;
  }
  outbox::mark_sent(record, planned.request_id, request_.epoch, request_.now_unix_ms,
                    exchange::late_ms(*route->profile));
  outbox::note_holder(record, planned.student_id);
  record.updated_unix_ms = request_.now_unix_ms;
  PASSBACK_TRY(transaction_.put_record(record));
  PASSBACK_TRY(transaction_.append_history(history(record, "sent", request_.now_unix_ms)));
  result_.requests.push_back(std::move(planned));
  return ok_status();
}

} // namespace

Status plan(outbox::Transaction& transaction, const PlanRequest& request, PlanResult& result) {
  result = PlanResult{};
  result.cursors = request.cursors;
  PASSBACK_TRY_AS(auto hold, outbox::site_hold(transaction));
  result.held = hold.why != Code::none;
  if (result.held) {
    return ok_status();
  }
  PASSBACK_TRY_AS(auto ours, outbox::holds_lease(transaction, request.account_key, request.owner_id,
                                                 request.epoch));
  result.lost = !ours;
  if (result.lost) {
    return ok_status();
  }
  Round round(transaction, request, result);
  if (request.recover) {
    PASSBACK_TRY(round.recover());
  }
  PASSBACK_TRY(round.pick());
  return result.requests.empty() ? ok_status() : outbox::count_sending(transaction);
}

} // namespace passback::delivery
