// The life of the test's grade: sent, changed, flagged, exempted, cleared and deleted, and read
// back each time.
#pragma once

#include "plugin/exchange/conversation/test_grade_run.hpp"

namespace passback::exchange::test_grade {

/// Of an assignment that is there; all that the test made is taken away at the end.
void send_result(TestGradeRun& run);

} // namespace passback::exchange::test_grade
