#include "plugin/outbox/domain_tree.hpp"

#include <algorithm>

#include "plugin/gradebook/domain_depth.hpp"
#include "plugin/platform/try.hpp"

namespace passback::outbox {

Result<std::vector<gradebook::DomainId>> known_path(Transaction& transaction,
                                                    const gradebook::DomainId& id) {
  std::vector<gradebook::DomainId> path;
  if (id.empty()) {
    path.push_back(id);
    return path;
  }
  gradebook::DomainId at = id;
  while (!at.empty() && path.size() < gradebook::kDeepestDomain) {
    PASSBACK_TRY_AS(auto row, transaction.domain(at));
    if (!row && path.empty()) {
      return path;
    }
    path.push_back(at);
    at = row ? row->parent_id : gradebook::DomainId{};
  }
  std::ranges::reverse(path);
  return path;
}

Result<std::vector<gradebook::DomainId>> path_or_root(Transaction& transaction,
                                                      const gradebook::DomainId& id) {
  PASSBACK_TRY_AS(auto path, known_path(transaction, id));
  if (path.empty()) {
    path.push_back(id);
  }
  return path;
}

} // namespace passback::outbox
