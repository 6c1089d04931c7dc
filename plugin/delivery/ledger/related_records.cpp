#include "plugin/delivery/ledger/related_records.hpp"

#include "plugin/delivery/settlement.hpp"
#include "plugin/outbox/bounds.hpp"
#include "plugin/outbox/children.hpp"
#include "plugin/outbox/each_record.hpp"
#include "plugin/outbox/sis_document_kind.hpp"
#include "plugin/outbox/sis_news.hpp"
#include "plugin/outbox/transitions.hpp"
#include "plugin/platform/try.hpp"

namespace passback::delivery {

namespace {

using outbox::Form;
using outbox::Kind;
using outbox::Record;
using outbox::State;

} // namespace

Status RelatedRecords::free_children(const Record& parent) {
  PASSBACK_TRY_AS(const auto freed, outbox::free_children(transaction_, parent, now_unix_ms_));
  moved_ = moved_ || freed;
  return ok_status();
}

Status RelatedRecords::forget_results(const Record& line_item) {
  return outbox::forget_results(transaction_, line_item, now_unix_ms_);
}

Status RelatedRecords::send_cut_again(const Record& line_item, const gradebook::Decimal& maximum) {
  return outbox::each_result_of(transaction_, line_item, [&](Record& result) {
    if (!outbox::may_be_cut(result, maximum)) {
      return ok_status();
    }
    outbox::distrust(result, now_unix_ms_);
    result.updated_unix_ms = now_unix_ms_;
    moved_ = moved_ || result.state == State::ready;
    return transaction_.put_record(result);
  });
}

Status RelatedRecords::disbelieve_list_of(const Record& result) {
  PASSBACK_TRY_AS(auto parent, transaction_.record(result.line_item_id));
  if (!parent) {
    return ok_status();
  }
  PASSBACK_TRY_AS(auto list,
                  transaction_.sis_document(
                      result.key.connection_id, result.key.connection_generation,
                      stored_name(outbox::SisDocumentKind::results), parent->wire_id.value));
  if (!list) {
    return ok_status();
  }
  list->read_unix_ms = 0;
  return transaction_.put_sis_document(*list);
}

Result<bool> RelatedRecords::waits_for_bounds(const Record& result) {
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

Status RelatedRecords::maximum_again(std::int64_t line_item_id) {
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
  outbox::enqueue(line_item, true, now_unix_ms_);
  // Behind the scores that are there now, so that these are no reason for another try.
  line_item.next_attempt_unix_ms = now_unix_ms_ + 1;
  line_item.updated_unix_ms = now_unix_ms_;
  moved_ = true;
  return transaction_.put_record(line_item);
}

Status RelatedRecords::free_waiting(const outbox::SisDocumentRow& document) {
  if (!outbox::is_of_class(document.kind)) {
    return ok_status();
  }
  const outbox::WaitingFilter of_sis_class{document.connection_id,
                                           gradebook::SourcedId(document.key)};
  return outbox::each_waiting(transaction_, of_sis_class, [&](Record& record) {
    if (outbox::road_of_news(record) != outbox::NewsRoad::delivery) {
      return ok_status();
    }
    outbox::enqueue(record, true, now_unix_ms_, record.priority);
    record.updated_unix_ms = now_unix_ms_;
    moved_ = true;
    return transaction_.put_record(record);
  });
}

} // namespace passback::delivery
