#include "plugin/actions/removed_connection.hpp"

#include <algorithm>
#include <utility>

#include "plugin/outbox/each_record.hpp"
#include "plugin/outbox/identity.hpp"
#include "plugin/platform/try.hpp"
#include "plugin/settings/documents.hpp"

namespace passback::actions {
namespace {

using settings::Connection;

/// How much speaks for its being the same SIS; 0 = nothing.
int likeness(const Connection& before, const Connection& entered) {
  const bool server = std::ranges::any_of(entered.secret_origins, [&](const auto& origin) {
    return std::ranges::find(before.secret_origins, origin) != before.secret_origins.end();
  });
  const bool key = !entered.api_key.empty() && entered.api_key == before.api_key;
  return (server ? 2 : 0) + (key ? 1 : 0);
}

} // namespace

Result<std::vector<Connection>> removed_connections(outbox::Transaction& transaction,
                                                    const gradebook::DomainId& domain) {
  std::vector<Connection> removed;
  PASSBACK_TRY_AS(auto rows, transaction.removed_connections(domain));
  for (const auto& row : rows) {
    outbox::RecordFilter of_it;
    of_it.connection_id = row.id;
    PASSBACK_TRY_AS(const bool known_there,
                    outbox::any_record(transaction, of_it, [](const outbox::Record& record) {
                      return Result<bool>(outbox::stands_at_sis(record));
                    }));
    // One that cannot be read any more must not stop that a connection is entered.
    auto connection = settings::connection_from_json(row.document);
    if (known_there && connection) {
      connection->id = row.id;
      connection->generation = row.generation;
      removed.push_back(std::move(*connection));
    }
  }
  return removed;
}

const Connection* likely_again(const std::vector<Connection>& removed, const Connection& entered) {
  const auto best = std::ranges::max_element(
      removed, {}, [&](const Connection& before) { return likeness(before, entered); });
  return best != removed.end() && likeness(*best, entered) > 0 ? &*best : nullptr;
}

} // namespace passback::actions
