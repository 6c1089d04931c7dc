// When two sets of facts are the same for the SIS: what decides whether there is anything to send.
#pragma once

#include "plugin/gradebook/facts.hpp"

namespace passback::gradebook {

/// True if a result made from either would say the same: value, text, comment, the flags that reach
/// the wire, standards. The time of scoring, points possible, released, draft and overridden do not
/// count: they decide when something goes, not what. Nor does the student, whose id at the SIS is
/// the enrolment's matter (outbox/moved.hpp).
bool same_for_sis(const ScoreFacts& a, const ScoreFacts& b);

/// True if every field of the line item that the LMS still owns after the first send is equal:
/// title, description, points, dates. Category, period and weight belong to the SIS from then on.
bool same_for_sis(const ActivityFacts& a, const ActivityFacts& b);

bool same_for_sis(const CategoryFacts& a, const CategoryFacts& b);

} // namespace passback::gradebook
