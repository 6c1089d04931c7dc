#include "host_stub/import/roster_import.hpp"

#include <utility>

#include "host_stub/import/id_map.hpp"
#include "host_stub/import/record_reader.hpp"
#include "host_stub/import/record_writer.hpp"

namespace host_stub::import {

ImportReport import_roster(const TableSource& source, gradebook::Gradebook& book, Problems problems,
                           Leavers leavers) {
  ImportReport report{.version = {}, .problems = std::move(problems), .leaving = {}, .changes = {}};
  auto records = read_records(source, report.problems);
  report.version = records.version;
  // Taken before the references are looked up, so that what they were checked against is what is
  // written to.
  sqlite::Transaction change(book.database());
  IdMap ids(book);
  check_references(
      records, [&ids](Kind kind, std::string_view id) { return ids.stored(kind, id).has_value(); },
      report.problems);
  if (!report.problems.empty()) {
    return report;
  }
  const auto before = read_class_lists(book.database());
  auto changes = RecordWriter(book, ids, records).write();
  if (leavers == Leavers::ask) {
    report.leaving = find_leaving(book.database(), before);
  }
  if (!report.leaving.empty()) {
    return report;
  }
  report.changes = std::move(changes);
  book.set_roster_untold(true);
  change.commit();
  for (Change& part : report.changes) {
    part.file = place_name(records.origin, part.file);
  }
  return report;
}

ImportReport import_roster(const Bundle& bundle, gradebook::Gradebook& book, Leavers leavers) {
  return import_roster(CsvSource(bundle), book, {}, leavers);
}

} // namespace host_stub::import
