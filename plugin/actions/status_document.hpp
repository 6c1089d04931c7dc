// lms.status/1: how the sync stands, as a whole and in detail.
#pragma once

#include <optional>

#include <boost/json.hpp>

#include "plugin/actions/cell_writer.hpp"
#include "plugin/actions/class_grid.hpp"
#include "plugin/actions/input.hpp"

namespace passback::actions {

struct StatusQuery {
  CellFilter cells;     ///< an empty class: no records in detail
  gradebook::DomainId domain; ///< where the class stands, if it is not known yet
  bool of_class_only = false; ///< nothing of other classes, nor of connections that are not its
  gradebook::DomainId below;  ///< of this domain and all below it; no class then
  GridParts grid = {};
  bool records = false; ///< list them
  std::int64_t after_id = 0;
  int limit = 500;
  std::string locale; ///< that the words are wanted in
};

/// "records", "columns", "grid", "after_id" and "limit".
void put_details(const InputReader& input, StatusQuery& query);
/// Reads lms.status_query/1; empty = the whole.
Result<StatusQuery> read_status_query(std::string_view text);

/// Ids, states and reasons; no score and no name. With a class: its records only.
Result<boost::json::object> status_document(const ActionParts& parts, const StatusQuery& query,
                                            const std::optional<LiveFigures>& live);

} // namespace passback::actions
