// For which classes the LMS's own data are still to be asked for (CustomReadRow).
#pragma once

#include <cstdint>
#include <optional>

#include "plugin/outbox/database.hpp"
#include "plugin/outbox/rows.hpp"

namespace passback::outbox {

class CustomReadTable {
 public:
  explicit CustomReadTable(Database& database) : database_(database) {}

  Result<std::optional<CustomReadRow>> custom_read(const gradebook::ClassId& id,
                                                   const gradebook::SchoolYear& year);
  Status put_custom_read(const CustomReadRow& row);
  Status forget_custom_read(const CustomReadRow& row);
  /// Every class that is known, from its beginning.
  Status put_custom_reads_of_all(std::int64_t wish_seq);
  /// The one to go on with, in the order of asking.
  Result<std::optional<CustomReadRow>> next_custom_read(std::int64_t now_unix_ms);

 private:
  Database& database_;
};

} // namespace passback::outbox
