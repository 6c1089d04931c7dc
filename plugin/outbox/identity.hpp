// Who a student and a class are at the SIS. Both are facts of the enrolment and of the class: they
// are asked when a record is placed and again when its request is planned, and kept with nothing
// but the version that left.
#pragma once

#include <optional>
#include <vector>

#include "plugin/outbox/transaction.hpp"

namespace passback::outbox {

/// Which ids the settings have the LMS's own data asked for (settings/id_ways.hpp): until it has
/// answered they are not known.
struct IdsAskedFor {
  bool classes = false, enrolments = false, users = false;
  bool any() const { return classes || enrolments || users; }
};

/// The class of the SIS that a class of the LMS is linked to, and those that it was linked to by
/// mistake.
struct ClassLinks {
  gradebook::SourcedId now; ///< empty = not linked, or each student's enrolment says it
  std::vector<gradebook::SourcedId> former;
  gradebook::SourcedId by_roster =
      {}; ///< what the roster sync says; the LMS's own data may say another
  IdsAskedFor asked_for = {};
  /// Its id changed with many others, and an administrator is asked: `now` is the one of before,
  /// and nothing goes.
  bool is_asked = false;

  bool was(const gradebook::SourcedId& sis_class_id) const;
};

Result<ClassLinks> links_of(const std::optional<ClassRow>& row, IdsAskedFor asked_for = {});

struct Identity {
  gradebook::SourcedId sis_class_id, student_sis_id; ///< empty = not linked yet
  bool has_left = false; ///< the host said that the student is no longer in the class
  /// Why nothing of this person ever goes: a preview student, an assistant, a guest. Code::none = a
  /// student, or somebody of whom the host said nothing that rules it out.
  Code no_student = Code::none;
  /// Ids changed with many others, and an administrator is asked: these are the ones of before, and
  /// nothing goes.
  bool is_asked = false;
};

/// What the enrolment says, else the class. An enrolment that still names a former class, or the
/// one that the roster has for its class, follows its class.
Identity identity_of(const std::optional<EnrolmentRow>& row, const ClassLinks& links);

/// Something of it is at the SIS, or may be.
bool stands_at_sis(const Record& record);
/// The person at the SIS in whose record a result stands, or may stand; empty = in nobody's.
gradebook::SourcedId holder_of(const Record& result);
/// What left for the SIS left for that person.
void note_holder(Record& result, const gradebook::SourcedId& student_sis_id);
/// It stands in the record of somebody who is not the student; the cell has another record now.
inline bool is_left_behind(const Record& record) {
  return record.key.incarnation < 0;
}

/// Where a record stands, held against where it belongs.
enum class Whereabouts {
  right,         ///< or nobody knows better, or an administrator is asked
  not_sent,      ///< under another class, but nothing of it is at the SIS: its key follows
  wrong_student, ///< its student's id was corrected
  wrong_class,   ///< its class was linked to another class of the SIS
  old_section,   ///< its student was moved to another class of the SIS
};
Whereabouts whereabouts(const Record& record, const Identity& student, const ClassLinks& links);

} // namespace passback::outbox
