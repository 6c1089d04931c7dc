// A connection that was removed from a domain and may be entered there again: its records are still
// known, and so are their ids in the SIS.
#pragma once

#include <vector>

#include "plugin/outbox/transaction.hpp"
#include "plugin/settings/connection.hpp"

namespace passback::actions {

/// Those that were the domain's own and of which something stands in the SIS.
Result<std::vector<settings::Connection>> removed_connections(outbox::Transaction& transaction,
                                                              const gradebook::DomainId& domain);

/// The one that `entered` may be once more, because a server or the API Key is the same; nullptr =
/// none. Pure.
const settings::Connection* likely_again(const std::vector<settings::Connection>& removed,
                                         const settings::Connection& entered);

} // namespace passback::actions
