// The life of the test's assignment until it can be graded: made under our id by PUT, or by POST
// where the SIS gives the id; then read back.
#pragma once

#include "plugin/exchange/conversation/test_grade_run.hpp"

namespace passback::exchange::test_grade {

/// `then` is called once the SIS shows it. What went wrong instead is in the checks, and what may
/// be left has been taken away.
void make_line_item(TestGradeRun& run, Next then);

} // namespace passback::exchange::test_grade
