#include "plugin/decision/lost_records.hpp"

#include "plugin/outbox/each_record.hpp"
#include "plugin/outbox/meta_number.hpp"
#include "plugin/platform/try.hpp"

namespace passback::decision {
namespace {

using outbox::Form;
using outbox::Kind;
using outbox::Record;
using outbox::State;

std::string lost_mark_name(const std::string& connection_id, std::int64_t generation) {
  return "lost_left." + connection_id + "." + std::to_string(generation);
}

/// What is known to be gone stays so while it is looked for once more.
bool counts_as_lost(const Record& record) {
  const bool looked_for = record.state == State::ready || record.state == State::sending;
  return is_lost(record) || (record.key.kind == Kind::line_item && looked_for &&
                             record.missed_unix_ms == Record::kKnownGone);
}

Result<LostRecords> count_lost(outbox::Transaction& transaction, const std::string& connection_id,
                               std::int64_t generation) {
  outbox::RecordFilter filter;
  filter.connection_id = connection_id;
  filter.kind = Kind::line_item;
  LostRecords lost;
  // Mostly so few are gone that nothing is asked, and then the rest need not be counted.
  std::int64_t some = 0;
  for (const auto state : {State::unlinked, State::ready, State::sending}) {
    filter.state = state;
    const auto enough = outbox::any_record(transaction, filter, [&](Record& record) {
      some += counts_as_lost(record) ? 1 : 0;
      return Result<bool>(some >= kFewestLost);
    });
    PASSBACK_TRY(enough);
  }
  if (some < kFewestLost) {
    return lost;
  }
  filter.state.reset();
  PASSBACK_TRY(outbox::each_record(transaction, filter, [&](Record& record) {
    if (record.key.connection_generation == generation) {
      const bool gone = counts_as_lost(record);
      lost.gone += gone ? 1 : 0;
      lost.confirmed += gone || is_confirmed_there(record) ? 1 : 0;
    }
    return ok_status();
  }));
  return lost;
}

} // namespace

bool are_most(const LostRecords& lost) {
  return lost.gone >= kFewestLost && lost.gone * 2 > lost.confirmed;
}

Result<LostRecords> lost_records(outbox::Transaction& transaction, const std::string& connection_id,
                                 std::int64_t generation) {
  PASSBACK_TRY_AS(const auto lost, count_lost(transaction, connection_id, generation));
  if (!are_most(lost)) {
    return LostRecords{};
  }
  PASSBACK_TRY_AS(const auto left,
                  outbox::meta_number(transaction, lost_mark_name(connection_id, generation)));
  return lost.gone > left ? lost : LostRecords{};
}

Status leave_lost(outbox::Transaction& transaction, const std::string& connection_id,
                  std::int64_t generation) {
  PASSBACK_TRY_AS(const auto lost, count_lost(transaction, connection_id, generation));
  return transaction.put_meta(lost_mark_name(connection_id, generation), std::to_string(lost.gone));
}

bool is_lost(const Record& line_item) {
  return line_item.state == State::unlinked && line_item.key.kind == Kind::line_item;
}

bool is_confirmed_there(const Record& record) {
  return !is_lost(record) &&
         (record.confirmed.form == Form::present || record.confirmed.form == Form::cleared);
}

} // namespace passback::decision
