#include "plugin/intake/notice_restore.hpp"

#include "plugin/decision/restored.hpp"
#include "plugin/intake/sweep.hpp"
#include "plugin/platform/try.hpp"
#include "plugin/platform/uuid.hpp"

namespace passback::intake {
namespace {

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
  PASSBACK_TRY(decision::put_restored_seq(transaction, seq));
  PASSBACK_TRY(ask_to_sweep(transaction, {}));
  PASSBACK_TRY(write_down(transaction, now_unix_ms));
  return true;
}

} // namespace passback::intake
