// A trial: everything of a domain is taken in, placed and checked as in earnest, and nothing is
// written to its SIS. What would go now stands still under Code::in_trial, with nothing of it
// released, so that no path can send it. Asked wherever a record gets its place, where files and
// test grades are made, and by the planner at the last moment. Pure.
#pragma once

#include "plugin/outbox/record.hpp"
#include "plugin/settings/effective.hpp"

namespace passback::decision {

/// Nothing is written to an SIS for whom these settings hold.
bool is_in_trial(const settings::Effective& effective);

/// It would have been sent, or be on its way, if this were no trial.
bool stands_in_trial(const outbox::Record& record);

/// The host told of this result while its class was in trial, so that nobody meant it to go: at the
/// end of the trial it is asked for (first_send.hpp).
bool was_told_in_trial(const outbox::Record& result);

/// Of a record that was just placed as in earnest: if it would go now, and this is a trial, it
/// stands still instead, and `released_before` counts. Returns whether it does.
bool hold_for_trial(const settings::Effective& effective, outbox::Version released_before,
                    outbox::Record& record);

} // namespace passback::decision
