// Which grading period of the SIS an activity goes into: the one that the host or the teacher
// named, else the one that its due date falls into. Asked at intake and again when the line item is
// planned, so that both give the same answer.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "plugin/gradebook/facts.hpp"
#include "plugin/settings/documents.hpp"

namespace passback::settings {

/// The period that the host or a person has named, in this order: the host, the teacher for this
/// activity, the teacher for the LMS's period. Empty = nobody has: the due date decides.
gradebook::SourcedId named_period(const gradebook::ActivityId& id,
                                  const gradebook::ActivityFacts& activity,
                                  const ClassSettings& of_class);

/// The moment whose day decides where nobody has: the due date; without one the students' dates,
/// the date of the assignment, the time at which the record was made.
std::int64_t picking_moment(const gradebook::ActivityFacts& activity, std::int64_t made_unix_ms);

/// A grading period that fits.
struct FittingPeriod {
  gradebook::SourcedId id;
  std::string title;
  std::string start, end; ///< YYYY-MM-DD
};

/// Of one fitting period that one; of several the one that the administrator's level picks. nullopt
/// = none fits, or several do and the level does not tell them apart: a person has to choose.
std::optional<FittingPeriod> pick_period(std::span<const FittingPeriod> fitting,
                                         const std::optional<PeriodLevel>& level);

} // namespace passback::settings
