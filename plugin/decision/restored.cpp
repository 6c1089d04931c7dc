#include "plugin/decision/restored.hpp"

#include <string>
#include <string_view>

#include "plugin/outbox/meta_number.hpp"
#include "plugin/outbox/transitions.hpp"
#include "plugin/platform/try.hpp"

namespace passback::decision {
namespace {

constexpr std::string_view kRestoredMeta = "restored_seq";

} // namespace

Status put_restored_seq(outbox::Transaction& transaction, std::int64_t seq) {
  return transaction.put_meta(kRestoredMeta, std::to_string(seq));
}

Result<std::int64_t> read_restored_seq(outbox::Transaction& transaction) {
  return outbox::meta_number(transaction, kRestoredMeta);
}

Result<bool> is_from_backup(UnitOfWork& work, const outbox::Record& record) {
  if (record.confirmed.form == outbox::Form::none) {
    return false;
  }
  PASSBACK_TRY_AS(const auto restored_seq, work.restored_seq());
  return record.observed.seq <= restored_seq;
}

void doubt_from_backup(outbox::Record& record, bool sends_by_itself) {
  const bool as_released = outbox::same_for_sis(record.key.kind, record.observed, record.released);
  if (!sends_by_itself && !as_released) {
    record.released = {};
  }
  record.in_doubt = true;
}

} // namespace passback::decision
