// Ids of the SIS that changed (ChangedIdRow), as long as that matters.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "plugin/outbox/database.hpp"
#include "plugin/outbox/rows.hpp"

namespace passback::outbox {

class ChangedIdsTable {
 public:
  explicit ChangedIdsTable(Database& database) : database_(database) {}

  Result<std::optional<ChangedIdRow>> changed_id(const gradebook::ClassId& id,
                                                 const gradebook::SchoolYear& year,
                                                 std::string_view user_id);
  Status put_changed_id(const ChangedIdRow& row);
  Status forget_changed_id(const ChangedIdRow& row);
  /// Of that connection, what stands so.
  Result<bool> any_changed_id(std::string_view connection_id, IdChange change);
  /// Those that changed since then and stand so, as far as there are grades.
  Result<ChangedIdCounts> count_changed_ids(std::string_view connection_id, IdChange change,
                                            std::int64_t since_unix_ms);
  /// The classes that they are of.
  using ClassOfYear = std::pair<gradebook::ClassId, gradebook::SchoolYear>;
  Result<std::vector<ClassOfYear>> classes_of_changed_ids(std::string_view connection_id,
                                                          IdChange change);
  /// What stands as `from` stands as `to`; with IdChange::none it is forgotten.
  Status turn_changed_ids(std::string_view connection_id, IdChange from, IdChange to);
  /// Those that were only noted, before then.
  Status forget_noted_ids(std::string_view connection_id, std::int64_t before_unix_ms);

 private:
  Database& database_;
};

} // namespace passback::outbox
