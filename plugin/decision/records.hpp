// The rows of one class, found by who they are. Nothing is found by title, and an id on the wire is
// made once.
#pragma once

#include <optional>

#include "plugin/decision/class_view.hpp"
#include "plugin/outbox/record.hpp"

namespace passback::decision {

/// Whose record it is, beside the class.
struct Who {
  gradebook::SourcedId sis_class_id; ///< empty = not known yet
  gradebook::ActivityId activity_id; ///< of a category: the LMS category's id
  gradebook::StudentId student_id;
};

outbox::RecordKey key_of(const ClassView& view, outbox::Kind kind, const Who& who);

/// The stored record. One that was stored while the SIS class was not known is given the class now,
/// so that a later link makes no second row; it is changed in memory only.
Result<std::optional<outbox::Record>> find_record(UnitOfWork& work, const ClassView& view,
                                                  outbox::Kind kind, const Who& who);
/// The stored record, or a new one with nothing observed, not stored yet.
Result<outbox::Record> find_or_make_record(UnitOfWork& work, const ClassView& view,
                                           outbox::Kind kind, const Who& who);
/// What the host says of an activity, to an SIS that is not the class's own: without the ids that
/// are that one's.
outbox::Facts said_at_other_sis(const outbox::Facts& facts);

/// As find_or_make_record; a new line item takes the facts of the activity from another SIS class
/// of the same LMS class.
Result<outbox::Record> find_or_make_line_item(UnitOfWork& work, const ClassView& view,
                                              const Who& who);

/// All line items of an activity: one for each SIS class that the LMS class has. One that was
/// linked by mistake is not among them.
Result<std::vector<outbox::Record>> line_items_of(UnitOfWork& work, const ClassView& view,
                                                  const gradebook::ActivityId& activity);

/// The SIS class has become known: completes the key and makes the id on the wire.
Status link_to_class(UnitOfWork& work, outbox::Record& record,
                     const gradebook::SourcedId& sis_class_id);

/// Moves a record of which nothing is at the SIS: another key, and an id on the wire for it.
Status give_key(UnitOfWork& work, outbox::Record& record, const outbox::RecordKey& key);

/// The record is for the SIS that the class speaks to now.
bool belongs_to(const ClassView& view, const outbox::Record& record);

/// The SIS that the class speaks to now has a record of the cell or activity that `elsewhere` is
/// of, in whatever class of its own.
Result<bool> has_present_record(UnitOfWork& work, const ClassView& view,
                                const outbox::Record& elsewhere);
/// Whether the present SIS gets that cell or activity too is no question any more: it has a record
/// of its own.
Status end_offers(UnitOfWork& work, const outbox::RecordKey& key);

/// The SIS has it no longer: what it confirmed counts no more, and an id that it gave is nobody's.
Status forget_in_sis(UnitOfWork& work, outbox::Record& record);

/// Of a version whose text is no facts of its kind.
Error unreadable_facts();

/// Something reached the SIS, or may have.
bool may_have_left(const outbox::Record& record);

/// Stores it. A new line item ends the offers of its activity.
Status put(UnitOfWork& work, outbox::Record& record);
Status tell_history(UnitOfWork& work, const outbox::Record& record, std::int64_t seq,
                    std::string event, std::string actor);

} // namespace passback::decision
