// Which account at the SIS a connection uses, and how it stands for that connection.
//
// An account is a client at a place, below the topmost domain that names it: connections of one
// subtree that name the same key share its owner, its pace and its outages. Another domain beside
// them that names the same key has an account of its own, so that it can neither stop nor slow
// them. What a connection names is kept in its row (`account_key`, settings::client_key), as
// earlier releases wrote and read it; the account is worked out from that and the domain tree, so
// it follows both.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "plugin/outbox/transaction.hpp"

namespace passback::outbox {

struct UsedConnection {
  ConnectionRow row;
  std::string account_key; ///< empty = none: grades go there as files
};

/// All active connections, each with its account.
Result<std::vector<UsedConnection>> used_connections(Transaction& transaction);

/// The key of the account that an active connection uses; empty = none, nullopt = there is no such
/// connection.
Result<std::optional<std::string>> account_key_of(Transaction& transaction,
                                                  const std::string& connection_id);

/// The account as it stands for that connection: where its own credential was refused
/// (credential_refusal.hpp), as refused, however well the others fare.
Result<std::optional<AccountRow>> account_of(Transaction& transaction,
                                             const std::string& connection_id);

} // namespace passback::outbox
