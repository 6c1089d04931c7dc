#include "plugin/intake/restored.hpp"

#include <charconv>
#include <string_view>

#include "plugin/intake/sweep.hpp"
#include "plugin/outbox/transitions.hpp"
#include "plugin/platform/try.hpp"
#include "plugin/platform/uuid.hpp"

namespace passback::intake {
namespace {

constexpr std::string_view kRestoredMeta = "restored_seq";

Status write_down(outbox::Transaction& transaction, std::int64_t now_unix_ms) {
  outbox::HistoryRow line;
  line.at_unix_ms = now_unix_ms;
  line.event = "outbox_restored";
  line.actor = "worker";
  line.code = Code::restored;
  return transaction.append_history(line);
}

} // namespace

Result<bool> notice_restore(outbox::Transaction& transaction,
                            const std::optional<outbox::Mark>& kept, std::int64_t now_unix_ms) {
  PASSBACK_TRY_AS(auto mark, outbox::mark_of(transaction));
  if (mark.outbox_id.empty()) {
    mark.outbox_id = platform::random_uuid();
    PASSBACK_TRY(outbox::put_mark(transaction, mark));
    return false;
  }
  if (!kept || kept->outbox_id != mark.outbox_id || kept->sendings <= mark.sendings) {
    return false;
  }
  // Past what the file says, so that a backup of the time that was lost is known for one as well.
  mark.sendings = kept->sendings + 1;
  PASSBACK_TRY(outbox::put_mark(transaction, mark));
  PASSBACK_TRY_AS(const auto seq, transaction.next_seq());
  PASSBACK_TRY(transaction.put_meta(kRestoredMeta, std::to_string(seq)));
  PASSBACK_TRY(ask_to_sweep(transaction, {}));
  PASSBACK_TRY(write_down(transaction, now_unix_ms));
  return true;
}

Result<std::int64_t> read_restored_seq(outbox::Transaction& transaction) {
  PASSBACK_TRY_AS(const auto text, transaction.meta(kRestoredMeta));
  std::int64_t restored_seq = 0;
  if (text) {
    std::from_chars(text->data(), text->data() + text->size(), restored_seq);
  }
  return restored_seq;
}

Result<bool> is_from_backup(Desk& desk, const outbox::Record& record) {
  if (record.confirmed.form == outbox::Form::none) {
    return false;
  }
  PASSBACK_TRY_AS(const auto restored_seq, desk.restored_seq());
  return record.observed.seq <= restored_seq;
}

void doubt_from_backup(outbox::Record& record, bool sends_by_itself) {
  const bool as_released = outbox::same_for_sis(record.key.kind, record.observed, record.released);
  if (!sends_by_itself && !as_released) {
    record.released = {};
  }
  record.in_doubt = true;
}

} // namespace passback::intake
