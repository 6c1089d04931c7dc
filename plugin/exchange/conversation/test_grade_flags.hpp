// The flags of the test's grade: late, missing and their kin are written as texts by one SIS and as
// true and false by another, and one that reads the other form refuses the whole score.
#pragma once

#include "plugin/exchange/conversation/test_grade_run.hpp"

namespace passback::exchange::test_grade {

/// Sends the grade as late, in the profile's form and, if that is refused, in the other; then goes
/// on, whatever came of it.
void try_flags(TestGradeRun& run, Next then);

} // namespace passback::exchange::test_grade
