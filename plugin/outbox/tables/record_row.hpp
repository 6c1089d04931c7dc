// The columns of a record, in the one order that reading and writing share.
#pragma once

#include <string>
#include <string_view>

#include "plugin/outbox/database.hpp"
#include "plugin/outbox/record.hpp"

namespace passback::outbox {

/// "SELECT r.id, r.connection_id, ... " and then `rest`, which names `sis_record AS r`.
std::string select_records(std::string_view rest);
/// A record from a row of it.
Record read_record(Statement& row);
/// INSERT of all columns but the id.
std::string_view insert_record_sql();
/// UPDATE of what changes all the time; the last parameter is the id.
std::string_view update_record_sql();
/// UPDATE of the key of the record ?10, if it differs. Apart, because it rewrites the key's index.
std::string_view update_record_key_sql();
void bind_key(Statement& statement, const RecordKey& key);
void bind_versions(Statement& statement, const Record& record);

} // namespace passback::outbox
