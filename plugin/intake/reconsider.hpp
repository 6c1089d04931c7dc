// Something changed that records were placed by: an activity became known, a class or student was
// linked, a student left or came back, settings were saved, the SIS showed new lists of a class
// (outbox/sis_news.hpp). What has to be looked at again is written down in the same
// transaction as the change (meta "reconsider") and worked off in bounded pieces, so that neither a
// large district nor a crash leaves anything behind.
#pragma once

#include <cstdint>
#include <optional>

#include "plugin/intake/class_view.hpp"
#include "plugin/outbox/record.hpp"

namespace passback::intake {

/// Which records. Absent = all.
struct Affected {
  std::optional<gradebook::ClassId> class_id;
  std::optional<gradebook::SchoolYear> school_year;
  std::optional<gradebook::ActivityId> activity_id;
  std::optional<gradebook::StudentId> student_id;
  bool only_waiting = false;
  /// What was refused goes again too: it was for another student or class of the SIS.
  bool anew = false;
};

/// The records of its activity, in every SIS class of its class.
Affected affected_by(const outbox::Record& line_item);

/// Writes down that these records are to be placed anew.
Status ask_to_reconsider(outbox::Transaction& transaction, const Affected& affected);

/// Places up to `limit` of the records that were asked for. Returns whether any are left.
Result<bool> reconsider(Desk& desk, int limit = 100);

} // namespace passback::intake
