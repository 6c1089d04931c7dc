// How the SIS is told of a version (exchange/write.hpp). The profile says which ways its SIS has.
// Pure.
#pragma once

#include <optional>

#include "plugin/exchange/write.hpp"
#include "plugin/oneroster/profile/profile.hpp"
#include "plugin/outbox/record.hpp"

namespace passback::decision {

/// For a version of that form; nullopt = this SIS has no way (no_way_code).
std::optional<exchange::Write> write_of(const oneroster::Profile& profile, outbox::Kind kind,
                                        outbox::Form form);
/// Of a form for which it has none: it is cleared, or taken out, by hand.
Code no_way_code(outbox::Form form);

/// True if the line item is a place of the SIS's own for period or final grades, which a person
/// chose (the only line items whose id we adopt). Whatever it is for by now, and whatever is to
/// become of it: it is looked at, never written and never removed.
bool is_slot(const outbox::Record& line_item);

/// A column that was in the SIS before, which a person said to use (decision/columns_in_sis.hpp):
/// it is written like one of ours, from her send on, and never removed.
bool is_taken_over(const outbox::Record& line_item);

/// The SIS had it without us, and keeps it whatever becomes of the activity.
bool stays_in_sis(const outbox::Record& line_item);

} // namespace passback::decision
