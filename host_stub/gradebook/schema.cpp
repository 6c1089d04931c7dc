#include "host_stub/gradebook/schema.hpp"

namespace host_stub::gradebook {
namespace {

constexpr int kSchemaVersion = 4;

constexpr const char* kCustomValuesOfVersion4 = R"sql(
CREATE TABLE IF NOT EXISTS custom_value (
  class_id TEXT NOT NULL, user_id TEXT NOT NULL, field TEXT NOT NULL, value TEXT NOT NULL,
  PRIMARY KEY (class_id, user_id, field)) STRICT;
)sql";

constexpr const char* kTables = R"sql(
CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE last_id (kind TEXT PRIMARY KEY, number INTEGER NOT NULL) STRICT;

CREATE TABLE domain (
  id TEXT PRIMARY KEY, sis_id TEXT UNIQUE, parent_id TEXT REFERENCES domain(id),
  title TEXT NOT NULL, kind TEXT NOT NULL, active INTEGER NOT NULL DEFAULT 1) STRICT;
CREATE TABLE session (
  id TEXT PRIMARY KEY, sis_id TEXT UNIQUE, parent_id TEXT REFERENCES session(id),
  title TEXT NOT NULL, kind TEXT NOT NULL, start_date TEXT NOT NULL, end_date TEXT NOT NULL,
  school_year TEXT NOT NULL, active INTEGER NOT NULL DEFAULT 1) STRICT;
CREATE TABLE course (
  id TEXT PRIMARY KEY, sis_id TEXT UNIQUE, domain_id TEXT REFERENCES domain(id),
  title TEXT NOT NULL, code TEXT NOT NULL, active INTEGER NOT NULL DEFAULT 1) STRICT;
CREATE TABLE class (
  id TEXT PRIMARY KEY, sis_id TEXT UNIQUE, title TEXT NOT NULL, code TEXT NOT NULL,
  domain_id TEXT NOT NULL REFERENCES domain(id), course_id TEXT REFERENCES course(id),
  school_year TEXT NOT NULL, incarnation INTEGER NOT NULL DEFAULT 0, active INTEGER NOT NULL DEFAULT 1) STRICT;
CREATE TABLE class_term (
  class_id TEXT NOT NULL REFERENCES class(id), session_id TEXT NOT NULL REFERENCES session(id), place INTEGER NOT NULL,
  PRIMARY KEY (class_id, session_id)) STRICT;
CREATE TABLE user (
  id TEXT PRIMARY KEY, sis_id TEXT UNIQUE, username TEXT NOT NULL, given_name TEXT NOT NULL, family_name TEXT NOT NULL,
  email TEXT NOT NULL, active INTEGER NOT NULL DEFAULT 1) STRICT;
CREATE TABLE user_role (
  user_id TEXT NOT NULL REFERENCES user(id), domain_id TEXT NOT NULL REFERENCES domain(id), role TEXT NOT NULL,
  PRIMARY KEY (user_id, domain_id, role)) STRICT;
CREATE TABLE enrolment (
  id TEXT PRIMARY KEY, sis_id TEXT UNIQUE, class_id TEXT NOT NULL REFERENCES class(id),
  user_id TEXT NOT NULL REFERENCES user(id), role TEXT NOT NULL, is_primary INTEGER NOT NULL,
  begin_date TEXT NOT NULL, end_date TEXT NOT NULL, active INTEGER NOT NULL DEFAULT 1) STRICT;
CREATE INDEX enrolment_by_class ON enrolment(class_id);
CREATE INDEX enrolment_by_user ON enrolment(user_id);
CREATE TABLE category (
  id TEXT PRIMARY KEY, sis_id TEXT UNIQUE, title TEXT NOT NULL, weight REAL, active INTEGER NOT NULL DEFAULT 1) STRICT;

CREATE TABLE activity (
  id TEXT PRIMARY KEY, sis_id TEXT UNIQUE, class_id TEXT NOT NULL REFERENCES class(id), title TEXT NOT NULL,
  description TEXT NOT NULL, category_id TEXT REFERENCES category(id), period_id TEXT REFERENCES session(id),
  assign_date TEXT NOT NULL, due_date TEXT NOT NULL, points_possible REAL NOT NULL, kind TEXT NOT NULL,
  published INTEGER NOT NULL, counts INTEGER NOT NULL, extra_credit INTEGER NOT NULL, deleted INTEGER NOT NULL,
  revision INTEGER NOT NULL, sweep_reason TEXT NOT NULL DEFAULT '', gone_because TEXT NOT NULL DEFAULT '') STRICT;
CREATE INDEX activity_by_class ON activity(class_id);
-- objectives: gradebook/objective_text.hpp. flags: one bit for each member of ScoreFlags, in its order (gradebook/score_store.cpp).
CREATE TABLE score (
  activity_id TEXT NOT NULL REFERENCES activity(id), student_id TEXT NOT NULL REFERENCES user(id),
  points REAL, flags INTEGER NOT NULL, comment TEXT NOT NULL, text_score TEXT NOT NULL,
  scored_unix_ms INTEGER NOT NULL, host_rev INTEGER NOT NULL, sweep_reason TEXT NOT NULL DEFAULT '',
  objectives TEXT NOT NULL DEFAULT '', gone_because TEXT NOT NULL DEFAULT '', imported INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (activity_id, student_id)) STRICT;

CREATE TABLE secret (name TEXT PRIMARY KEY, value BLOB NOT NULL, version INTEGER NOT NULL) STRICT;
CREATE TABLE notice (
  id INTEGER PRIMARY KEY, at_unix_ms INTEGER NOT NULL, key TEXT NOT NULL, severity TEXT NOT NULL, domain_id TEXT NOT NULL,
  title TEXT NOT NULL, body TEXT NOT NULL, audience TEXT NOT NULL DEFAULT 'administrators',
  kind TEXT NOT NULL DEFAULT '', class_id TEXT NOT NULL DEFAULT '', user_id TEXT NOT NULL DEFAULT '',
  addresses TEXT NOT NULL DEFAULT '', item_id TEXT NOT NULL DEFAULT '', text_key TEXT NOT NULL DEFAULT '',
  text_values TEXT NOT NULL DEFAULT '') STRICT;
CREATE TABLE menu_item (
  id TEXT PRIMARY KEY, place TEXT NOT NULL, title TEXT NOT NULL, registered_unix_ms INTEGER NOT NULL) STRICT;

INSERT INTO domain(id, title, kind) VALUES ('root', 'This site', 'root');
INSERT INTO user(id, username, given_name, family_name, email) VALUES ('admin', 'admin', 'Site', 'Administrator', '');
INSERT INTO user_role(user_id, domain_id, role) VALUES ('admin', 'root', 'administrator');
)sql";

constexpr const char* kObjectivesOfVersion2 =
    "ALTER TABLE score ADD COLUMN objectives TEXT NOT NULL DEFAULT ''";

constexpr const char* kReasonsAndAudiencesOfVersion3 = R"sql(
ALTER TABLE activity ADD COLUMN gone_because TEXT NOT NULL DEFAULT '';
ALTER TABLE score ADD COLUMN gone_because TEXT NOT NULL DEFAULT '';
ALTER TABLE score ADD COLUMN imported INTEGER NOT NULL DEFAULT 0;
ALTER TABLE notice ADD COLUMN audience TEXT NOT NULL DEFAULT 'administrators';
ALTER TABLE notice ADD COLUMN kind TEXT NOT NULL DEFAULT '';
ALTER TABLE notice ADD COLUMN class_id TEXT NOT NULL DEFAULT '';
ALTER TABLE notice ADD COLUMN user_id TEXT NOT NULL DEFAULT '';
ALTER TABLE notice ADD COLUMN addresses TEXT NOT NULL DEFAULT '';
ALTER TABLE notice ADD COLUMN item_id TEXT NOT NULL DEFAULT '';
ALTER TABLE notice ADD COLUMN text_key TEXT NOT NULL DEFAULT '';
ALTER TABLE notice ADD COLUMN text_values TEXT NOT NULL DEFAULT '';
)sql";

} // namespace

void prepare_schema(sqlite::Database& db) {
  auto version_of = [&db] {
    auto row = db.query("PRAGMA user_version");
    row.step();
    return row.integer(0);
  };
  auto refuse_newer = [](std::int64_t version) {
    if (version > kSchemaVersion) {
      throw sqlite::SqlError("gradebook.sqlite was written by a newer host_stub (layout " +
                             std::to_string(version) + ", this one knows " +
                             std::to_string(kSchemaVersion) +
                             "). Use that newer host_stub, or another --data folder.");
    }
  };
  auto version = version_of();
  refuse_newer(version);
  if (version == kSchemaVersion) {
    return;
  }
  sqlite::Transaction change(db);
  // Another process may have made the tables while this one waited for the lock.
  version = version_of();
  if (version != kSchemaVersion) {
    if (version == 0) {
      db.script(kTables);
    }
    if (version == 1) {
      db.script(kObjectivesOfVersion2);
    }
    if (version == 1 || version == 2) {
      db.script(kReasonsAndAudiencesOfVersion3);
    }
    db.script(kCustomValuesOfVersion4);
    db.script("PRAGMA user_version = " + std::to_string(kSchemaVersion));
  }
  change.commit();
}

} // namespace host_stub::gradebook
