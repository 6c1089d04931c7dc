// An outbox that was put back from a backup while the LMS and the SIS went on. It takes for
// confirmed what the SIS had then; newer grades may have gone there since, so a grade that is set
// back by hand to what it was at the time of the backup would be called unchanged while the SIS
// keeps the newer one.
//
// As after a restore of the LMS (note_epoch) the whole gradebook is read anew, and each cell is
// sent once more with its first fact after that, whatever the outbox takes for confirmed. What is
// settled does not go before the LMS was asked: the outbox would send what is old, too.
#pragma once

#include <cstdint>

#include "plugin/decision/class_view.hpp"
#include "plugin/outbox/record.hpp"

namespace passback::decision {

/// The SIS may have something newer than this record says, and no fact of its cell has come since
/// that was noticed.
Result<bool> is_from_backup(UnitOfWork& work, const outbox::Record& record);
/// Up to which seq everything is as the backup had it; 0 = it was never put back. UnitOfWork keeps
/// it.
Result<std::int64_t> read_restored_seq(outbox::Transaction& transaction);
/// Up to this seq, from now on.
Status put_restored_seq(outbox::Transaction& transaction, std::int64_t seq);

/// Such a record has just been observed: it is sent whatever the outbox takes for confirmed. What a
/// person sent since the backup, and the outbox has forgotten, is not undone: where a class is sent
/// by hand, another fact than was let go then waits for the person again.
void doubt_from_backup(outbox::Record& record, bool sends_by_itself);

} // namespace passback::decision
