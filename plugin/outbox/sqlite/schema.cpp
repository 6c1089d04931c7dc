#include "plugin/outbox/sqlite/schema.hpp"

#include <array>

namespace passback::outbox {

namespace {

// Numbers of enumerations (kind, form, state, origin) are those of record.hpp; codes are stored as
// their stable ids. Times are milliseconds: unix_ms on the wall clock, boot_ms since boot.
constexpr std::string_view kVersion1 = R"sql(
CREATE TABLE meta (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE counter (
  name TEXT PRIMARY KEY,
  value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO counter (name, value) VALUES ('seq', 0), ('settings_generation', 0);

CREATE TABLE settings (
  scope INTEGER NOT NULL,
  scope_id TEXT NOT NULL,
  document TEXT NOT NULL,
  generation INTEGER NOT NULL,
  PRIMARY KEY (scope, scope_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE connection (
  id TEXT PRIMARY KEY,
  generation INTEGER NOT NULL,
  domain_id TEXT NOT NULL,
  account_key TEXT NOT NULL,
  document TEXT NOT NULL,
  active INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE account (
  key TEXT PRIMARY KEY,
  state INTEGER NOT NULL,
  code TEXT NOT NULL,
  since_unix_ms INTEGER NOT NULL,
  retry_unix_ms INTEGER NOT NULL,
  failures INTEGER NOT NULL,
  notice_unix_ms INTEGER NOT NULL,
  owner_id TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  boot_id TEXT NOT NULL,
  deadline_boot_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE domain (
  id TEXT PRIMARY KEY,
  parent_id TEXT NOT NULL,
  title TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE class (
  class_id TEXT NOT NULL,
  school_year TEXT NOT NULL,
  domain_id TEXT NOT NULL,
  incarnation INTEGER NOT NULL,
  host_rev INTEGER NOT NULL,
  host_epoch INTEGER NOT NULL,
  facts TEXT NOT NULL,
  PRIMARY KEY (class_id, school_year)
) STRICT, WITHOUT ROWID;

CREATE TABLE enrolment (
  class_id TEXT NOT NULL,
  school_year TEXT NOT NULL,
  user_id TEXT NOT NULL,
  role INTEGER NOT NULL,
  class_sis_id TEXT NOT NULL,
  user_sis_id TEXT NOT NULL,
  ended INTEGER NOT NULL,
  host_rev INTEGER NOT NULL,
  host_epoch INTEGER NOT NULL,
  PRIMARY KEY (class_id, school_year, user_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE sis_document (
  connection_id TEXT NOT NULL,
  connection_generation INTEGER NOT NULL,
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  document TEXT NOT NULL,
  read_unix_ms INTEGER NOT NULL,
  PRIMARY KEY (connection_id, connection_generation, kind, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE record (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  connection_id TEXT NOT NULL,
  connection_generation INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  school_year TEXT NOT NULL,
  class_id TEXT NOT NULL,
  sis_class_id TEXT NOT NULL,
  activity_id TEXT NOT NULL,
  student_id TEXT NOT NULL,
  incarnation INTEGER NOT NULL,
  domain_id TEXT NOT NULL,
  line_item_id INTEGER REFERENCES record (id),
  category_id INTEGER REFERENCES record (id),
  score_scale_id INTEGER REFERENCES record (id),
  wire_id TEXT NOT NULL,
  wire_id_origin INTEGER NOT NULL,
  observed_seq INTEGER NOT NULL,
  observed_form INTEGER NOT NULL,
  observed_facts TEXT NOT NULL,
  released_seq INTEGER NOT NULL,
  released_form INTEGER NOT NULL,
  released_facts TEXT NOT NULL,
  sent_seq INTEGER NOT NULL,
  sent_form INTEGER NOT NULL,
  sent_facts TEXT NOT NULL,
  sent_request_id TEXT NOT NULL,
  sent_epoch INTEGER NOT NULL,
  sent_unix_ms INTEGER NOT NULL,
  sent_doubt_before INTEGER NOT NULL,
  sent_in_flight INTEGER NOT NULL,
  sent_doubt_during INTEGER NOT NULL,
  confirmed_seq INTEGER NOT NULL,
  confirmed_form INTEGER NOT NULL,
  confirmed_facts TEXT NOT NULL,
  confirmed_unix_ms INTEGER NOT NULL,
  in_doubt INTEGER NOT NULL,
  state INTEGER NOT NULL,
  code TEXT NOT NULL,
  detail TEXT NOT NULL,
  http_status INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  next_attempt_unix_ms INTEGER NOT NULL,
  priority INTEGER NOT NULL,
  host_rev INTEGER NOT NULL,
  host_epoch INTEGER NOT NULL,
  superseded INTEGER NOT NULL,
  settings_generation INTEGER NOT NULL,
  created_unix_ms INTEGER NOT NULL,
  updated_unix_ms INTEGER NOT NULL,
  CONSTRAINT record_key UNIQUE (class_id, school_year, connection_id, connection_generation, kind,
                                activity_id, student_id, sis_class_id, incarnation)
) STRICT;

-- The queues hold ready records only, so a settled gradebook costs them nothing.
CREATE INDEX record_due_of_class ON record
  (connection_id, connection_generation, class_id, next_attempt_unix_ms, kind, released_seq)
  WHERE state = 1;
CREATE INDEX record_due_time ON record
  (connection_id, connection_generation, next_attempt_unix_ms) WHERE state = 1;
CREATE INDEX record_due_priority ON record
  (connection_id, connection_generation, released_seq, next_attempt_unix_ms)
  WHERE state = 1 AND priority > 0;
CREATE INDEX record_in_flight ON record (connection_id, sent_epoch)
  WHERE state = 2 OR sent_in_flight = 1;
CREATE INDEX record_of_line_item ON record (line_item_id, state) WHERE line_item_id IS NOT NULL;
CREATE INDEX record_of_category ON record (category_id, state) WHERE category_id IS NOT NULL;
CREATE INDEX record_of_score_scale ON record (score_scale_id, state)
  WHERE score_scale_id IS NOT NULL;
CREATE INDEX record_unknown_activity ON record (kind) WHERE kind = 3 AND observed_form = 0;

CREATE TABLE history (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  record_id INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  at_unix_ms INTEGER NOT NULL,
  epoch INTEGER NOT NULL,
  event TEXT NOT NULL,
  actor TEXT NOT NULL,
  request_id TEXT NOT NULL,
  http_status INTEGER NOT NULL,
  code TEXT NOT NULL,
  salt TEXT NOT NULL,
  digest TEXT NOT NULL,
  chain_before TEXT NOT NULL,
  chain TEXT NOT NULL
) STRICT;
CREATE INDEX history_of_record ON history (record_id, id);
)sql";

// What a person asked to be done at the SIS (job.hpp).
constexpr std::string_view kVersion2 = R"sql(
CREATE TABLE job (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  connection_id TEXT NOT NULL,
  connection_generation INTEGER NOT NULL,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  input TEXT NOT NULL,
  state INTEGER NOT NULL,
  code TEXT NOT NULL,
  report TEXT NOT NULL,
  recording TEXT NOT NULL,
  asked_by TEXT NOT NULL,
  asked_unix_ms INTEGER NOT NULL,
  started_unix_ms INTEGER NOT NULL,
  ended_unix_ms INTEGER NOT NULL,
  settings_generation INTEGER NOT NULL,
  epoch INTEGER NOT NULL,
  attempts INTEGER NOT NULL
) STRICT;
CREATE INDEX job_open ON job (connection_id, id) WHERE state < 2;
CREATE INDEX job_of_kind ON job (connection_id, kind, subject, id);
)sql";

// What waits in a class of the SIS is looked at when the SIS shows something new of it.
constexpr std::string_view kVersion3 = R"sql(
CREATE INDEX record_waiting_of_sis_class ON record (connection_id, sis_class_id, id)
  WHERE state = 3;
)sql";

// What a version becomes as a document. What an earlier release confirmed has no digest, so all
// records are looked at once, under the settings under which they were sent
// (intake/reconsider.hpp).
constexpr std::string_view kVersion4 = R"sql(
ALTER TABLE record ADD COLUMN released_digest TEXT NOT NULL DEFAULT '';
ALTER TABLE record ADD COLUMN sent_digest TEXT NOT NULL DEFAULT '';
ALTER TABLE record ADD COLUMN confirmed_digest TEXT NOT NULL DEFAULT '';
INSERT INTO meta (name, value) SELECT 'reconsider', '[{"only_waiting":false,"after":0}]'
  WHERE EXISTS (SELECT 1 FROM record)
  ON CONFLICT (name) DO UPDATE SET value = excluded.value;
-- What of the host's gradebook is still to be read page by page (rows.hpp).
CREATE TABLE sweep (
  kind INTEGER NOT NULL,
  id TEXT NOT NULL,
  school_year TEXT NOT NULL,
  domain_id TEXT NOT NULL,
  first INTEGER NOT NULL,
  wish_seq INTEGER NOT NULL,
  after TEXT NOT NULL,
  scores INTEGER NOT NULL,
  looked_at INTEGER NOT NULL,
  page_seq INTEGER NOT NULL,
  not_before_unix_ms INTEGER NOT NULL,
  failures INTEGER NOT NULL,
  PRIMARY KEY (kind, id, school_year)
) STRICT, WITHOUT ROWID;
CREATE INDEX sweep_next ON sweep (first DESC, kind, wish_seq);
)sql";

// How late a request that nobody answered may still be stored, whatever was asked since; since when
// the SIS has said of a line item that it is not there; and when the host last spoke of an
// enrolment, so that a page of its gradebook that was asked for before brings no older id back
// (intake/identity.hpp).
constexpr std::string_view kVersion5 = R"sql(
ALTER TABLE record ADD COLUMN sent_late_until_unix_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE record ADD COLUMN missed_unix_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE enrolment ADD COLUMN seq INTEGER NOT NULL DEFAULT 0;
-- Off, conflict, rejected, failed, unlinked: few, so that they cost the others nothing.
CREATE INDEX record_stopped_of_class ON record (class_id, state)
  WHERE state = 6 OR state = 8 OR state = 9 OR state = 10 OR state = 11;
CREATE INDEX record_refused_of_connection ON record (connection_id, state, id)
  WHERE state = 8 OR state = 9 OR state = 10 OR state = 11;
CREATE INDEX record_taken_back ON record
  (class_id, school_year, connection_id, connection_generation, kind, sis_class_id)
  WHERE observed_form = 3;
)sql";

// The one break: no statement that a module of an earlier format has prepared, or prepares, finds
// what it names, so that such a module, still running while this is done, gets a storage error and
// stores nothing. It would write its wishes where nobody reads them any more. Renaming takes
// foreign keys and indexes along and touches no row; `meta` stays, by which an earlier module that
// opens the file finds that it may not.
constexpr std::string_view kVersion6 = R"sql(
ALTER TABLE record RENAME TO sis_record;
ALTER TABLE account RENAME TO sis_account;
ALTER TABLE sis_document RENAME TO shown_by_sis;
ALTER TABLE counter RENAME COLUMN value TO number;

-- Each connection has a chain of its own. The lines so far stay the one chain that they are: that
-- of no connection.
ALTER TABLE history RENAME TO history_line;
ALTER TABLE history_line ADD COLUMN connection_id TEXT NOT NULL DEFAULT '';
CREATE INDEX history_of_connection ON history_line (connection_id, id);

-- Which records are to be placed anew (pending.hpp); an empty text names any. An id is never used
-- again: how far a wish has come must not be noted with one that came after it.
CREATE TABLE pending (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  class_id TEXT NOT NULL,
  school_year TEXT NOT NULL,
  activity_id TEXT NOT NULL,
  student_id TEXT NOT NULL,
  connection_id TEXT NOT NULL,
  sis_class_id TEXT NOT NULL,
  only_waiting INTEGER NOT NULL,
  anew INTEGER NOT NULL,
  after_id INTEGER NOT NULL,
  CONSTRAINT pending_wish UNIQUE (class_id, school_year, activity_id, student_id, connection_id,
                                  sis_class_id, only_waiting, anew)
) STRICT;
-- What cannot be read is one look at everything: that is slow, and loses nothing.
INSERT INTO pending (class_id, school_year, activity_id, student_id, connection_id, sis_class_id,
                     only_waiting, anew, after_id)
  SELECT coalesce(json_extract(wish, '$.class'), ''), coalesce(json_extract(wish, '$.year'), ''),
    coalesce(json_extract(wish, '$.activity'), ''), coalesce(json_extract(wish, '$.student'), ''),
    '', '', coalesce(CAST(json_extract(wish, '$.only_waiting') AS INTEGER), 0),
    coalesce(CAST(json_extract(wish, '$.anew') AS INTEGER), 0),
    coalesce(CAST(json_extract(wish, '$.after') AS INTEGER), 0)
  FROM (SELECT iif(one.type = 'object', one.value, '{}') AS wish
        FROM meta, json_each(CASE WHEN NOT json_valid(meta.value) THEN '[{}]'
                                  WHEN json_type(meta.value) <> 'array' THEN '[{}]'
                                  ELSE meta.value END) AS one
        WHERE meta.name = 'reconsider' AND meta.value <> '')
  WHERE true
  ON CONFLICT DO UPDATE SET after_id = min(after_id, excluded.after_id);
-- News of an SIS concerned what waits.
INSERT INTO pending (class_id, school_year, activity_id, student_id, connection_id, sis_class_id,
                     only_waiting, anew, after_id)
  SELECT '', '', '', '', '', '', 1, 0, 0 FROM meta WHERE name = 'sis_news' AND value <> ''
  ON CONFLICT DO UPDATE SET after_id = 0;

-- What no SIS showed stands apart from what it showed.
CREATE TABLE listed_before (
  connection_id TEXT NOT NULL,
  connection_generation INTEGER NOT NULL,
  record_id INTEGER NOT NULL,
  line_items TEXT NOT NULL,
  PRIMARY KEY (connection_id, connection_generation, record_id)
) STRICT, WITHOUT ROWID;
INSERT INTO listed_before
  SELECT connection_id, connection_generation, CAST(key AS INTEGER), document
  FROM shown_by_sis WHERE kind = 'before';
CREATE TABLE ids_proven (
  connection_id TEXT NOT NULL,
  connection_generation INTEGER NOT NULL,
  proven_unix_ms INTEGER NOT NULL,
  PRIMARY KEY (connection_id, connection_generation)
) STRICT, WITHOUT ROWID;
INSERT INTO ids_proven
  SELECT connection_id, connection_generation, read_unix_ms FROM shown_by_sis WHERE kind = 'ids';
DELETE FROM shown_by_sis WHERE kind IN ('before', 'ids');

INSERT INTO counter (name, number) SELECT 'sendings',
  coalesce((SELECT CAST(value AS INTEGER) FROM meta WHERE name = 'sendings'), 0);
DELETE FROM meta WHERE name IN ('reconsider', 'sis_news', 'sendings');
)sql";

// A student of another school than the class's (decision/enrolment_settings.hpp): few, so the index
// is as good as empty.
constexpr std::string_view kVersion7 = R"sql(
ALTER TABLE enrolment ADD COLUMN domain_id TEXT NOT NULL DEFAULT '';
CREATE INDEX enrolment_of_own_domain ON enrolment (class_id, school_year, domain_id)
  WHERE domain_id <> '';
)sql";

// Ids of the SIS that stand in fields of the LMS's own (gradebook/custom_id.hpp), and the classes
// for which they are still to be asked for (rows.hpp).
constexpr std::string_view kVersion8 = R"sql(
ALTER TABLE class ADD COLUMN custom TEXT NOT NULL DEFAULT '';
ALTER TABLE enrolment ADD COLUMN custom_class TEXT NOT NULL DEFAULT '';
ALTER TABLE enrolment ADD COLUMN custom_user TEXT NOT NULL DEFAULT '';
CREATE TABLE custom_read (
  class_id TEXT NOT NULL,
  school_year TEXT NOT NULL,
  wish_seq INTEGER NOT NULL,
  step INTEGER NOT NULL,
  after TEXT NOT NULL,
  page_seq INTEGER NOT NULL,
  not_before_unix_ms INTEGER NOT NULL,
  failures INTEGER NOT NULL,
  PRIMARY KEY (class_id, school_year)
) STRICT, WITHOUT ROWID;
CREATE INDEX custom_read_next ON custom_read (wish_seq);
)sql";

// Ids of the SIS that changed (rows.hpp): those of a class's people or, without a user, its own.
constexpr std::string_view kVersion9 = R"sql(
CREATE TABLE changed_id (
  class_id TEXT NOT NULL,
  school_year TEXT NOT NULL,
  user_id TEXT NOT NULL,
  connection_id TEXT NOT NULL,
  class_before TEXT NOT NULL,
  user_before TEXT NOT NULL,
  change INTEGER NOT NULL,
  graded INTEGER NOT NULL,
  changed_unix_ms INTEGER NOT NULL,
  PRIMARY KEY (class_id, school_year, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX changed_id_of_connection ON changed_id (connection_id, change, changed_unix_ms);
CREATE INDEX changed_id_graded ON changed_id (connection_id, change, changed_unix_ms, user_id)
  WHERE graded = 1;
)sql";

// How the results of a line item stand is read from this index alone (tables/records_table.hpp,
// results_alike); a module of before finds in it what it had there.
constexpr std::string_view kVersion10 = R"sql(
DROP INDEX record_of_line_item;
CREATE INDEX record_of_line_item ON sis_record
  (line_item_id, state, code, observed_form, released_form, confirmed_form, in_doubt, incarnation,
   domain_id)
  WHERE line_item_id IS NOT NULL;
)sql";

constexpr std::array<Migration, 10> kMigrations{{{1, 1, kVersion1},
                                                 {2, 1, kVersion2},
                                                 {3, 1, kVersion3},
                                                 {4, 1, kVersion4},
                                                 {5, 1, kVersion5},
                                                 {6, 6, kVersion6},
                                                 {7, 6, kVersion7},
                                                 {8, 6, kVersion8},
                                                 {9, 6, kVersion9},
                                                 {10, 6, kVersion10}}};

} // namespace

std::span<const Migration> sqlite_migrations() {
  return kMigrations;
}

} // namespace passback::outbox
