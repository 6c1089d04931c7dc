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

Result<bool> Below::holds(const gradebook::DomainId& at) {
  if (const auto found = known_.find(at); found != known_.end()) {
    return found->second;
  }
  bool inside = at == domain_;
  if (!inside) {
    PASSBACK_TRY_AS(const auto path, known_path(transaction_, at));
    inside = std::ranges::find(path, domain_) != path.end();
  }
  known_[at] = inside;
  return inside;
}

} // namespace passback::outbox
