#pragma once
// From checked records to the gradebook: the last step of an import.
#include <vector>

#include "host_stub/gradebook/gradebook.hpp"
#include "host_stub/import/id_map.hpp"
#include "host_stub/import/records.hpp"
#include "host_stub/import/roster_import.hpp"

namespace host_stub::import {

// Writes checked records into the gradebook's tables, inside the caller's transaction, and counts
// what changed.
class RecordWriter {
 public:
  RecordWriter(gradebook::Gradebook& book, IdMap& ids, const Records& records)
      : db_(book.database()), ids_(ids), records_(records) {}

  std::vector<Change> write();

 private:
  Change write_orgs();
  Change write_sessions();
  Change write_courses();
  Change write_classes();
  Change write_users();
  Change write_roles();
  Change write_enrolments();
  Change write_categories();
  Change write_line_items();
  Change write_results();

  void end_other_enrolments_of_named_classes(Change& change);
  std::string school_year_of(const ClassRecord& one);
  // One row by its sourcedId: `columns` behind id and sis_id, with their values. Counts as added,
  // updated, ended or none.
  template <class... Values>
  void upsert(Change& change, const char* table, const Record& record, const std::string& id,
              const char* columns, const Values&... values);
  // In a bulk file silence means: it has ended.
  template <class R>
  void end_others(Change& change, const char* table, const std::vector<R>& named);

  sqlite::Database& db_;
  IdMap& ids_;
  const Records& records_;
};

} // namespace host_stub::import
