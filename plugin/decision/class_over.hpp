// The end of the year: after the last day of a class, and the days after it that an administrator
// allows (grace_after_class_end), nothing of the class goes by itself any more. A person sends it,
// and says why; that stands in the history.
#pragma once

#include <string>
#include <string_view>

#include "plugin/decision/class_view.hpp"
#include "plugin/outbox/record.hpp"

namespace passback::decision {

/// No rule, or no last day that anybody knows: never.
Result<bool> is_class_over(UnitOfWork& work, const ClassView& view);

/// Of a record that was let go as it is now nothing is asked any more.
Result<bool> waits_for_class_over(UnitOfWork& work, const ClassView& view,
                                  const outbox::Record& record);

/// A line of the history about something that a person did, and why; mostly without a reason.
struct EventOfPerson {
  std::string event, reason;
};
std::string to_text(const EventOfPerson& told);
EventOfPerson event_of_person(std::string_view text);

} // namespace passback::decision
