// What a test grade reads before it writes: the class, the student, a category and the grading
// period of today. What is not there and is needed ends the test before anything is written.
#pragma once

#include "plugin/exchange/conversation/test_grade_run.hpp"

namespace passback::exchange::test_grade {

/// `then` is called if the test can go on; the plan then has what was found.
void read_before_writing(TestGradeRun& run, Next then);

} // namespace passback::exchange::test_grade
