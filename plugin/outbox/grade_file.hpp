// Files of grades that were made for an SIS without a write API, as they are remembered: who made
// one, when, of which class, how many rows, what a person said became of it, and its bytes.
//
// The bytes are kept, of the newest files of a class: a download that was lost is repeated as it
// was, whatever has changed since in grades, settings or profile. They stand in the job table, in
// rows that have ended from the start, so that no worker takes them, those of an earlier release
// included. What stands in a file a record knows itself: the file's name is the request of its sent
// version (transitions.hpp, mark_in_file).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plugin/gradebook/ids.hpp"
#include "plugin/outbox/record.hpp"
#include "plugin/outbox/transaction.hpp"

namespace passback::outbox {

enum class GradeFileState {
  making,    ///< records are being put into it; one that stays so was never handed out
  open,      ///< handed out; nobody has said yet whether the SIS took it
  taken,     ///< a person said so
  not_taken, ///< a person said so: what was in it is due again
};

struct GradeFile {
  std::int64_t id = 0; ///< 0 = not stored yet
  std::string connection_id;
  std::int64_t connection_generation = 1;
  gradebook::ClassId class_id;
  gradebook::SchoolYear school_year;
  GradeFileState state = GradeFileState::making;
  std::string made_by, answered_by; ///< host user ids
  std::int64_t made_unix_ms = 0, answered_unix_ms = 0;
  std::int64_t categories = 0, line_items = 0, results = 0, withdrawn = 0; ///< rows
  std::string contents; ///< JSON of its files (actions/grade_files.hpp); empty = not kept any more
};

/// The request id of what stands in it: "file/12".
std::string request_id_of(std::int64_t file_id);
/// The file that it stands in, or stood in last; nullopt = what was sent last went another way.
std::optional<std::int64_t> file_of(const Record& record);
/// It stands in a file that nobody has spoken for yet.
bool is_in_file(const Record& record);

/// Stores it; a new one gets its id.
Status put_grade_file(Transaction& transaction, GradeFile& file);
Result<std::optional<GradeFile>> grade_file(Transaction& transaction, std::int64_t id);
/// Those of the class at this SIS, newest first.
Result<std::vector<GradeFile>> grade_files(Transaction& transaction, const GradeFile& like);
/// Lets go the bytes of all but the newest files of the class.
Status forget_old_contents(Transaction& transaction, const GradeFile& like);

} // namespace passback::outbox
