// The host's domain tree, as far as the outbox knows it.
#pragma once

#include <vector>

#include "plugin/outbox/transaction.hpp"

namespace passback::outbox {

/// The path from the root to the domain, both included; empty = this domain, or one above it, is
/// not known yet. The root's parent is empty; an endless or very deep tree is cut.
Result<std::vector<gradebook::DomainId>> known_path(Transaction& transaction,
                                                    const gradebook::DomainId& id);
/// The same; a domain that is not known counts as a root of its own.
Result<std::vector<gradebook::DomainId>> path_or_root(Transaction& transaction,
                                                      const gradebook::DomainId& id);

} // namespace passback::outbox
