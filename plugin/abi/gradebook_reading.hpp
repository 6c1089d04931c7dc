// lms.gradebook/1: what a host answers when its gradebook is read (docs/documents.md).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "plugin/intake/events.hpp"
#include "plugin/intake/sweep.hpp"
#include "plugin/platform/result.hpp"

namespace passback::abi {

struct GradebookAnswer {
  std::vector<intake::ActivityEvent> activities;
  std::vector<intake::ScoreEvent> scores;
};

/// Code::host_reply, naming the member, for what does not fit.
Result<GradebookAnswer> read_gradebook(std::string_view json);

struct GradebookPage {
  intake::SweepPage page;
  std::vector<Error> unreadable; ///< elements that were passed over: one must not stop the others
};
/// A page of the gradebook. Code::unsupported: the host does not answer in pages.
Result<GradebookPage> read_gradebook_page(std::string_view json);

/// One cell or activity to ask for.
struct GradebookQuestion {
  gradebook::SchoolYear school_year;
  gradebook::ClassId class_id;
  gradebook::ActivityId activity_id;
  gradebook::StudentId student_id; ///< empty = the activity itself
};
/// lms.gradebook_query/1.
std::string gradebook_query(const std::vector<GradebookQuestion>& questions);
std::string gradebook_query(const intake::SweepQuestion& question);

} // namespace passback::abi
