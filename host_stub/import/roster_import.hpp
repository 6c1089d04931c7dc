#pragma once
// The import itself: from the files or tables of a roster to a changed gradebook and a report.
#include <cstdint>
#include <string>
#include <vector>

#include "host_stub/gradebook/gradebook.hpp"
#include "host_stub/import/bundle.hpp"
#include "host_stub/import/leavers.hpp"
#include "host_stub/import/problem.hpp"
#include "host_stub/import/records.hpp"
#include "host_stub/import/table_source.hpp"

namespace host_stub::import {

// What one file, or one collection of an API, changed.
struct Change {
  std::string file;
  std::int64_t rows = 0;
  std::int64_t added = 0;
  std::int64_t updated = 0;
  std::int64_t ended = 0; // not in a bulk file any more, or marked tobedeleted
};

struct ImportReport {
  std::string version;
  Problems problems;            // not empty: nothing at all was changed
  std::vector<Leaving> leaving; // not empty: a person is asked, and nothing at all was changed
  std::vector<Change> changes;
};

// Whether a person has said that those who are not named any more really left.
enum class Leavers { ask, accept };

// Brings a OneRoster roster into the gradebook: everything, in one transaction, or nothing; and
// nothing if `problems` found on the way here say that it is not sound, or if more would leave than
// leave unasked.
// Importing again updates what the SIS owns. Line items and results are taken only the first time:
// from then on the gradebook's own are the truth.
ImportReport import_roster(const TableSource& source, gradebook::Gradebook& book, Problems problems,
                           Leavers leavers = Leavers::ask);
ImportReport import_roster(const Bundle& bundle, gradebook::Gradebook& book,
                           Leavers leavers = Leavers::ask);

} // namespace host_stub::import
