// What has to be placed anew (PendingRow), in the order in which it was asked for.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "plugin/outbox/database.hpp"
#include "plugin/outbox/rows.hpp"

namespace passback::outbox {

class PendingTable {
 public:
  explicit PendingTable(Database& database) : database_(database) {}

  /// Takes the place of the same wish: it begins anew, under another id.
  Status add_pending(const Affected& affected);
  Result<std::vector<PendingRow>> pending();
  /// The one to go on with; nullopt = nothing has to be placed anew.
  Result<std::optional<PendingRow>> next_pending();
  /// One that was asked for again meanwhile has another id, and is not touched.
  Status note_pending_at(std::int64_t id, std::int64_t after_id);
  Status forget_pending(std::int64_t id);

 private:
  Database& database_;
};

} // namespace passback::outbox
