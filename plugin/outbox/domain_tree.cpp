#include "plugin/outbox/domain_tree.hpp"

#include <algorithm>

namespace passback::outbox {
namespace {

// Deeper than any district; ends a loop that a host's wrong parent would make.
constexpr std::size_t kDeepest = 64;

} // namespace

Result<std::vector<gradebook::DomainId>> known_path(Transaction& transaction,
                                                    const gradebook::DomainId& id) {
  std::vector<gradebook::DomainId> path;
  if (id.empty()) {
    path.push_back(id);
    return path;
  }
  gradebook::DomainId at = id;
  while (!at.empty() && path.size() < kDeepest) {
    auto row = transaction.domain(at);
    if (!row) {
      return row.error();
    }
    if (!*row && path.empty()) {
      return path;
    }
    path.push_back(at);
    at = *row ? (*row)->parent_id : gradebook::DomainId{};
  }
  std::ranges::reverse(path);
  return path;
}

} // namespace passback::outbox
