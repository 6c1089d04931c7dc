// Where a domain stands in the host's tree: asked once, then kept in the outbox.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "plugin/gradebook/ids.hpp"
#include "plugin/outbox/transaction.hpp"
#include "plugin/platform/result.hpp"

namespace passback::intake {

/// The host's own knowledge. Called on the host's thread, inside the call that it made, never
/// inside a transaction.
class DomainPathSource {
 public:
  virtual ~DomainPathSource() = default;
  /// From the root to the domain, both included. A host without domains answers {id}.
  virtual Result<std::vector<gradebook::DomainId>> path(const gradebook::DomainId& id) = 0;
  /// The domain and everything below it; nullopt = this host cannot say, or not now.
  virtual std::optional<std::vector<gradebook::DomainId>> below(const gradebook::DomainId& id) = 0;
  /// What people call the domain; empty = this host cannot say, or not now.
  virtual std::string title(const gradebook::DomainId& id);
};

/// Keeps a path that the source gave. Titles that are known stay.
Status keep_path(outbox::Transaction& transaction, const std::vector<gradebook::DomainId>& path);

} // namespace passback::intake
