#include "plugin/abi/restored_outbox.hpp"

#include "lms_plugin/lms_plugin.h"
#include "plugin/abi/root_notice.hpp"
#include "plugin/intake/notice_restore.hpp"
#include "plugin/platform/try.hpp"

namespace passback::abi {
namespace {

delivery::Notice notice_of_restore() {
  return root_notice(Code::restored, LMS_NOTICE_WARNING, "outbox", "notice.outbox_restored");
}

} // namespace

Result<std::optional<delivery::Notice>> notice_restored_outbox(outbox::Store& store,
                                                               const std::string& data_dir,
                                                               std::int64_t now_unix_ms,
                                                               std::chrono::milliseconds deadline) {
  const auto kept = outbox::kept_mark(data_dir);
  bool restored = false;
  outbox::Mark mark;
  const auto look = [&](outbox::Transaction& transaction) -> Status {
    PASSBACK_TRY_AS(restored, intake::notice_restore(transaction, kept, now_unix_ms));
    PASSBACK_TRY_AS(mark, outbox::mark_of(transaction));
    return ok_status();
  };
  PASSBACK_TRY(store.intake().commit(deadline, look));
  // Best effort: a file that lags behind costs nothing but the next alarm.
  if (kept != mark) {
    (void)outbox::keep_mark(data_dir, mark);
  }
  return restored ? std::optional(notice_of_restore()) : std::nullopt;
}

} // namespace passback::abi
