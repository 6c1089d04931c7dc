#include "plugin/outbox/tables/sis_table.hpp"

#include "plugin/outbox/tables/query.hpp"
#include "plugin/platform/try.hpp"

namespace passback::outbox {

Result<std::optional<SisDocumentRow>> SisTable::sis_document(std::string_view connection_id,
                                                             std::int64_t generation,
                                                             std::string_view kind,
                                                             std::string_view key) {
  return first_row<SisDocumentRow>(
      database_.prepare("SELECT document, read_unix_ms FROM shown_by_sis WHERE connection_id = "
                        "?1 AND connection_generation = ?2 AND kind = ?3 AND key = ?4",
                        connection_id, generation, kind, key),
      [&](Statement& row) {
        SisDocumentRow out{std::string(connection_id), generation, std::string(kind),
                           std::string(key),           row.text(), 0};
        out.read_unix_ms = row.integer();
        return out;
      });
}

Status SisTable::put_sis_document(const SisDocumentRow& row) {
  return database_.run(
      "INSERT INTO shown_by_sis (connection_id, connection_generation, kind, key, document, "
      "read_unix_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (connection_id, "
      "connection_generation, kind, key) DO UPDATE SET document = excluded.document, "
      "read_unix_ms = excluded.read_unix_ms",
      row.connection_id, row.connection_generation, row.kind, row.key, row.document,
      row.read_unix_ms);
}

Result<std::int64_t> SisTable::sis_documents_that_say(std::string_view connection_id,
                                                      std::int64_t generation,
                                                      std::string_view kind,
                                                      std::string_view document) {
  PASSBACK_TRY_AS(const auto count,
                  first_row<std::int64_t>(
                      database_.prepare("SELECT count(*) FROM shown_by_sis WHERE connection_id = "
                                        "?1 AND connection_generation = ?2 AND kind = ?3 AND "
                                        "document = ?4",
                                        connection_id, generation, kind, document),
                      [](Statement& row) { return row.integer(); }));
  return count.value_or(0);
}

Result<std::optional<ListedBeforeRow>> SisTable::listed_before(std::string_view connection_id,
                                                               std::int64_t generation,
                                                               std::int64_t record_id) {
  return first_row<ListedBeforeRow>(
      database_.prepare("SELECT line_items FROM listed_before WHERE connection_id = ?1 AND "
                        "connection_generation = ?2 AND record_id = ?3",
                        connection_id, generation, record_id),
      [&](Statement& row) {
        return ListedBeforeRow{std::string(connection_id), generation, record_id, row.text()};
      });
}

Status SisTable::put_listed_before(const ListedBeforeRow& row) {
  return database_.run(
      "INSERT INTO listed_before (connection_id, connection_generation, record_id, line_items) "
      "VALUES (?1, ?2, ?3, ?4) ON CONFLICT (connection_id, connection_generation, record_id) "
      "DO UPDATE SET line_items = excluded.line_items",
      row.connection_id, row.connection_generation, row.record_id, row.line_items);
}

Result<bool> SisTable::has_proven_ids(std::string_view connection_id, std::int64_t generation) {
  PASSBACK_TRY_AS(
      const auto proven,
      first_row<std::int64_t>(database_.prepare("SELECT proven_unix_ms FROM ids_proven WHERE "
                                                "connection_id = ?1 AND connection_generation = ?2",
                                                connection_id, generation),
                              [](Statement& row) { return row.integer(); }));
  return proven.has_value();
}

Status SisTable::put_ids_proven(const IdsProvenRow& row) {
  return database_.run(
      "INSERT INTO ids_proven (connection_id, connection_generation, proven_unix_ms) "
      "VALUES (?1, ?2, ?3) ON CONFLICT (connection_id, connection_generation) "
      "DO UPDATE SET proven_unix_ms = excluded.proven_unix_ms",
      row.connection_id, row.connection_generation, row.proven_unix_ms);
}

} // namespace passback::outbox
