// Which grading period a line item is to go into, as far as the host and people say it. Which one
// of the SIS's that is, oneroster/documents/period_pick.hpp decides.
#pragma once

#include "plugin/decision/document_inputs.hpp"
#include "plugin/oneroster/documents/period_pick.hpp"

namespace passback::decision {

/// facts: of the version that it is asked for.
oneroster::PeriodPreference period_preference(const Manner& manner, const outbox::Record& line_item,
                                              const gradebook::ActivityFacts& facts);

} // namespace passback::decision
