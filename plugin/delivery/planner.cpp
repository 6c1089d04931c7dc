#include "plugin/delivery/planner.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "plugin/delivery/before.hpp"
#include "plugin/delivery/planned_record.hpp"
#include "plugin/delivery/retry_policy.hpp"
#include "plugin/delivery/send_policy.hpp"
#include "plugin/outbox/identity.hpp"
#include "plugin/outbox/lease.hpp"
#include "plugin/outbox/site_hold.hpp"
#include "plugin/outbox/transitions.hpp"

namespace passback::delivery {

namespace {

using outbox::Record;
using outbox::State;

// How many records one class gives before the next one has its turn.
constexpr int kPerClass = 4;
// A transaction must stay short, however many records turn out not to be for sending.
constexpr int kLooksMax = 64;
constexpr int kRecoverMax = 64;

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
  return row;
}

/// When the SIS is certainly done with what nobody answered; also a person who waits waits for
/// that.
std::int64_t settled_at(const Route& route, const Record& record) {
  const auto rest = settle_ms(*route.profile, creation_of(*route.profile, record));
  return record.in_doubt && rest > 0 ? saturating_add(record.sent.at_unix_ms, rest) : 0;
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
  Status pick_priority(const RoutePtr& route);
  Status pick_by_class(const RoutePtr& route);
  Status take(const RoutePtr& route, Record record);
  /// A POST makes several records: they share its id, and are committed as sent together.
  std::string request_id_of(const PlannedRequest& planned);
  Status park(Record& record, State state, Code code);
  /// When all deeds are allowed again, if one is not.
  std::optional<std::int64_t> blocked_until(const PlannedRequest& planned) const;

  outbox::Transaction& transaction_;
  const PlanRequest& request_;
  PlanResult& result_;
  SendPolicy policy_;
  int looks_ = 0;
  struct Post {
    std::string request_id;
    int members = 0;
  };
  std::map<std::string, Post> posts_; ///< open ones, by what they have in common
};

Status Round::recover() {
  for (const auto& route : request_.routes) {
    auto left_behind = transaction_.abandoned(route->connection.id, request_.epoch, kRecoverMax);
    if (!left_behind) {
      return left_behind.error();
    }
    result_.more_to_recover =
        result_.more_to_recover || static_cast<int>(left_behind->size()) >= kRecoverMax;
    for (auto& record : *left_behind) {
      outbox::fence(record, request_.now_unix_ms);
      record.updated_unix_ms = request_.now_unix_ms;
      if (auto put = transaction_.put_record(record); !put) {
        return put;
      }
      if (auto told = transaction_.append_history(history(record, "doubt", request_.now_unix_ms));
          !told) {
        return told;
      }
    }
  }
  return ok_status();
}

Status Round::pick() {
  std::vector<RoutePtr> open;
  std::ranges::copy_if(request_.routes, std::back_inserter(open), [&](const RoutePtr& route) {
    return !request_.closed.contains(route->connection.id);
  });
  for (const auto& route : open) {
    if (auto picked = pick_priority(route); !picked) {
      return picked;
    }
  }
  for (const auto& route : open) {
    if (auto picked = pick_by_class(route); !picked) {
      return picked;
    }
  }
  return ok_status();
}

Status Round::pick_priority(const RoutePtr& route) {
  if (full()) {
    return ok_status();
  }
  auto due =
      transaction_.due_with_priority(route->connection.id, request_.now_unix_ms, wanted(kLooksMax));
  if (!due) {
    return due.error();
  }
  for (auto& record : *due) {
    if (full()) {
      break;
    }
    if (auto taken = take(route, std::move(record)); !taken) {
      return taken;
    }
  }
  return ok_status();
}

Status Round::pick_by_class(const RoutePtr& route) {
  auto& cursor = result_.cursors[route->connection.id];
  // Round and round, until a whole turn has found nothing.
  int looks_at_start = cursor.empty() ? looks_ : -1;
  while (!full()) {
    auto next = transaction_.next_due_class(route->connection.id, request_.now_unix_ms, cursor);
    if (!next) {
      return next.error();
    }
    if (!*next) {
      cursor = {};
      if (looks_at_start == looks_) {
        break;
      }
      looks_at_start = looks_;
      continue;
    }
    cursor = **next;
    auto due = transaction_.due_of_class(route->connection.id, cursor, request_.now_unix_ms,
                                         wanted(kPerClass));
    if (!due) {
      return due.error();
    }
    for (auto& record : *due) {
      if (full()) {
        break;
      }
      if (auto taken = take(route, std::move(record)); !taken) {
        return taken;
      }
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

std::optional<std::int64_t> Round::blocked_until(const PlannedRequest& planned) const {
  std::optional<std::int64_t> until;
  const auto blocked = request_.blocked.find(planned.route->connection.id);
  if (blocked == request_.blocked.end()) {
    return until;
  }
  for (const Deed deed : deeds_of(planned)) {
    const auto found = blocked->second.find(deed);
    if (found != blocked->second.end() && found->second > request_.now_unix_ms) {
      until = std::max(until.value_or(0), found->second);
    }
  }
  return until;
}

std::string Round::request_id_of(const PlannedRequest& planned) {
  if (planned.creation != Creation::post || planned.write == Write::remove) {
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

Status Round::take(const RoutePtr& route, Record record) {
  ++looks_;
  if (record.state != State::ready || record.sent.in_flight) {
    return ok_status();
  }
  auto effective = policy_.of(record);
  if (!effective) {
    return effective.error();
  }
  if (const Code code = why_not(**effective, record); code != Code::none) {
    return park(record, State::off, code);
  }
  if (!outbox::needs_send(record)) {
    outbox::enqueue(record, true, request_.now_unix_ms);
    result_.moved = true;
    return transaction_.put_record(record);
  }
  if (const auto settled = settled_at(*route, record); settled > request_.now_unix_ms) {
    record.next_attempt_unix_ms = settled;
    return transaction_.put_record(record);
  }
  const RoutePtr of_class = with_choices(route, (**effective).grading);
  auto prepared = prepare(transaction_, of_class, **effective, record, request_.now_unix_ms);
  if (!prepared) {
    return prepared.error();
  }
  if (prepared->later_ms > 0) {
    record.next_attempt_unix_ms = saturating_add(request_.now_unix_ms, prepared->later_ms);
    record.code = prepared->code;
    result_.moved = true;
    return transaction_.put_record(record);
  }
  if (!prepared->go) {
    return park(record, prepared->state, prepared->code);
  }
  if (const auto until = blocked_until(prepared->planned)) {
    record.next_attempt_unix_ms = *until;
    record.code = Code::forbidden;
    result_.moved = true;
    return transaction_.put_record(record);
  }
  auto generation = transaction_.settings_generation();
  if (!generation) {
    return generation.error();
  }
  auto& planned = prepared->planned;
  if (planned.creation != Creation::none) {
    auto proven = read_proof(transaction_, *route);
    if (!proven) {
      return proven.error();
    }
    planned.proven = *proven;
  }
  planned.request_id = request_id_of(planned);
  planned.epoch = request_.epoch;
  outbox::mark_sent(record, planned.request_id, request_.epoch, request_.now_unix_ms);
  outbox::note_holder(record, planned.student_id);
  record.settings_generation = *generation;
  record.updated_unix_ms = request_.now_unix_ms;
  if (auto put = transaction_.put_record(record); !put) {
    return put;
  }
  if (auto told = transaction_.append_history(history(record, "sent", request_.now_unix_ms));
      !told) {
    return told;
  }
  result_.requests.push_back(std::move(planned));
  return ok_status();
}

} // namespace

Status plan(outbox::Transaction& transaction, const PlanRequest& request, PlanResult& result) {
  result = PlanResult{};
  result.cursors = request.cursors;
  auto hold = outbox::site_hold(transaction);
  if (!hold) {
    return hold.error();
  }
  result.held = hold->why != Code::none;
  if (result.held) {
    return ok_status();
  }
  auto ours =
      outbox::holds_lease(transaction, request.account_key, request.owner_id, request.epoch);
  if (!ours) {
    return ours.error();
  }
  result.lost = !*ours;
  if (result.lost) {
    return ok_status();
  }
  Round round(transaction, request, result);
  if (request.recover) {
    if (auto recovered = round.recover(); !recovered) {
      return recovered;
    }
  }
  return round.pick();
}

} // namespace passback::delivery
