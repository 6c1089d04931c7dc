// The host's domain tree, as far as the outbox knows it.
#pragma once

#include <map>
#include <utility>
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

/// Whether a domain is the one that is asked for, or lies below it; each is looked up once. Lives
/// as long as the transaction.
class Below {
 public:
  Below(Transaction& transaction, gradebook::DomainId domain)
      : transaction_(transaction), domain_(std::move(domain)) {}

  Result<bool> holds(const gradebook::DomainId& at);

 private:
  Transaction& transaction_;
  const gradebook::DomainId domain_;
  std::map<gradebook::DomainId, bool> known_;
};

} // namespace passback::outbox
