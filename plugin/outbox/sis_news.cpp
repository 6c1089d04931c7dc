#include "plugin/outbox/sis_news.hpp"

#include <string_view>

#include "plugin/outbox/each_record.hpp"
#include "plugin/outbox/pending.hpp"
#include "plugin/outbox/sis_document_kind.hpp"
#include "plugin/platform/try.hpp"

namespace passback::outbox {

namespace {

// Whoever looks at more than this may as well look at all of them later.
constexpr int kLooks = 200;

Result<bool> anybody_waits(Transaction& transaction, const std::string& connection_id,
                           const gradebook::SourcedId& sis_class_id) {
  int looked_at = 0;
  return any_waiting(
      transaction, {connection_id, sis_class_id, 0, kLooks}, [&](const Record& record) {
        return Result<bool>(++looked_at == kLooks || road_of_news(record) != NewsRoad::none);
      });
}

} // namespace

NewsRoad road_of_news(const Record& record) {
  const bool let_go = record.key.kind == Kind::line_item && record.released.form != Form::none;
  switch (record.code) {
  // What the planner, too, finds lacking.
  case Code::category_missing:
  case Code::category_not_found:
  case Code::school_unknown:
  case Code::grading_period_missing:
  case Code::grading_period_ambiguous:
  case Code::due_date_between_periods:
  case Code::due_date_missing:
  case Code::due_date_outside_period:
  case Code::column_there:
    return let_go ? NewsRoad::delivery : NewsRoad::intake;
  // What intake alone finds.
  case Code::category_not_in_sis:
  case Code::grading_period_not_of_class:
  case Code::final_slot_missing:
  case Code::final_slot_unread:
  case Code::final_slot_gone:
  case Code::line_item_gone:
    return NewsRoad::intake;
  default:
    return NewsRoad::none;
  }
}

Status note_sis_news(Transaction& transaction, const std::string& connection_id,
                     const gradebook::SourcedId& sis_class_id) {
  PASSBACK_TRY_AS(const auto waits, anybody_waits(transaction, connection_id, sis_class_id));
  if (!waits) {
    return ok_status();
  }
  Affected affected;
  affected.connection_id = connection_id;
  affected.sis_class_id = sis_class_id;
  affected.only_waiting = true;
  return ask_to_reconsider(transaction, affected);
}

Result<bool> keep_sis_document(Transaction& transaction, const SisDocumentRow& row) {
  PASSBACK_TRY_AS(auto known, transaction.sis_document(row.connection_id, row.connection_generation,
                                                       row.kind, row.key));
  PASSBACK_TRY(transaction.put_sis_document(row));
  const bool news = !known || known->document != row.document;
  if (news && is_of_class(row.kind)) {
    PASSBACK_TRY(note_sis_news(transaction, row.connection_id, gradebook::SourcedId(row.key)));
  }
  return news;
}

} // namespace passback::outbox
