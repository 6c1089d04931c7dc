// Where a record belongs, given what the host last said and what the settings say now. Used when a
// fact arrives, when something that it waited for arrives, and when a person sends.
#pragma once

#include <cstdint>

#include "plugin/decision/class_view.hpp"
#include "plugin/decision/disposition.hpp"
#include "plugin/decision/preflight.hpp"
#include "plugin/outbox/record.hpp"

namespace passback::decision {

struct Placement {
  Disposition disposition = Disposition::ignored;
  Code reason = Code::none;
};

/// Who asks that a record be placed, and what that lets go.
struct PlacementOptions {
  bool by_person = false;    ///< releases what was observed also where sending is manual
  bool hold_back = false;    ///< releases nothing: switching to automatic sends what comes, not all
                             ///< that was kept for a person before
  std::int32_t priority = 0; ///< above 0: a person waits
  bool look_again = false;   ///< settings or profile may say something else of it than before
  bool anew = false;         ///< what was refused is tried again: it goes to another student now
  bool said_again = false;   ///< the host said what it had said before
};

/// Of a record that is placed anew: what was kept for a person stays with the person, also where
/// sending has become automatic.
PlacementOptions options_for(const outbox::Record& record);

/// Why nothing of this activity goes here, or Code::none.
Code off_code(const ClassView& view, const gradebook::ActivityId& activity);
/// The same of a record of the activity whose line item that is: also what administrators leave
/// out.
Code off_code(const ClassView& view, const outbox::Record& record, const outbox::Record& line_item);

/// Why nothing at all goes here, whatever the activity, or Code::none.
Code off_code_of_all(const settings::Effective& effective);

/// Takes a record out because nothing goes here.
Placement park_off(outbox::Record& record, Code code);
/// Takes a record out until what `code` names has arrived.
Placement park_waiting(outbox::Record& record, Code code);
/// Takes a record out until the LMS shows it to students.
Placement park_held(outbox::Record& record, Code code);
/// Of a result whose line item is taken out of the SIS, which removes its results with it: it is
/// taken back when the SIS has confirmed that, and on its way until then.
void go_with_line_item(outbox::Record& result, const outbox::Record& line_item);
/// Takes a record out until a person sends it, for a reason that is named.
Placement park_for_person(outbox::Record& record, Code code);
/// Of a record that the LMS took back: takes it out until a person answers (removal.hpp).
Placement park_removal(outbox::Record& record, Code question);
/// Puts it into the line, or to rest, at the time that the settings say (sending_time.hpp).
void enqueue(UnitOfWork& work, const ClassView& view, outbox::Record& record, bool parent_confirmed,
             const PlacementOptions& options);
/// Where a line item is to go, by what the host and people said; without its category.
Result<LineItemPreference> preference_of_line_item(UnitOfWork& work, const ClassView& view,
                                                   const outbox::Record& line_item,
                                                   const gradebook::ActivityFacts& facts);

/// The SIS said no to what was released: only a person, or something new, sends it again.
bool was_refused(outbox::State state);
bool was_refused(const outbox::Record& record);

/// Places a line item. Alone it is not sent: a result has to need it (`needed`), or the SIS has it
/// already. Its category, if one has to be made first, is stored here; the line item itself is not.
Result<Placement> place_line_item(UnitOfWork& work, const ClassView& view,
                                  outbox::Record& line_item, bool needed,
                                  const PlacementOptions& options = {});

/// Places a category that is made for line items. It is not stored here.
Placement place_category(UnitOfWork& work, const ClassView& view, outbox::Record& category,
                         const PlacementOptions& options);

/// Places a result, and its line item if the result needs it. Neither is stored here.
Result<Placement> place_result(UnitOfWork& work, const ClassView& view, outbox::Record& result,
                               outbox::Record& line_item, const PlacementOptions& options = {});

} // namespace passback::decision
