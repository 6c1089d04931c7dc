// Ids of the SIS that change together: a district whose roster comes another way from today on has
// other ids of people and classes, and grades that followed them would stand twice in the SIS, or
// nowhere. One correction is followed at once; of many an administrator is asked first. Pure.
#pragma once

#include <cstdint>

#include "plugin/outbox/rows.hpp"

namespace passback::decision {

/// Changes within that time of one another count together; and an answer holds for so long for what
/// is still coming in.
constexpr std::int64_t kIdsChangeTogetherMs = 3'600'000;

/// So many changed that a person is asked: more than ten students and a twentieth of those in their
/// classes, or more than three classes and a twentieth of those of their domains.
bool are_many(const outbox::ChangedIdCounts& changed);

} // namespace passback::decision
