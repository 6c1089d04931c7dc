// Of which cells of a class a preview, a send or a status is: activities and students one by one,
// a category, a grading period.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "plugin/actions/cell_writer.hpp"
#include "plugin/actions/input.hpp"

namespace passback::actions {

/// What an input names; empty members narrow nothing.
struct ScopeAsked {
  CellFilter cells;
  std::string category_id; ///< of the LMS
  std::string period;      ///< id of the SIS's, or "open": those of today
};

/// "activity_id", "activity_ids", "student_id", "student_ids", "category_id", "period". The page of
/// one activity is of that activity, whatever else is named.
ScopeAsked read_scope(const Asker& asker, const InputReader& input);
std::span<const std::string_view> scope_members();

/// The cells as they are now: a category or a period becomes its activities. An activity whose
/// period nobody knows is of the open one. A period that is none of the class's becomes a problem.
Result<CellFilter> cells_in_scope(decision::UnitOfWork& work, const texts::Words& words,
                                  const ScopeAsked& asked, std::vector<Problem>& problems);

} // namespace passback::actions
