// What of the host's gradebook is still to be read page by page (SweepRow).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "plugin/outbox/database.hpp"
#include "plugin/outbox/rows.hpp"

namespace passback::outbox {

class SweepTable {
 public:
  explicit SweepTable(Database& database) : database_(database) {}

  Result<std::optional<SweepRow>> sweep(SweepOf of, std::string_view id,
                                        const gradebook::SchoolYear& year);
  Status put_sweep(const SweepRow& row);
  Status forget_sweep(const SweepRow& row);
  /// The one to go on with: those that were asked for by themselves first, then listings, then in
  /// the order of asking.
  Result<std::optional<SweepRow>> next_sweep(std::int64_t now_unix_ms);
  /// All that are about this domain, or about this class in whatever year.
  Result<std::vector<SweepRow>> sweeps_of(SweepOf of, std::string_view id);
  Result<SweepTotals> sweep_totals();

 private:
  Database& database_;
};

} // namespace passback::outbox
