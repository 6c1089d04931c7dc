#include "plugin/delivery/ids_before.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "plugin/oneroster/wire/json_read.hpp"
#include "plugin/platform/try.hpp"

namespace passback::delivery {

outbox::ListedBeforeRow before_row(const exchange::ListedBefore& listed) {
  boost::json::array ids;
  for (const auto& line_item : listed.line_items) {
    ids.emplace_back(boost::json::string_view(line_item.value));
  }
  const auto& connection = listed.route->connection;
  return {connection.id, connection.generation, listed.record_id, boost::json::serialize(ids)};
}

Result<std::optional<std::set<std::string>>> read_before(outbox::Transaction& transaction,
                                                         const outbox::Record& record) {
  using Found = std::optional<std::set<std::string>>;
  PASSBACK_TRY_AS(auto row, transaction.listed_before(record.key.connection_id,
                                                      record.key.connection_generation, record.id));
  const auto value = row ? oneroster::read_json(row->line_items) : std::nullopt;
  if (!value || !value->is_array()) {
    return Found();
  }
  Found ids(std::in_place);
  for (const auto& id : value->get_array()) {
    ids->insert(oneroster::text_of(&id));
  }
  return ids;
}

} // namespace passback::delivery
