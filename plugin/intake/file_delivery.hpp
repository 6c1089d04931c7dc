// Grades that go to an SIS as a file: which records go into the next one, how one is put in, and
// what a person's word on a file does. The transaction is the caller's, on the host's thread.
//
// A record in a file is what a request in flight is for a record that goes by REST: `sent` names
// the file, the person's word is the answer, and a record whose connection is switched to the API
// meanwhile is in doubt, as after a request that nobody answered: it goes again under the same id.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "plugin/decision/file_row.hpp"
#include "plugin/outbox/grade_file.hpp"

namespace passback::intake {

/// The files of a class at one SIS, and what has become of them.
class FilesOfClass {
 public:
  FilesOfClass(std::vector<outbox::GradeFile> files, std::int64_t now_unix_ms);
  /// What the record says now stands in a file that somebody may still take to the SIS.
  bool holds(const outbox::Record& record) const;

 private:
  std::map<std::int64_t, bool> may_be_taken_; ///< by file
};

/// The records that the next file of the class is for, parents first: what waits for a file, and
/// the line items and categories of it that stand only in a file that nobody has spoken for, so
/// that each file is whole by itself. like: whose files (connection, class, school year).
Result<std::vector<std::int64_t>> records_for_file(decision::UnitOfWork& work,
                                                   const outbox::GradeFile& like);

/// What became of a record that was to go into a file.
struct PutIntoFile {
  std::optional<oneroster::FileRecord> row; ///< none: it does not go
  Code reason = Code::none;                 ///< why not; none = there is nothing to say any more
};
/// Puts it in, or parks it where the planner would.
Result<PutIntoFile> put_into_file(decision::UnitOfWork& work, const outbox::GradeFile& file,
                                  std::int64_t record_id, const std::string& user);

/// A person says of a record's file that the SIS took it, or that it did not. False: the record
/// stands in a newer file by now, or in none.
Result<bool> answer_for_file(decision::UnitOfWork& work, const outbox::GradeFile& file,
                             std::int64_t record_id, bool taken, const std::string& user);

/// The records that stand in a file, parents first.
Result<std::vector<std::int64_t>> records_in_file(decision::UnitOfWork& work,
                                                  const outbox::GradeFile& file);

} // namespace passback::intake
