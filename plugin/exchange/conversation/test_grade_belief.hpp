// Whether the SIS did what it said to have done: what a write that it took comes to when it is
// looked at. What is found is kept in the run, so that grades are read back from then on.
#pragma once

#include <string>

#include "plugin/exchange/conversation/test_grade_run.hpp"

namespace passback::exchange::test_grade {

/// A write of the test that the SIS took.
struct Taken {
  std::string check; ///< that tells of it
  Phrase done;       ///< "A grade was sent"
  oneroster::Operation operation = oneroster::Operation::put_result;
  Response response;
};

/// The look at it shows no record.
void tell_not_shown(TestGradeRun& run, const Taken& taken, const Response& look);
/// The look at it shows the record as it was before; `told`: how that compares with what was sent.
void tell_unchanged(TestGradeRun& run, const Taken& taken, Check told);
/// The look at it shows a change as it was sent.
void note_changed(TestGradeRun& run);

} // namespace passback::exchange::test_grade
