#include "host_stub/import/record_reader.hpp"

#include <array>

namespace host_stub::import {
namespace {

constexpr std::array<std::string_view, 6> kNeededFiles = {"orgs.csv",    "academicSessions.csv",
                                                          "courses.csv", "classes.csv",
                                                          "users.csv",   "enrollments.csv"};

void note_files_without_manifest(const TableSource& source, Records& records) {
  for (const std::string& file : source.files()) {
    records.modes[file] = source.whole() ? FileMode::bulk : FileMode::delta;
  }
  records.whole_parts = !source.whole();
  records.version = source.version();
  if (records.version.empty()) {
    records.version = source.has("roles.csv") ? "1.2" : "1.1";
  }
}

void read_manifest(const TableSource& source, Records& records, Problems& problems) {
  auto table = source.open("manifest.csv", {"propertyName", "value"}, problems);
  for (const TableRow& row : table.rows()) {
    RowReader fields(table, row, problems);
    auto name = fields.text("propertyName");
    if (name == "oneroster.version") {
      auto version = fields.text("value");
      records.version = version.substr(0, 3);
      if (records.version != "1.1" && records.version != "1.2") {
        fields.complain("value", "OneRoster version \"" + version +
                                     "\" is not one this import knows (1.1 and 1.2).");
      }
    }
    std::string file = name.starts_with("file.") ? name.substr(5) + ".csv" : "";
    if (!is_known_file(file)) {
      continue;
    }
    auto mode = fields.needed_word("value", {"absent", "bulk", "delta"});
    records.modes[file] = mode == "bulk"    ? FileMode::bulk
                          : mode == "delta" ? FileMode::delta
                                            : FileMode::absent;
    if (mode != "absent" && !source.has(file)) {
      fields.complain("value",
                      file + " is announced as " + mode + ", but it is not in the bundle.");
    }
  }
  if (records.version.empty()) {
    records.version = source.has("roles.csv") ? "1.2" : "1.1";
  }
}

} // namespace

Records read_records(const TableSource& source, Problems& problems) {
  Records records;
  records.origin = source.origin();
  if (source.has("manifest.csv")) {
    read_manifest(source, records, problems);
  } else {
    note_files_without_manifest(source, records);
  }
  for (std::string_view file : kNeededFiles) {
    // A delta bundle may leave a file out on purpose, and says so in its manifest.
    bool said_absent =
        records.modes.contains(file) && records.modes.find(file)->second == FileMode::absent;
    if (!source.has(std::string(file)) && !said_absent) {
      problems.add({std::string(file), 0, "", "The file is missing; a roster needs it."});
    }
  }
  read_structure(source, records, problems);
  read_people(source, records, problems);
  read_grades(source, records, problems);
  return records;
}

std::optional<Table> FileReader::open(const std::string& file, Words needed_columns) {
  auto mode = records_.modes.find(file);
  if (!source_.has(file) || mode == records_.modes.end() || mode->second == FileMode::absent) {
    return std::nullopt;
  }
  return source_.open(file, needed_columns, problems_);
}

bool FileReader::active(const std::string& file, const RowReader& fields) {
  static const Words kStatuses = {"active", "inactive", "tobedeleted"};
  bool delta = records_.modes[file] == FileMode::delta;
  auto status = delta ? fields.needed_word("status", kStatuses) : fields.word("status", kStatuses);
  return status.empty() || status == "active";
}

} // namespace host_stub::import
