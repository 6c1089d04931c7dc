// A grade follows its student and its class: the right record gets it, and what stands in another
// one's is taken back. Only a section that the student has left, and an SIS that was connected
// before, keep what they have.
#pragma once

#include "plugin/decision/identity.hpp"
#include "plugin/decision/placement.hpp"
#include "plugin/outbox/record.hpp"

namespace passback::decision {

/// Makes `result` the record that the cell has now. What the SIS holds in another's record is
/// stored and on its way to be taken back; `result` itself is not stored, and may have become
/// another row. `corrected`: an id of the student was, so what was left behind may be right again.
Status follow_student(UnitOfWork& work, const ClassView& view, const Identity& student,
                      outbox::Record& result, bool corrected = false);

/// The same of a line item whose class was linked to another one of the SIS.
Status follow_class(UnitOfWork& work, const ClassView& view, outbox::Record& line_item);

/// A record that belongs to an SIS that is no longer connected here. True if it is the present
/// SIS's now, because nothing of it ever left; false if it stays where it is, and is parked.
Result<bool> follow_connection(UnitOfWork& work, const ClassView& view, outbox::Record& record);

/// The record of the present SIS for one that another SIS has, with what the host last said. Not
/// stored.
Result<outbox::Record> successor_of(UnitOfWork& work, const ClassView& view,
                                    const outbox::Record& record);

/// Places a record that stands where it does not belong: it is taken back, as far as the SIS lets
/// us.
Status take_out(UnitOfWork& work, const ClassView& view, outbox::Record& record,
                bool by_person = false);

/// Its ids changed with many others (changed_ids.hpp), and an administrator is asked: it stays
/// where it is.
Result<bool> is_asked_about(UnitOfWork& work, const ClassView& view, const outbox::Record& record);

/// The record of a student or class that is not its own: it is only ever taken out.
bool stands_wrongly(const ClassView& view, const outbox::Record& record);

} // namespace passback::decision
