// What a host reports, as C++ values. They mirror the structs of plugin_api/include/lms_plugin/
// events.h; the C boundary fills them after it has checked lengths, UTF-8 and numbers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "plugin/decision/origin.hpp"
#include "plugin/gradebook/facts.hpp"
#include "plugin/gradebook/ids.hpp"

namespace passback::intake {

/// A cell of the gradebook as it is now.
struct ScoreEvent {
  decision::Origin origin;
  gradebook::ActivityId activity_id;
  gradebook::StudentId student_id;
  gradebook::SourcedId class_sis_id; ///< empty = look it up
  gradebook::ScoreFacts facts;       ///< student_sis_id may be empty: it is looked up
  gradebook::UserId scored_by;       ///< empty = the system
  std::int64_t activity_rev = 0;
  bool withdrawn = false; ///< the cell is gone from the LMS
  bool hint = false;      ///< only "this cell changed": see Intake::hint
  /// Commit only if the record has not moved since it had this seq (0 = was not there). For facts
  /// that were read back: what the host said meanwhile is newer.
  std::optional<std::int64_t> if_seq_at_most;
  /// The same for its ids, which are a word about the student's enrolment.
  std::optional<std::int64_t> if_enrolment_seq_at_most;
  bool swept = false; ///< read page by page: what is as it was observed is not stored again
};

/// An activity as it is now.
struct ActivityEvent {
  decision::Origin origin;
  gradebook::ActivityId activity_id;
  gradebook::SourcedId class_sis_id; ///< empty = every SIS class of the LMS class
  gradebook::ActivityFacts facts;
  bool withdrawn = false;
  std::optional<std::int64_t> if_seq_at_most; ///< as of a score
  bool swept = false;
};

/// A class as it is now.
struct ClassEvent {
  decision::Origin origin;
  gradebook::ClassFacts facts;
  bool withdrawn = false;
  bool reset = false; ///< emptied for reuse; class_incarnation has been raised
};

/// The roles of LMS_ROLE_, by their numbers.
enum class Role : std::int32_t {
  student = 1,
  teacher = 2,
  other = 3,
  assistant = 4,
  guest = 5,
  preview_student = 6, ///< a teacher as a student sees it
};

/// A person's part in a class as it is now.
struct EnrolmentEvent {
  decision::Origin origin;
  std::string user_id;
  Role role = Role::student;
  gradebook::SourcedId class_sis_id, user_sis_id;
  std::int64_t starts_at_unix_ms = 0, ends_at_unix_ms = 0;
  bool withdrawn = false;
};

/// A domain of the host's tree as it is now.
struct DomainEvent {
  gradebook::DomainId domain_id, parent_id; ///< empty parent = the root
  std::string title;
  std::int64_t host_rev = 0, host_epoch = 0;
  bool withdrawn = false;
};

} // namespace passback::intake
