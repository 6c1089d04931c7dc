#include "plugin/outbox/tables/history_table.hpp"

#include <limits>

#include "plugin/outbox/code_text.hpp"
#include "plugin/outbox/history_chain.hpp"
#include "plugin/outbox/tables/query.hpp"

namespace passback::outbox {

Status HistoryTable::append_history(const HistoryRow& row) {
  const auto last = first_row<std::string>(
      database_.prepare("SELECT chain FROM history_line WHERE connection_id = ?1 "
                        "ORDER BY id DESC LIMIT 1",
                        row.connection_id),
      [](Statement& found) { return found.text(); });
  if (!last) {
    return last.error();
  }
  const ChainLink link = next_link(last->value_or(""), row);
  return database_.run(
      "INSERT INTO history_line (record_id, seq, at_unix_ms, epoch, event, actor, request_id, "
      "http_status, code, salt, digest, chain_before, chain, connection_id) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
      row.record_id, row.seq, row.at_unix_ms, row.epoch, row.event, row.actor, row.request_id,
      row.http_status, text_of(row.code), link.salt, link.digest, link.before, link.chain,
      row.connection_id);
}

Result<std::vector<HistoryRow>> HistoryTable::history(std::int64_t record_id, int limit,
                                                      std::int64_t before) {
  return all_rows<HistoryRow>(
      database_.prepare("SELECT record_id, seq, at_unix_ms, epoch, event, actor, request_id, "
                        "http_status, code, connection_id, id FROM history_line WHERE record_id = "
                        "?1 AND id < ?3 ORDER BY id DESC LIMIT ?2",
                        record_id, limit,
                        before == 0 ? std::numeric_limits<std::int64_t>::max() : before),
      [](Statement& row) {
        HistoryRow out;
        out.record_id = row.integer();
        out.seq = row.integer();
        out.at_unix_ms = row.integer();
        out.epoch = row.integer();
        out.event = row.text();
        out.actor = row.text();
        out.request_id = row.text();
        out.http_status = row.integer_as<std::int32_t>();
        out.code = code_of(row.text());
        out.connection_id = row.text();
        out.id = row.integer();
        return out;
      });
}

} // namespace passback::outbox
