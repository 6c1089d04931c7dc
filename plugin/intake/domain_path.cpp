#include "plugin/intake/domain_path.hpp"

#include "plugin/outbox/domain_tree.hpp"

namespace passback::intake {

Result<std::vector<gradebook::DomainId>> known_path(outbox::Transaction& transaction,
                                                    const gradebook::DomainId& id) {
  return outbox::known_path(transaction, id);
}

Status keep_path(outbox::Transaction& transaction, const std::vector<gradebook::DomainId>& path) {
  for (std::size_t depth = 0; depth < path.size(); ++depth) {
    auto row = transaction.domain(path[depth]);
    if (!row) {
      return row.error();
    }
    // A source that knows only the domain itself must not cut it off from a parent known before.
    if (*row && (depth == 0 || (*row)->parent_id == path[depth - 1])) {
      continue;
    }
    outbox::DomainRow kept;
    kept.id = path[depth];
    kept.parent_id = depth == 0 ? gradebook::DomainId{} : path[depth - 1];
    kept.title = *row ? (*row)->title : std::string();
    if (auto put = transaction.put_domain(kept); !put) {
      return put;
    }
  }
  return ok_status();
}

} // namespace passback::intake
