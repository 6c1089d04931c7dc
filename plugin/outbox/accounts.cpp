#include "plugin/outbox/accounts.hpp"

#include <map>
#include <set>

#include "plugin/outbox/credential_refusal.hpp"
#include "plugin/outbox/domain_tree.hpp"
#include "plugin/platform/try.hpp"
#include "plugin/settings/account_key.hpp"

namespace passback::outbox {
namespace {

using Namers = std::map<std::string, std::set<gradebook::DomainId>>;

Result<gradebook::DomainId> topmost(Transaction& transaction, const gradebook::DomainId& domain,
                                    const std::set<gradebook::DomainId>& naming) {
  if (naming.size() < 2) {
    return domain;
  }
  PASSBACK_TRY_AS(auto path, known_path(transaction, domain));
  for (const auto& step : path) {
    if (naming.contains(step)) {
      return step;
    }
  }
  return domain;
}

} // namespace

Result<std::vector<UsedConnection>> used_connections(Transaction& transaction) {
  PASSBACK_TRY_AS(auto rows, transaction.connections());
  Namers naming;
  for (const auto& row : rows) {
    naming[row.account_key].insert(row.domain_id);
  }
  std::vector<UsedConnection> used;
  for (auto& row : rows) {
    if (row.account_key.empty()) {
      used.push_back({std::move(row), {}});
      continue;
    }
    PASSBACK_TRY_AS(auto top, topmost(transaction, row.domain_id, naming[row.account_key]));
    auto key = settings::account_key(row.account_key, top.value);
    used.push_back({std::move(row), std::move(key)});
  }
  return used;
}

Result<std::optional<std::string>> account_key_of(Transaction& transaction,
                                                  const std::string& connection_id) {
  PASSBACK_TRY_AS(auto used, used_connections(transaction));
  for (auto& one : used) {
    if (one.row.id == connection_id) {
      return std::optional(std::move(one.account_key));
    }
  }
  return std::optional<std::string>();
}

Result<std::optional<AccountRow>> account_of(Transaction& transaction,
                                             const std::string& connection_id) {
  PASSBACK_TRY_AS(auto key, account_key_of(transaction, connection_id));
  if (!key || key->empty()) {
    return std::optional<AccountRow>();
  }
  auto row = transaction.account(*key);
  PASSBACK_TRY_AS(auto refusal, row ? refusal_of(transaction, connection_id) : row.error());
  if (refusal) {
    AccountRow refused = row->value_or(AccountRow{});
    refused.key = *key;
    refused.state = refusal->state();
    refused.code = refusal->code;
    refused.since_unix_ms = refusal->since_unix_ms;
    refused.retry_unix_ms = refusal->retry_unix_ms;
    return std::optional(std::move(refused));
  }
  return row;
}

} // namespace passback::outbox
