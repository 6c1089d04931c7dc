// The end of what a test made: taken away as the SIS allows, and looked at again.
#pragma once

#include "plugin/exchange/conversation/test_grade_run.hpp"

namespace passback::exchange::test_grade {

/// The grade alone, told in `check`; then goes on, whatever came of it.
void remove_result(TestGradeRun& run, std::string check, Next then);
/// All that the test made, as far as the SIS lets it be taken away; the test ends with it.
void clean_up(TestGradeRun& run);

} // namespace passback::exchange::test_grade
