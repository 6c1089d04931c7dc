#include "plugin/intake/domain_path.hpp"

#include "plugin/platform/try.hpp"

namespace passback::intake {

std::string DomainPathSource::title(const gradebook::DomainId&) {
  return {};
}

Status keep_path(outbox::Transaction& transaction, const std::vector<gradebook::DomainId>& path) {
  for (std::size_t depth = 0; depth < path.size(); ++depth) {
    PASSBACK_TRY_AS(auto row, transaction.domain(path[depth]));
    // A source that knows only the domain itself must not cut it off from a parent known before.
    if (row && (depth == 0 || row->parent_id == path[depth - 1])) {
      continue;
    }
    outbox::DomainRow kept;
    kept.id = path[depth];
    kept.parent_id = depth == 0 ? gradebook::DomainId{} : path[depth - 1];
    kept.title = row ? row->title : std::string();
    PASSBACK_TRY(transaction.put_domain(kept));
  }
  return ok_status();
}

} // namespace passback::intake
