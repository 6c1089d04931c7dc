#include "plugin/decision/changed_ids.hpp"

namespace passback::decision {
namespace {

constexpr std::int64_t kStudentsUnasked = 10;
constexpr std::int64_t kClassesUnasked = 3;
constexpr std::int64_t kShare = 20; // one of so many

bool exceeds(std::int64_t changed, std::int64_t unasked, std::int64_t there) {
  return changed > unasked && changed * kShare > there;
}

} // namespace

bool are_many(const outbox::ChangedIdCounts& changed) {
  return exceeds(changed.students, kStudentsUnasked, changed.students_there) ||
         exceeds(changed.classes, kClassesUnasked, changed.classes_there);
}

} // namespace passback::decision
