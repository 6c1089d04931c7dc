// Everything that may happen to a record, as pure functions: no storage, no clock, no thread.
// docs/outbox.md draws them; each says who may call it.
//
// Outcomes (confirm, doubt, not_sent, refuse, unclear) are for the request that is in flight:
// whoever records one first checks, in the same transaction, that sent.request_id is that of the
// request and that the lease is still held; if the lease is lost, fence() is the only word left.
#pragma once

#include <cstdint>
#include <limits>
#include <string>

#include "plugin/outbox/record.hpp"

namespace passback::outbox {

enum class Observed {
  superseded, ///< older than what is stored (host_rev within host_epoch): nothing changed but the
              ///< counter
  changed,
  same, ///< equal, as far as the SIS can see; observed.seq is raised all the same
};

/// [intake] The host said that the record is so. `seq` was given in this commit.
Observed observe(Record& record, Form form, Facts facts, std::int64_t seq, std::int64_t host_rev,
                 std::int64_t host_epoch);

/// [intake, actions] What was observed may go. Returns whether the SIS still has to be told (see
/// needs_send).
bool release(Record& record);

/// True if what was released is not what the SIS confirmed, or if that is in doubt. A record of
/// which nothing ever left needs no withdrawal and no clearing.
bool needs_send(const Record& record);

/// Equal as far as the SIS can see: two results with the same value but another time of scoring
/// are.
bool same_for_sis(Kind kind, const Version& a, const Version& b);

/// The same facts, but another document under the settings of now. Never where a digest is not
/// known.
bool says_otherwise(const Version& a, const Version& b);

/// [intake, actions] Puts a released record where it belongs: ready, waiting_parent, settled,
/// manual (observed differs from released) or withdrawn. While a request is in flight it stays (or
/// becomes again) sending: the newer version follows the answer. A record that waits for a retry
/// keeps its time, unless a person waits (priority above 0).
/// A record that was refused is not to be enqueued for an observation that is the `same`: it would
/// be refused again at each sweep.
void enqueue(Record& record, bool parent_confirmed, std::int64_t now_unix_ms, int priority = 0);
/// [intake, ledger] Takes a record out of the queue: held, waiting, off, manual. What may have left
/// stays in doubt, and an answer that still comes is taken without changing the state.
void park(Record& record, State state, Code code);

/// A removal left and nobody answered: what is called confirmed may be gone.
bool may_be_removed(const Record& record);
/// And something newer is to go. What became of the removal is looked at first: the removal is sent
/// no more, and what is newer is not laid over a record that we may have taken away ourselves.
bool removal_is_overtaken(const Record& record);

/// [ledger] Planned: to be committed before its first byte can leave. In doubt from now until a
/// definite answer. Of an overtaken removal the look is planned: it stays what was sent. `late_ms`:
/// how long after it was sent a request that nobody answered may still be stored, over what goes
/// now.
void mark_sent(Record& record, std::string request_id, std::int64_t epoch, std::int64_t now_unix_ms,
               std::int64_t late_ms = 0);

/// [actions] It stands in a file that a person takes to the SIS: from here on it may be there, and
/// what the person says of the file is the answer (confirm, not_sent). A newer version goes into a
/// later file, whether or not the earlier one has been answered: rows of files are applied in their
/// order, so nothing has to be looked at in between.
void mark_in_file(Record& record, std::string file_id, std::int64_t now_unix_ms);

/// [ledger] The SIS acknowledged what was sent. A newer released version makes it ready again at
/// once. Where an earlier, other version was never answered and may still come, the record is
/// looked at once more after `late_ms` (Code::to_prove).
void confirm(Record& record, std::int64_t now_unix_ms, std::int64_t late_ms = 0);
/// [ledger] The look at an overtaken removal found the record. It is looked at again until
/// `late_ms` after the removal left, when it comes no more; then what is newer goes, whatever is
/// called confirmed.
void still_there(Record& record, std::int64_t now_unix_ms, std::int64_t late_ms);
/// [ledger] Nobody knows whether it arrived: sent again at `retry_unix_ms`, even if released equals
/// confirmed.
void doubt(Record& record, Code code, int http_status, std::int64_t retry_unix_ms);
/// [ledger] It certainly did not arrive (never left, 401, 429): as before the attempt, ready at
/// `retry_unix_ms`.
void not_sent(Record& record, Code code, int http_status, std::int64_t retry_unix_ms);
/// [ledger] The SIS said no for a cause of the record's own; state is rejected, failed or unlinked.
/// `by_hearsay`: in words that anybody may have said, so that what was refused may be there all the
/// same. Should the LMS go back to what the SIS confirmed before, that is sent once more, as after
/// a request that nobody answered.
/// True if it stands there now, for people to hear of; what is newer goes by itself, and what was
/// parked meanwhile stays parked.
bool refuse(Record& record, State state, Code code, int http_status, std::string detail,
            bool by_hearsay = false);
/// [ledger] The SIS says that it does not have this line item, which it confirmed: an answer about
/// the line item itself, or about a result of it. True if it is gone: said over minutes, and not
/// shortly after it was written, because a server that only reads may be behind. Else it is ready
/// to be looked at again, soon.
bool miss(Record& record, std::int64_t now_unix_ms);
/// [ledger] A look has found it. What waits to be sent goes now.
void seen(Record& record, std::int64_t now_unix_ms);
/// [ledger] The SIS has something of what was sent, but under which id cannot be told: a conflict,
/// and in doubt until a person has looked. True as refuse.
bool unclear(Record& record, Code code, int http_status, std::string detail);
/// [ledger] The SIS may have kept something else than it acknowledged: sent again, also what it is
/// just answering.
void distrust(Record& record, std::int64_t now_unix_ms);
/// [ledger] Planned by an owner that has lost its lease: what it sent may have arrived, so the
/// present owner sends again. Called by the present owner for each abandoned record, and by an
/// owner that finds itself fenced, with its own (lost) epoch: the record may then be in any state,
/// even in flight for the present owner, whose answer will not end the doubt.
void fence(Record& record, std::int64_t now_unix_ms,
           std::int64_t lost_epoch = std::numeric_limits<std::int64_t>::max());

} // namespace passback::outbox
