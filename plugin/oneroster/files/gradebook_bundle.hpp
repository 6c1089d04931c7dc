// Grades as the files of a OneRoster gradebook bundle (CSV binding of 1.1 and 1.2), made from the
// documents that would go by REST. Pure.
//
// Always in the mode `delta`: `bulk` says that a file is all that there is, and that what it does
// not name is to go. Ours holds what changed, of one class.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "plugin/gradebook/ids.hpp"
#include "plugin/oneroster/profile/profile.hpp"

namespace passback::oneroster {

enum class FileRecordKind { category, line_item, result };

/// One record on its way into a file.
struct FileRecord {
  FileRecordKind kind = FileRecordKind::result;
  gradebook::SourcedId wire_id;
  bool withdrawn = false; ///< taken back: its row says tobedeleted
  std::string document;   ///< as documents.hpp makes it
  std::string title = {}; ///< of the activity, of a result
};

struct MadeFile {
  std::string name; ///< "results.csv"
  std::string media_type;
  std::string text;
};

/// now_unix_ms: dateLastModified of each row, which delta wants. manifest.csv comes first; then the
/// files that have rows.
std::vector<MadeFile> gradebook_bundle(OneRosterVersion version,
                                       const std::vector<FileRecord>& records,
                                       std::int64_t now_unix_ms);

} // namespace passback::oneroster
