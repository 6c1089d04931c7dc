#include "plugin/delivery/ledger/settle.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "plugin/decision/class_in_sis.hpp"
#include "plugin/decision/wire_ids.hpp"
#include "plugin/delivery/ledger/class_refusals.hpp"
#include "plugin/delivery/ledger/record_ending.hpp"
#include "plugin/delivery/ledger/related_records.hpp"
#include "plugin/delivery/ledger/settle_account.hpp"
#include "plugin/gradebook/standard_activity.hpp"
#include "plugin/outbox/bounds.hpp"
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

constexpr int kHistoryLooks = 200;

class Settling {
 public:
  Settling(outbox::Transaction& transaction, const SettleRequest& request, SettleResult& result)
      : transaction_(transaction), request_(request), result_(result),
        related_(transaction, request.now_unix_ms, result.moved) {}

  Status outcome(const exchange::Outcome& outcome);
  Status learn(const outbox::SisDocumentRow& document);
  Status tell_classes() { return classes_.finish(transaction_, request_.now_unix_ms, result_); }

 private:
  Status fenced(const exchange::Outcome& outcome, Record record);
  Result<Ending> ending_of(const exchange::Outcome& outcome, Record& record);
  Status seen(const exchange::Outcome& outcome, Record& line_item);
  Status apply(const exchange::Outcome& outcome, Record& record);
  Result<bool> has_spent_id(const exchange::Outcome& outcome, const Record& record);
  Result<bool> leave_id(const exchange::Outcome& outcome, Record& record);
  Status follow(const exchange::Outcome& outcome, const Record& record);
  Status miss_parent(const exchange::Outcome& outcome);
  Status save(const exchange::Outcome& outcome, Record& record, const Ending& ending);
  Result<bool> is_linked_again(const Record& record);

  outbox::Transaction& transaction_;
  const SettleRequest& request_;
  SettleResult& result_;
  RelatedRecords related_;
  ClassRefusals classes_;
};

Status Settling::save(const exchange::Outcome& outcome, Record& record, const Ending& ending) {
  record.updated_unix_ms = request_.now_unix_ms;
  PASSBACK_TRY(transaction_.put_record(record));
  const bool refused = ending.standing == Standing::refused;
  const bool confirmed = ending.standing == Standing::confirmed;
  classes_.saw(record, refused, confirmed);
  if (refused) {
    result_.refusals.push_back(
        {record.id, record.key.class_id, gradebook::host_activity(record.key.activity_id),
         record.key.student_id, record.code, record.http_status, outcome.request_id});
  }
  outbox::HistoryRow row;
  row.record_id = record.id;
  row.seq = confirmed ? record.confirmed.seq : record.sent.seq;
  row.at_unix_ms = request_.now_unix_ms;
  row.epoch = outcome.epoch;
  row.event = ending.event;
  row.actor = "worker";
  row.request_id = outcome.request_id;
  row.http_status = outcome.http_status;
  row.code = outcome.code;
  row.connection_id = record.key.connection_id;
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
  return save(outcome, record, {"fenced"});
}

/// A refusal is not the last word where the SIS has only done with the id, or measured a result by
/// a line item of before.
Result<Ending> Settling::ending_of(const exchange::Outcome& outcome, Record& record) {
  const auto now = request_.now_unix_ms;
  if (outcome.status == exchange::RequestStatus::refused ||
      outcome.status == exchange::RequestStatus::student_gone) {
    PASSBACK_TRY_AS(const auto left, leave_id(outcome, record));
    if (left) {
      return Ending{"rejected"};
    }
    PASSBACK_TRY_AS(const auto measured, related_.waits_for_bounds(record));
    if (measured) {
      return end_early_request(outcome, record, now);
    }
  }
  return end_request(outcome, record, now);
}

Status Settling::apply(const exchange::Outcome& outcome, Record& record) {
  if (outcome.other_id && !outcome.other_id->empty()) {
    record.wire_id = *outcome.other_id;
    record.wire_id_origin = outcome.id_origin;
  }
  const bool confirmed = outcome.status == exchange::RequestStatus::confirmed;
  result_.confirmed += confirmed ? 1 : 0;
  result_.doubtful += outcome.status == exchange::RequestStatus::in_doubt ? 1 : 0;
  if (confirmed && outcome.write == exchange::Write::look && record.missed_unix_ms != 0) {
    return seen(outcome, record);
  }
  const bool put_line_item =
      confirmed && outcome.write == exchange::Write::put && record.key.kind == Kind::line_item;
  const auto lower = put_line_item ? outbox::raised_from(record) : std::nullopt;
  bool linked_again = false;
  if (put_line_item) {
    PASSBACK_TRY_AS(linked_again, is_linked_again(record));
  }
  PASSBACK_TRY_AS(const auto ending, ending_of(outcome, record));
  result_.moved = result_.moved || record.state == State::ready;
  PASSBACK_TRY(save(outcome, record, ending));
  if (linked_again) {
    PASSBACK_TRY(save(outcome, record, {"linked_again"}));
  }
  if (outcome.status == exchange::RequestStatus::line_item_gone && outcome.kind == Kind::result) {
    return miss_parent(outcome);
  }
  if (lower) {
    PASSBACK_TRY(related_.send_cut_again(record, *lower));
  }
  return follow(outcome, record);
}

/// The SIS had it under its own id before anything of it was sent from here: from an outbox that is
/// lost.
Result<bool> Settling::is_linked_again(const Record& record) {
  if (record.confirmed.form != Form::none || record.sent.doubt_before ||
      record.wire_id_origin != outbox::WireIdOrigin::derived) {
    return false;
  }
  const auto& key = record.key;
  decision::ClassInSisReader in_sis(transaction_, request_.now_unix_ms);
  PASSBACK_TRY_AS(
      const auto listed,
      in_sis.line_items({key.connection_id, key.connection_generation, key.sis_class_id},
                        {decision::Purpose::naming}));
  return listed && std::ranges::any_of(*listed, [&](const oneroster::SisLineItem& one) {
           return one.id == record.wire_id;
         });
}

/// What the outcome of one record changes for those above and below it.
Status Settling::follow(const exchange::Outcome& outcome, const Record& record) {
  if (outcome.status == exchange::RequestStatus::refused && record.key.kind == Kind::line_item) {
    auto freed = related_.free_children(record);
    return freed ? related_.maximum_again(record.id) : freed;
  }
  if (outcome.status != exchange::RequestStatus::confirmed) {
    return ok_status();
  }
  if (record.key.kind == Kind::result) {
    if (record.confirmed.form == Form::absent) {
      PASSBACK_TRY(related_.disbelieve_list_of(record));
    }
    return related_.maximum_again(record.line_item_id);
  }
  // A slot that is not wanted any more is only looked at: nothing goes with it.
  const bool removed = record.key.kind == Kind::line_item &&
                       record.confirmed.form == Form::absent &&
                       outcome.write != exchange::Write::look;
  return removed ? related_.forget_results(record) : related_.free_children(record);
}

/// The SIS had it once, has it no more, and keeps its id for ever (409, 410).
Result<bool> Settling::has_spent_id(const exchange::Outcome& outcome, const Record& record) {
  constexpr int kConflict = 409, kGone = 410;
  const bool may_be_spent = outcome.http_status == kConflict || outcome.http_status == kGone;
  if (!may_be_spent || record.confirmed.form != Form::none ||
      record.wire_id_origin != outbox::WireIdOrigin::derived) {
    return false;
  }
  PASSBACK_TRY_AS(auto rows, transaction_.history(record.id, kHistoryLooks));
  const bool left_before = std::ranges::any_of(
      rows, [](const outbox::HistoryRow& row) { return decision::is_left_id_event(row.event); });
  return !left_before && std::ranges::any_of(rows, [](const outbox::HistoryRow& row) {
    return row.event == "confirmed";
  });
}

/// The line item is there, and the SIS does not have the result under the id that it gave itself:
/// somebody removed it there. It is made anew, after it was looked for.
bool has_lost_its_record(const exchange::Outcome& outcome, const Record& record) {
  return outcome.status == exchange::RequestStatus::student_gone &&
         record.key.kind == Kind::result && record.wire_id_origin != outbox::WireIdOrigin::derived;
}

/// It comes back under another id. Tried once; the history keeps the id before.
Result<bool> Settling::leave_id(const exchange::Outcome& outcome, Record& record) {
  if (outcome.write != exchange::Write::put) {
    return false;
  }
  PASSBACK_TRY_AS(const auto spent, has_spent_id(outcome, record));
  const bool lost = has_lost_its_record(outcome, record);
  if (!spent && !lost) {
    return false;
  }
  PASSBACK_TRY(save(outcome, record, {decision::left_id_event(record)}));
  PASSBACK_TRY(decision::renew_wire_id(transaction_, record, record.sent.seq));
  if (lost) {
    record.confirmed = {};
  }
  outbox::not_sent(record, outcome.code, outcome.http_status, request_.now_unix_ms);
  return true;
}

/// The line item of a result was not there: it is looked at itself before that is believed.
Status Settling::miss_parent(const exchange::Outcome& outcome) {
  PASSBACK_TRY_AS(auto parent, transaction_.record(outcome.parent_id));
  // One in flight puts it there again, and what we take out ourselves nobody removed there.
  if (!parent || parent->sent.in_flight || parent->missed_unix_ms != 0 ||
      parent->confirmed.form == Form::absent || parent->released.form != Form::present ||
      outbox::may_be_removed(*parent)) {
    return ok_status();
  }
  outbox::miss(*parent, request_.now_unix_ms);
  result_.moved = true;
  exchange::Outcome of_parent = outcome;
  of_parent.code = Code::missed;
  return save(of_parent, *parent, {"missed"});
}

/// It is there after all: what waited for it goes on.
Status Settling::seen(const exchange::Outcome& outcome, Record& line_item) {
  outbox::seen(line_item, request_.now_unix_ms);
  result_.moved = result_.moved || line_item.state == State::ready;
  PASSBACK_TRY(save(outcome, line_item, {"seen"}));
  PASSBACK_TRY(
      outbox::note_sis_news(transaction_, line_item.key.connection_id, line_item.key.sis_class_id));
  return related_.free_children(line_item);
}

Status Settling::learn(const outbox::SisDocumentRow& document) {
  auto news = outbox::keep_sis_document(transaction_, document);
  if (!news) {
    return news.error();
  }
  return *news ? related_.free_waiting(document) : ok_status();
}

} // namespace

Status settle(outbox::Transaction& transaction, const SettleRequest& request,
              SettleResult& result) {
  result = SettleResult{};
  Settling settling(transaction, request, result);
  for (const auto& outcome : request.outcomes) {
    PASSBACK_TRY(settling.outcome(outcome));
  }
  PASSBACK_TRY(settling.tell_classes());
  for (const auto& document : request.learned) {
    PASSBACK_TRY(settling.learn(document));
  }
  for (const auto& listed : request.listed_before) {
    PASSBACK_TRY(transaction.put_listed_before(listed));
  }
  for (const auto& proven : request.ids_proven) {
    PASSBACK_TRY(transaction.put_ids_proven(proven));
  }
  return settle_account(transaction, request, result);
}

} // namespace passback::delivery
