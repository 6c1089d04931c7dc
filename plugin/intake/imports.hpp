// Grades that an import or a copy of a class brought, as the host marks them: a few go by themselves
// when no more come, and of many the administrator is asked, because nobody looked at each of them.
// Only where a class sends by itself; elsewhere they stand in the teacher's preview like any other.
//
// [intake] On the host's thread.
#pragma once

#include <cstdint>
#include <string>

#include "plugin/decision/class_view.hpp"
#include "plugin/intake/kept_grades.hpp"

namespace passback::intake {

/// So many of a class go without a question.
constexpr std::int64_t kImportedUnasked = 50;
/// How long after the last one an import counts as complete.
constexpr std::int64_t kImportSettlesMs = 120'000;

/// The class has such grades: settle_imports looks at it.
Status note_import(outbox::Transaction& transaction, const gradebook::ClassId& class_id);
/// Lets the few go of which no more come. Called again and again. True: a class has been seen to.
Result<bool> settle_imports(decision::UnitOfWork& work);

/// What waits for an answer in a domain and below it, once its imports are complete.
Result<KeptGrades> imported_waiting(decision::UnitOfWork& work, const gradebook::DomainId& domain);

enum class ImportAnswer {
  send,     ///< they go
  teachers, ///< each teacher decides
  leave,    ///< they stay in the LMS
};
/// An administrator's answer for all that waits there, `limit` records at most. Returns whether
/// some are left.
Result<bool> answer_imports(decision::UnitOfWork& work, const gradebook::DomainId& domain,
                            ImportAnswer answer, const std::string& user, int limit);

} // namespace passback::intake
