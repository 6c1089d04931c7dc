// How an outbox that was put back from a backup is known from its own: it counts each time that
// something leaves, and a small file beside it keeps how far it had counted. Where the file says
// more than the outbox, the outbox is older than what was sent from it, and what it takes for
// confirmed may have been replaced since.
//
// The file is written after the commit that counted, so it may lag behind and never leads. It is
// not synced: in a power cut both lose what the kernel had not written yet, and a file that was
// lost says nothing. One that survived where the outbox lost its last commits is right to tell of
// it. It belongs to one folder: where the whole folder is put back, nobody can tell.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "plugin/outbox/transaction.hpp"

namespace passback::outbox {

struct Mark {
  std::string outbox_id; ///< empty = the outbox has not been given one yet
  std::int64_t sendings = 0;
  bool operator==(const Mark&) const = default;
};

/// What the outbox says.
Result<Mark> mark_of(Transaction& transaction);
Status put_mark(Transaction& transaction, const Mark& mark);
/// [ledger] Something leaves: for the transaction that commits it as sent.
Status count_sending(Transaction& transaction);

/// There is an outbox in that folder, or was: the file is left where that is gone.
bool has_mark(const std::string& folder);
/// What the file in that folder says; nullopt = there is none, or none that can be read.
std::optional<Mark> kept_mark(const std::string& folder);
/// After the commit of what it says. Several processes may do this at once; the file then holds
/// what one of them said, which is at most one step behind.
Status keep_mark(const std::string& folder, const Mark& mark);

} // namespace passback::outbox
