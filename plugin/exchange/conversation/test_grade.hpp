// A test grade: makes an assignment in a class that an administrator chose, gives one student a
// score, changes it, flags it late, exempts, clears and deletes it, reads back after each step, and
// takes away what it made. Where the SIS cannot delete, before_test_grade says so before anything
// starts.
//
// Where the SIS gives the ids, assignment and grade are made by POST. Their ids come with the
// answer; if they do not, they are looked for in the class's lists.
//
// Of an SIS that says to have stored what is not there then, sis_capabilities.hpp keeps that it is
// read back after each write; until a test grade shows a change as it was sent.
//
// The report is lms.test_grade_report/1 (docs/documents.md). Checks, in their order: token, class,
// student, category, grading_period, line_item, score, edit, flags, exempt, clear, delete,
// clean_up. A step that failed ends the writing; the clean-up happens all the same, and what it
// could not take away is listed.
#pragma once

#include <string>
#include <vector>

#include "plugin/exchange/conversation/conversation.hpp"
#include "plugin/exchange/conversation/sis_capabilities.hpp"
#include "plugin/exchange/conversation/test_grade_run.hpp"

namespace passback::exchange {

/// What will stay in the SIS after a test grade, in sentences; empty = everything can be taken
/// away. If there is any, an administrator has to confirm it first.
std::vector<Phrase> before_test_grade(const oneroster::Profile& profile,
                                      const SisCapabilities& found);

class TestGrade final : public Conversation {
 public:
  TestGrade(Partner partner, TestGradeInput input);
  boost::json::object report() const override;

 private:
  void keep_what_was_found();

  test_grade::TestGradeRun run_;
};

} // namespace passback::exchange
