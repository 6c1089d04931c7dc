// What each kind of event does inside its transaction.
#pragma once

#include <cstdint>

#include "plugin/decision/class_view.hpp"
#include "plugin/intake/events.hpp"
#include "plugin/intake/outcome.hpp"

namespace passback::intake {

Result<Outcome> take_score(decision::UnitOfWork& work, const ScoreEvent& event);
Result<Outcome> take_activity(decision::UnitOfWork& work, const ActivityEvent& event);
Result<Outcome> take_class(decision::UnitOfWork& work, const ClassEvent& event);
Result<Outcome> take_enrolment(decision::UnitOfWork& work, const EnrolmentEvent& event);
Result<Outcome> take_domain(decision::UnitOfWork& work, const DomainEvent& event);

/// The seq of the cell that a hint is about: 0 = the cell is not known. nullopt = nothing of it is
/// kept here (off, excluded), `outcome` says why.
Result<std::optional<std::int64_t>> seq_of_cell(decision::UnitOfWork& work, const ScoreEvent& event,
                                                Outcome& outcome);

/// Older than the stored row: a host without revisions (0) orders nothing.
bool is_older(std::int64_t rev, std::int64_t epoch, std::int64_t stored_rev,
              std::int64_t stored_epoch);

/// What would go by itself waits where an administrator has paused sending.
inline Outcome unless_paused(const decision::ClassView& view, Outcome outcome) {
  if (outcome.disposition == decision::Disposition::queued && view.effective.paused) {
    outcome.disposition = decision::Disposition::waiting;
    outcome.reason = Code::sync_paused;
  }
  return outcome;
}

} // namespace passback::intake
