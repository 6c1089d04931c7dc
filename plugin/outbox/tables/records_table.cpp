#include "plugin/outbox/tables/records_table.hpp"

#include <algorithm>
#include <iterator>
#include <limits>

#include "plugin/outbox/code_text.hpp"
#include "plugin/outbox/tables/query.hpp"
#include "plugin/outbox/tables/record_row.hpp"
#include "plugin/platform/try.hpp"

namespace passback::outbox {

namespace {

/// A kind or a state as a statement names it: in its text, never as a parameter. Partial indexes
/// ask for them, and SQLite compiles a statement anew at each run when a parameter decides whether
/// such an index fits. There are few of either, so few statements are kept.
template <class Enum> std::string literal(Enum value) {
  return std::to_string(static_cast<std::int64_t>(value));
}

/// The conditions of a filter, and the values of its parameters in the same order.
struct Conditions {
  std::string sql;
  std::vector<std::string_view> values;

  void add(std::string_view column, std::string_view value) {
    append(column, "?");
    values.push_back(value);
  }
  template <class Enum> void add_literal(std::string_view column, Enum value) {
    append(column, literal(value));
  }
  void add_text(std::string_view condition) {
    sql += sql.empty() ? " WHERE " : " AND ";
    sql += condition;
  }
  void bind(Statement& statement) const {
    for (const std::string_view value : values) {
      statement.bind(value);
    }
  }

 private:
  void append(std::string_view column, std::string_view value) {
    add_text(std::string(column) + " = " + std::string(value));
  }
};

Conditions conditions_of(const RecordFilter& filter) {
  Conditions conditions;
  if (filter.class_id) {
    conditions.add("class_id", filter.class_id->value);
  }
  if (filter.school_year) {
    conditions.add("school_year", filter.school_year->value);
  }
  if (filter.connection_id) {
    conditions.add("connection_id", *filter.connection_id);
  }
  if (filter.connection_generation) {
    conditions.add_text("connection_generation = " + std::to_string(*filter.connection_generation));
  }
  if (filter.kind) {
    conditions.add_literal("kind", *filter.kind);
  }
  if (filter.activity_id) {
    conditions.add("activity_id", filter.activity_id->value);
  }
  if (filter.student_id) {
    conditions.add("student_id", filter.student_id->value);
  }
  if (filter.state) {
    conditions.add_literal("state", *filter.state);
  }
  if (filter.code) {
    conditions.add("code", info(*filter.code).id);
  }
  if (filter.left_behind) {
    conditions.add_text("incarnation < 0");
  }
  return conditions;
}

/// Behind the filter's after_id, which is bound last.
std::string in_order_of_ids(const RecordFilter& filter, const Conditions& conditions) {
  // The plus keeps SQLite from walking all ids in order when there is a class to look under.
  const std::string id = filter.class_id ? "+id" : "id";
  return conditions.sql + (conditions.sql.empty() ? " WHERE " : " AND ") + id + " > ? ORDER BY " +
         id;
}

// The key of a record begins with its class, year and connection, then its kind. A class is of few
// years and connections, and has thousands of records.
bool steps_over_parts(const RecordFilter& filter) {
  return filter.class_id && filter.kind && !filter.connection_id;
}

constexpr std::string_view kStanding =
    "state, code, observed_form, released_form, confirmed_form, in_doubt, incarnation, "
    "domain_id";

Standing read_standing(Statement& row) {
  Standing out;
  out.state = row.integer_as<State>();
  out.code = code_of(row.text());
  out.observed = row.integer_as<Form>();
  out.released = row.integer_as<Form>();
  out.confirmed = row.integer_as<Form>();
  out.in_doubt = row.integer() != 0;
  out.left_behind = row.integer() < 0;
  out.domain_id.value = row.text();
  return out;
}

StateCount read_count(Statement& row) {
  StateCount out{};
  out.state = row.integer_as<State>();
  out.kind = row.integer_as<Kind>();
  out.count = row.integer();
  return out;
}

} // namespace

Result<std::optional<Record>> RecordsTable::find(const RecordKey& key) {
  return first_row<Record>(
      database_.prepare(
          select_records(
              "FROM sis_record AS r WHERE kind = " + literal(key.kind) +
              " AND connection_id = ?1 AND connection_generation = ?2 AND school_year = ?3 AND "
              "class_id = ?4 AND sis_class_id = ?5 AND activity_id = ?6 AND student_id = ?7 "
              "AND incarnation = ?8"),
          key.connection_id, key.connection_generation, key.school_year.value, key.class_id.value,
          key.sis_class_id.value, key.activity_id.value, key.student_id.value, key.incarnation),
      read_record);
}

Result<std::optional<Record>> RecordsTable::record(std::int64_t id) {
  return first_row<Record>(
      database_.prepare(select_records("FROM sis_record AS r WHERE id = ?1"), id), read_record);
}

Status RecordsTable::put_record(Record& record) {
  if (record.id == 0) {
    PASSBACK_TRY_AS(auto insert, database_.prepare(insert_record_sql()));
    bind_key(insert, record.key);
    bind_versions(insert, record);
    PASSBACK_TRY(insert.run());
    record.id = database_.last_insert_id();
    return ok_status();
  }
  {
    PASSBACK_TRY_AS(auto update, database_.prepare(update_record_sql()));
    bind_versions(update, record);
    update.bind(record.id);
    PASSBACK_TRY(update.run());
    if (database_.changes() != 1) {
      return Error{Code::state, "there is no such record in the outbox"};
    }
  }
  PASSBACK_TRY_AS(auto rename, database_.prepare(update_record_key_sql()));
  bind_key(rename, record.key);
  rename.bind(record.id);
  return rename.run();
}

Result<std::vector<Record>> RecordsTable::records(const RecordFilter& filter) {
  if (steps_over_parts(filter)) {
    PASSBACK_TRY_AS(const auto parts, parts_of_class(filter));
    std::vector<Record> found;
    for (const auto& part : parts) {
      PASSBACK_TRY_AS(auto some, records(part));
      std::ranges::move(some, std::back_inserter(found));
    }
    std::ranges::sort(found, {}, &Record::id);
    if (static_cast<int>(found.size()) > filter.limit) {
      found.erase(found.begin() + filter.limit, found.end());
    }
    return found;
  }
  const Conditions conditions = conditions_of(filter);
  auto statement = database_.prepare(
      select_records("FROM sis_record AS r" + in_order_of_ids(filter, conditions) + " LIMIT ?"));
  if (statement) {
    conditions.bind(*statement);
    statement->bind(filter.after_id);
    statement->bind(std::int64_t{filter.limit});
  }
  return all_rows<Record>(std::move(statement), read_record);
}

// SQLite looks for "behind these three" by walking all that are alike, so each is asked for by
// itself: one look at the index for each part.
Result<std::optional<RecordFilter>> RecordsTable::next_part(const RecordFilter& part) {
  const std::string of_class = "SELECT school_year, connection_id, connection_generation FROM "
                               "sis_record WHERE class_id = ?1 AND ";
  const std::string first =
      " ORDER BY class_id, school_year, connection_id, connection_generation LIMIT 1";
  const auto read = [&](Statement& row) {
    RecordFilter found = part;
    found.school_year = gradebook::SchoolYear(row.text());
    found.connection_id = row.text();
    found.connection_generation = row.integer();
    return found;
  };
  PASSBACK_TRY_AS(
      auto generation,
      first_row<RecordFilter>(database_.prepare(of_class +
                                                    "school_year = ?2 AND connection_id = "
                                                    "?3 AND connection_generation > ?4" +
                                                    first,
                                                part.class_id->value, part.school_year->value,
                                                *part.connection_id, *part.connection_generation),
                              read));
  if (generation) {
    return generation;
  }
  PASSBACK_TRY_AS(
      auto connection,
      first_row<RecordFilter>(
          database_.prepare(of_class + "school_year = ?2 AND connection_id > ?3" + first,
                            part.class_id->value, part.school_year->value, *part.connection_id),
          read));
  if (connection) {
    return connection;
  }
  return first_row<RecordFilter>(database_.prepare(of_class + "school_year > ?2" + first,
                                                   part.class_id->value, part.school_year->value),
                                 read);
}

Result<std::vector<RecordFilter>> RecordsTable::parts_of_class(const RecordFilter& filter) {
  std::vector<RecordFilter> parts;
  RecordFilter part = filter;
  part.school_year = filter.school_year.value_or(gradebook::SchoolYear());
  part.connection_id = std::string();
  part.connection_generation = std::numeric_limits<std::int64_t>::min();
  for (;;) {
    PASSBACK_TRY_AS(const auto next, next_part(part));
    if (!next || (filter.school_year && *next->school_year != *filter.school_year)) {
      return parts;
    }
    part = *next;
    parts.push_back(part);
  }
}

Result<std::vector<std::int64_t>> RecordsTable::record_ids(const RecordFilter& filter) {
  if (steps_over_parts(filter)) {
    PASSBACK_TRY_AS(const auto parts, parts_of_class(filter));
    std::vector<std::int64_t> ids;
    for (const auto& part : parts) {
      PASSBACK_TRY_AS(const auto found, record_ids(part));
      ids.insert(ids.end(), found.begin(), found.end());
    }
    std::ranges::sort(ids);
    return ids;
  }
  const Conditions conditions = conditions_of(filter);
  auto statement =
      database_.prepare("SELECT id FROM sis_record" + in_order_of_ids(filter, conditions));
  if (statement) {
    conditions.bind(*statement);
    statement->bind(filter.after_id);
  }
  return all_rows<std::int64_t>(std::move(statement), [](Statement& row) { return row.integer(); });
}

Result<std::vector<Record>>
RecordsTable::waiting_of_sis_class(std::string_view connection_id,
                                   const gradebook::SourcedId& sis_class_id, std::int64_t after_id,
                                   int limit) {
  return all_rows<Record>(
      database_.prepare(
          select_records("FROM sis_record AS r INDEXED BY record_waiting_of_sis_class "
                         "WHERE state = 3 AND connection_id = ?1 AND sis_class_id = ?2 "
                         "AND id > ?3 ORDER BY id LIMIT ?4"),
          connection_id, sis_class_id.value, after_id, limit),
      read_record);
}

Result<std::vector<AlikeResults>> RecordsTable::results_alike(std::int64_t line_item_id) {
  const std::string standing(kStanding), sending = literal(State::sending);
  return all_rows<AlikeResults>(
      database_.prepare(
          "SELECT " + standing +
              ", count(*), max(id) FROM sis_record WHERE line_item_id = ?1 AND "
              "state <> " +
              sending + " GROUP BY " + standing + " UNION ALL SELECT " + standing +
              ", 1, id FROM sis_record WHERE line_item_id = ?1 AND state = " + sending,
          line_item_id),
      [](Statement& row) {
        AlikeResults out;
        out.standing = read_standing(row);
        out.count = row.integer();
        out.sample = row.integer();
        return out;
      });
}

Result<std::vector<ResultStanding>> RecordsTable::results_standing(std::int64_t line_item_id) {
  return all_rows<ResultStanding>(
      database_.prepare(
          "SELECT " + std::string(kStanding) +
              ", id, observed_seq, student_id FROM sis_record WHERE line_item_id = ?1",
          line_item_id),
      [](Statement& row) {
        ResultStanding out;
        out.standing = read_standing(row);
        out.id = row.integer();
        out.observed_seq = row.integer();
        out.student_id.value = row.text();
        return out;
      });
}

Result<std::vector<StateCount>> RecordsTable::count_records(const RecordFilter& filter) {
  const Conditions conditions = conditions_of(filter);
  // What the SIS has taken, and is only looked at once more, is settled for everybody who counts.
  const std::string counted = "CASE WHEN state = 1 AND code = '" +
                              std::string(info(Code::to_prove).id) + "' THEN 0 ELSE state END";
  auto statement =
      database_.prepare("SELECT " + counted + " AS counted, kind, count(*) FROM sis_record" +
                        conditions.sql + " GROUP BY 1, 2 ORDER BY 1, 2");
  if (statement) {
    conditions.bind(*statement);
  }
  return all_rows<StateCount>(std::move(statement), read_count);
}

Result<std::vector<ClassCount>> RecordsTable::count_by_class(std::int64_t since_unix_ms) {
  const std::string proved = "state = 1 AND code = '" + std::string(info(Code::to_prove).id) + "'";
  return all_rows<ClassCount>(
      database_.prepare("SELECT class_id, school_year, min(domain_id), kind, CASE WHEN " + proved +
                            " THEN 0 ELSE state END AS counted, CASE WHEN " + proved +
                            " THEN '' ELSE code END AS why, count(*), "
                            "sum(confirmed_unix_ms <> 0), max(confirmed_unix_ms), "
                            "sum(confirmed_unix_ms >= ?1) FROM sis_record "
                            "WHERE incarnation >= 0 GROUP BY 1, 2, 4, 5, 6 ORDER BY 1, 2",
                        since_unix_ms),
      [](Statement& row) {
        ClassCount out;
        out.class_id = gradebook::ClassId(row.text());
        out.school_year = gradebook::SchoolYear(row.text());
        out.domain_id = gradebook::DomainId(row.text());
        out.kind = row.integer_as<Kind>();
        out.state = row.integer_as<State>();
        out.code = code_of(row.text());
        out.count = row.integer();
        out.ever_confirmed = row.integer();
        out.last_confirmed_unix_ms = row.integer();
        out.confirmed_since = row.integer();
        return out;
      });
}

// waiting, off, conflict, rejected, failed, unlinked, and manual for a reason that is named: what
// people see as "Needs your attention" and the like (actions/state_words.hpp).
Result<std::vector<StateCount>> RecordsTable::count_held_back() {
  return all_rows<StateCount>(
      database_.prepare(
          "SELECT child.state, child.kind, count(*) FROM sis_record child JOIN sis_record parent "
          "ON parent.id = CASE child.kind WHEN 4 THEN child.line_item_id ELSE child.category_id "
          "END LEFT JOIN sis_record above ON above.id = parent.category_id AND parent.state = 4 "
          "WHERE child.state = 4 AND (parent.state IN (3, 6, 8, 9, 10, 11) OR "
          "(parent.state = 7 AND parent.code NOT IN ('', 'policy.in_trial')) OR above.state IN (3, "
          "6, 8, 9, 10, 11)) "
          "GROUP BY child.state, child.kind"),
      read_count);
}

// What stands in a wrong person's record (incarnation below 0) was not taken back by the LMS.
Result<std::vector<gradebook::ActivityId>>
RecordsTable::taken_back_beside(const RecordKey& key, std::int64_t since_unix_ms, int limit) {
  const auto absent = literal(Form::absent);
  return all_rows<gradebook::ActivityId>(
      database_.prepare("SELECT activity_id FROM sis_record INDEXED BY record_taken_back WHERE "
                        "class_id = ?1 AND school_year = ?2 AND "
                        "connection_id = ?3 AND connection_generation = ?4 AND kind = " +
                            literal(key.kind) + " AND sis_class_id = ?5 AND incarnation >= 0 AND " +
                            "observed_form = " + absent + " AND released_form = " + absent +
                            " AND (confirmed_form IN (" + literal(Form::present) + ", " +
                            literal(Form::cleared) + ") OR updated_unix_ms >= ?6) LIMIT ?7",
                        key.class_id.value, key.school_year.value, key.connection_id,
                        key.connection_generation, key.sis_class_id.value, since_unix_ms, limit),
      [](Statement& row) { return gradebook::ActivityId(row.text()); });
}

Result<std::vector<std::int64_t>> RecordsTable::children(std::int64_t parent_id, State state) {
  const std::string in_state = " = ?1 AND state = " + literal(state);
  return all_rows<std::int64_t>(
      database_.prepare("SELECT id FROM sis_record WHERE line_item_id" + in_state +
                            " UNION ALL SELECT id FROM sis_record WHERE category_id" + in_state +
                            " UNION ALL SELECT id FROM sis_record WHERE score_scale_id" + in_state,
                        parent_id),
      [](Statement& row) { return row.integer(); });
}

} // namespace passback::outbox
