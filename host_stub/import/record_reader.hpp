#pragma once
// From tables of texts to checked records: the second step of an import. Pure.
#include "host_stub/import/problem.hpp"
#include "host_stub/import/records.hpp"
#include "host_stub/import/table_source.hpp"

namespace host_stub::import {

// Turns a roster's tables into records, row by row; knows both column forms, 1.1 and 1.2. Pure.
Records read_records(const TableSource& source, Problems& problems);

// The three parts of it: who is where, who is who, and what was graded.
void read_structure(const TableSource& source, Records& records, Problems& problems);
void read_people(const TableSource& source, Records& records, Problems& problems);
void read_grades(const TableSource& source, Records& records, Problems& problems);

// Opens one table of the roster if the manifest does not call it absent, and hands each row to
// `read`, which fills `record`. Takes care of what all files share: sourcedId (needed, once in the
// file) and status.
class FileReader {
 public:
  FileReader(const TableSource& source, Records& records, Problems& problems)
      : source_(source), records_(records), problems_(problems) {}

  template <class R, class Read>
  void read(const std::string& file, Words needed_columns, std::vector<R>& into, Read read_row) {
    auto table = open(file, needed_columns);
    if (!table) {
      return;
    }
    std::map<std::string, std::size_t> seen;
    for (const TableRow& row : table->rows()) {
      RowReader fields(*table, row, problems_);
      R record;
      record.line = row.line;
      record.id = fields.needed("sourcedId");
      record.active = active(file, fields);
      read_row(fields, *table, record);
      if (auto [first, fresh] = seen.emplace(record.id, row.line); fresh) {
        into.push_back(std::move(record));
      } else if (!record.id.empty()) {
        fields.complain("sourcedId", "\"" + record.id + "\" was already used in line " +
                                         std::to_string(first->second) + ".");
      }
    }
  }

 private:
  std::optional<Table> open(const std::string& file, Words needed_columns);
  bool active(const std::string& file, const RowReader& fields);

  const TableSource& source_;
  Records& records_;
  Problems& problems_;
};

} // namespace host_stub::import
