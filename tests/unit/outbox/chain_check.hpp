// Looks through the stored history for a line that was changed or removed.
#pragma once

#include <map>
#include <optional>
#include <string>

#include <gtest/gtest.h>

#include "plugin/outbox/code_text.hpp"
#include "plugin/outbox/history_chain.hpp"
#include "plugin/outbox/sqlite/connection.hpp"

namespace passback::outbox {

/// How many lines each connection's chain has, "" being that of no connection; nullopt = one of
/// them does not hold. A line whose salt is gone was erased, and its digest is believed.
inline std::optional<std::map<std::string, int>> lengths_of_chains(SqliteConnection& connection) {
  auto rows = connection.prepare(
      "SELECT record_id, seq, at_unix_ms, epoch, event, actor, request_id, http_status, code, "
      "connection_id, salt, digest, chain_before, chain FROM history_line ORDER BY id");
  EXPECT_TRUE(rows.ok());
  std::map<std::string, std::string> last;
  std::map<std::string, int> lengths;
  while (*rows->step()) {
    HistoryRow line;
    line.record_id = rows->integer();
    line.seq = rows->integer();
    line.at_unix_ms = rows->integer();
    line.epoch = rows->integer();
    line.event = rows->text();
    line.actor = rows->text();
    line.request_id = rows->text();
    line.http_status = rows->integer_as<std::int32_t>();
    line.code = code_of(rows->text());
    line.connection_id = rows->text();
    const std::string salt = rows->text();
    const std::string digest = rows->text();
    const std::string before = rows->text();
    const std::string chain = rows->text();
    const bool said = salt.empty() || history_digest(salt, line) == digest;
    if (!said || before != last[line.connection_id] || chain != history_chain(before, digest)) {
      return std::nullopt;
    }
    last[line.connection_id] = chain;
    ++lengths[line.connection_id];
  }
  return lengths;
}

} // namespace passback::outbox
