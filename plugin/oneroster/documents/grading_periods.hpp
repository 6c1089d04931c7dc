// Which grading period of the SIS an activity belongs to. Pure: the due date comes in as the SIS's
// own calendar day.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "plugin/oneroster/reads/sis_objects.hpp"

namespace passback::oneroster {

/// Whose sessions were read, which decides which of them are the class's.
enum class PeriodSource {
  own_terms, ///< /terms/{id}/gradingPeriods of its terms: all, because some SISs give no links
             ///< there
  linked,    ///< everybody's: those that can be reached from its terms
  last_way   ///< everybody's; if no link leads to its terms, all: then only their dates tell
};

/// The grading periods of a class: sessions of type gradingPeriod that can be reached from its
/// terms. A term may be one itself; else its descendants count (by `parent` as well as by
/// `children`); else those of the nearest session above it that has any. In the order of their
/// dates.
std::vector<SisAcademicSession> grading_periods_of(std::span<const SisAcademicSession> sessions,
                                                   std::span<const gradebook::SourcedId> term_ids,
                                                   PeriodSource source);

struct PeriodChoice {
  enum class Kind { one, several, none } kind = Kind::none;
  std::vector<SisAcademicSession> fitting = {}; ///< in the order of their dates; one of Kind::one
};

/// The periods that `day` (YYYY-MM-DD) falls into. Whether an SIS counts the last day in is not
/// told: it does here, unless another period begins on that day.
PeriodChoice choose_grading_period(std::span<const SisAcademicSession> periods,
                                   std::string_view day);

/// Of a day that lies between two periods: those that ended last before it, or that begin next
/// after it. None where it lies in one, before the first or behind the last.
std::vector<SisAcademicSession> periods_beside(std::span<const SisAcademicSession> periods,
                                               std::string_view day, bool earlier);

/// The period of that id, or nullptr: it is not one of the class.
const SisAcademicSession* find_period(std::span<const SisAcademicSession> periods,
                                      const gradebook::SourcedId& id);

} // namespace passback::oneroster
