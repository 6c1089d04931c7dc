#include "plugin/delivery/ids_before.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "plugin/oneroster/wire/json_read.hpp"
#include "plugin/platform/try.hpp"

namespace passback::delivery {

namespace {

constexpr std::string_view kBefore = "before";
constexpr std::string_view kProof = "ids";

} // namespace

outbox::SisDocumentRow before_row(const exchange::ListedBefore& listed, std::int64_t now_unix_ms) {
  boost::json::array ids;
  for (const auto& line_item : listed.line_items) {
    ids.emplace_back(boost::json::string_view(line_item.value));
  }
  outbox::SisDocumentRow row;
  row.connection_id = listed.route->connection.id;
  row.connection_generation = listed.route->connection.generation;
  row.kind = kBefore;
  row.key = std::to_string(listed.record_id);
  row.document = boost::json::serialize(ids);
  row.read_unix_ms = now_unix_ms;
  return row;
}

Result<std::optional<std::set<std::string>>> read_before(outbox::Transaction& transaction,
                                                         const outbox::Record& record) {
  using Found = std::optional<std::set<std::string>>;
  PASSBACK_TRY_AS(auto row, transaction.sis_document(record.key.connection_id,
                                                     record.key.connection_generation, kBefore,
                                                     std::to_string(record.id)));
  const auto value = row ? oneroster::read_json(row->document) : std::nullopt;
  if (!value || !value->is_array()) {
    return Found();
  }
  Found ids(std::in_place);
  for (const auto& id : value->get_array()) {
    ids->insert(oneroster::text_of(&id));
  }
  return ids;
}

outbox::SisDocumentRow proof_row(const exchange::Route& route, std::int64_t now_unix_ms) {
  outbox::SisDocumentRow row;
  row.connection_id = route.connection.id;
  row.connection_generation = route.connection.generation;
  row.kind = kProof;
  row.document = "{}";
  row.read_unix_ms = now_unix_ms;
  return row;
}

Result<bool> read_proof(outbox::Transaction& transaction, const exchange::Route& route) {
  auto row = transaction.sis_document(route.connection.id, route.connection.generation, kProof, "");
  return row ? Result<bool>(row->has_value()) : Result<bool>(row.error());
}

} // namespace passback::delivery
