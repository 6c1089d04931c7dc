// The connections to SISs and the accounts that they use.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "plugin/outbox/database.hpp"
#include "plugin/outbox/rows.hpp"

namespace passback::outbox {

class ConnectionsTable {
 public:
  explicit ConnectionsTable(Database& database) : database_(database) {}

  Result<std::optional<ConnectionRow>> connection(std::string_view id);
  Result<std::vector<ConnectionRow>> connections(); ///< active ones
  /// Those that are not active any more and were this domain's own.
  Result<std::vector<ConnectionRow>> removed_connections(const gradebook::DomainId& domain);
  Status put_connection(const ConnectionRow& row);
  Result<std::vector<AccountRow>> accounts();
  Result<std::optional<AccountRow>> account(std::string_view key);
  /// Stores all columns, the lease's too: read the row in the same transaction, change what is
  /// yours, put it back. A row kept from an earlier transaction would undo another's lease.
  Status put_account(const AccountRow& row);

 private:
  Database& database_;
};

} // namespace passback::outbox
