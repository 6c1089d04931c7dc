// What an administrator asks of activities: whether new ones and final grades go at all, and what
// an activity must have before it goes (settings/sending_rules.hpp). Pure.
#pragma once

#include <vector>

#include "plugin/outbox/record.hpp"
#include "plugin/settings/category_choice.hpp"
#include "plugin/settings/effective.hpp"

namespace passback::decision {

/// Why nothing of this activity goes here, or Code::none: activity_excluded, with its category;
/// activity_not_included; final_grades_off. An activity that the SIS has, or may have, is no new
/// one.
Code left_out(const settings::Effective& effective, const outbox::Record& line_item);

/// Everything that it lacks before it goes for the first time: rule_due_date, rule_category,
/// rule_title.
std::vector<Code> lacks_by_rule(const settings::SendingRules& rules,
                                const outbox::Record& line_item,
                                const gradebook::ActivityFacts& facts,
                                const settings::CategoryChoice& category);

} // namespace passback::decision
